/// An API version that Kubernetes has given up: the API server has no such resource, and `kubectl
/// apply` fails with "no matches for kind".
///
/// Source: kubernetes.io, Deprecated API Migration Guide.
struct RetiredVersion: Sendable {
  /// API version, as `apps/v1beta2`.
  let apiVersion: String
  /// The kinds that went; empty for all of the version.
  let kinds: [String]
  /// The release that serves it no more, as `1.16`.
  let end: String

  /// The release since which a kind is not served in a version; nil where no such end is known, or
  /// a cluster is older, which has the default version where none is said.
  static func end(of kind: String, in apiVersion: String, for cluster: ClusterVersion?) -> String? {
    let retired = all.first { version in
      version.apiVersion == apiVersion && (version.kinds.isEmpty || version.kinds.contains(kind))
    }
    guard let end = retired?.end, let last = end.split(separator: ".").last, let minor = Int(last)
    else { return nil }
    return (cluster ?? ClusterVersion()).minor < minor ? nil : end
  }

  private init(_ end: String, _ apiVersion: String, _ kinds: [String] = []) {
    self.end = end
    self.apiVersion = apiVersion
    self.kinds = kinds
  }

  private static let all = [
    RetiredVersion("1.22", "extensions/v1beta1", ["Ingress"]),
    RetiredVersion("1.16", "extensions/v1beta1"),
    RetiredVersion("1.16", "apps/v1beta1"),
    RetiredVersion("1.16", "apps/v1beta2"),
    RetiredVersion(
      "1.22", "admissionregistration.k8s.io/v1beta1",
      [
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
      ]),
    RetiredVersion("1.22", "apiextensions.k8s.io/v1beta1"),
    RetiredVersion("1.22", "apiregistration.k8s.io/v1beta1"),
    RetiredVersion("1.22", "certificates.k8s.io/v1beta1", ["CertificateSigningRequest"]),
    RetiredVersion("1.22", "coordination.k8s.io/v1beta1", ["Lease"]),
    RetiredVersion("1.22", "networking.k8s.io/v1beta1", ["Ingress", "IngressClass"]),
    RetiredVersion("1.22", "rbac.authorization.k8s.io/v1beta1"),
    RetiredVersion("1.22", "scheduling.k8s.io/v1beta1"),
    RetiredVersion(
      "1.22", "storage.k8s.io/v1beta1",
      [
        "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment",
      ]),
    RetiredVersion("1.25", "autoscaling/v2beta1"),
    RetiredVersion("1.25", "batch/v1beta1"),
    RetiredVersion("1.25", "discovery.k8s.io/v1beta1"),
    RetiredVersion("1.25", "events.k8s.io/v1beta1"),
    RetiredVersion("1.25", "node.k8s.io/v1beta1"),
    RetiredVersion("1.25", "policy/v1beta1"),
    RetiredVersion("1.26", "autoscaling/v2beta2"),
    RetiredVersion("1.26", "flowcontrol.apiserver.k8s.io/v1beta1"),
    RetiredVersion("1.27", "storage.k8s.io/v1beta1", ["CSIStorageCapacity"]),
    RetiredVersion("1.29", "flowcontrol.apiserver.k8s.io/v1beta2"),
    RetiredVersion("1.32", "flowcontrol.apiserver.k8s.io/v1beta3"),
  ]
}
