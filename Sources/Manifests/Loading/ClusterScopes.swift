/// The kinds whose objects belong to the whole cluster, and to no namespace.
package struct ClusterScopes {
  /// Kinds by API group: Kubernetes' own (`kubectl api-resources --namespaced=false`), and those
  /// of projects that the twin knows.
  private static let standard: [String: Set<String>] = [
    "": ["Namespace", "Node", "PersistentVolume", "ComponentStatus"],
    "admissionregistration.k8s.io": [
      "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration",
      "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
      "ValidatingWebhookConfiguration",
    ],
    "apiextensions.k8s.io": ["CustomResourceDefinition"],
    "apiregistration.k8s.io": ["APIService"],
    "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
    "cert-manager.io": ["ClusterIssuer"],
    "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
    "gateway.networking.k8s.io": ["GatewayClass"],
    "networking.k8s.io": ["IngressClass", "IPAddress", "ServiceCIDR"],
    "node.k8s.io": ["RuntimeClass"],
    "policy": ["PodSecurityPolicy"],
    "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
    "resource.k8s.io": ["DeviceClass", "ResourceSlice"],
    "scheduling.k8s.io": ["PriorityClass"],
    "snapshot.storage.k8s.io": ["VolumeSnapshotClass", "VolumeSnapshotContent"],
    "storage.k8s.io": [
      "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass",
    ],
  ]

  private var kinds = standard

  /// Takes in the kinds that the custom resource definitions of a platform declare.
  init(_ documents: [ManifestDocument]) {
    for document in documents where document.kind == "CustomResourceDefinition" {
      let spec = document.node["spec"]
      guard spec?["scope"]?.text == "Cluster", let group = spec?["group"]?.text,
        let kind = spec?["names"]?["kind"]?.text
      else { continue }
      kinds[group, default: []].insert(kind)
    }
  }

  /// Whether objects of a kind belong to the whole cluster, custom resources aside.
  package static func areClusters(_ kind: String, of group: String) -> Bool {
    standard[group]?.contains(kind) ?? false
  }

  /// Whether an object belongs to the whole cluster.
  func contains(_ document: ManifestDocument) -> Bool {
    kinds[document.group]?.contains(document.kind) ?? false
  }
}
