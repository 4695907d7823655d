/// ConfigMaps and Secrets, and keys of them, that pods use and nobody defines: their containers
/// wait in CreateContainerConfigError, or the pod in ContainerCreating.
///
/// And credentials of registries, without which kubelets ask for images as nobody in particular.
package enum ConfigurationReferences: PlatformCheck {
  /// Reports every missing object and key that is not optional.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let known = Configurations(platform)
    for group in platform.pods {
      for container in group.containers {
        for source in container.envFrom {
          if let map = source.configMapRef, !map.optional {
            known.check(.configMap, map.name, map.nameSpan, of: group, diagnostics)
          }
          if let secret = source.secretRef, !secret.optional {
            known.check(.secret, secret.name, secret.nameSpan, of: group, diagnostics)
          }
        }
        for source in container.env.compactMap(\.valueFrom) {
          check(source.configMapKeyRef, .configMap, of: group, known, diagnostics)
          check(source.secretKeyRef, .secret, of: group, known, diagnostics)
        }
      }
      for volume in group.spec?.volumes ?? [] { check(volume, of: group, known, diagnostics) }
      for reference in credentials(of: group, on: platform) {
        known.check(credentials: reference, of: group, diagnostics)
      }
    }
  }

  /// Credentials of registries that pods use: their own, or else their service account's
  /// (plugin/pkg/admission/serviceaccount).
  private static func credentials(
    of group: PodMaker, on platform: CheckedPlatform
  ) -> [LocalObjectReference] {
    guard let spec = group.spec else { return [] }
    guard spec.imagePullSecrets.isEmpty else { return spec.imagePullSecrets }
    let account = platform.manifests.serviceAccounts.first {
      $0.metadata.name == spec.serviceAccountName && $0.metadata.home == group.namespace
    }
    return account?.imagePullSecrets ?? []
  }

  private static func check(
    _ reference: KeySelector?, _ kind: Configurations.Kind, of group: PodMaker,
    _ known: Configurations, _ diagnostics: DiagnosticCollector
  ) {
    guard let reference, !reference.optional else { return }
    known.check(kind, reference.name, reference.nameSpan, of: group, diagnostics)
    known.check(
      kind, reference.name, key: reference.key, reference.keySpan, of: group, diagnostics)
  }

  private static func check(
    _ volume: Volume, of group: PodMaker, _ known: Configurations,
    _ diagnostics: DiagnosticCollector
  ) {
    let projected = volume.projected?.sources ?? []
    for map in [volume.configMap].compactMap({ $0 }) + projected.compactMap(\.configMap)
    where !map.optional {
      known.check(.configMap, map.name, map.nameSpan, of: group, diagnostics)
      known.check(map.items, of: .configMap, map.name, group, diagnostics)
    }
    if let secret = volume.secret, !secret.optional {
      known.check(.secret, secret.secretName, secret.nameSpan, of: group, diagnostics)
      known.check(secret.items, of: .secret, secret.secretName, group, diagnostics)
    }
    for secret in projected.compactMap(\.secret) where !secret.optional {
      known.check(.secret, secret.name, secret.nameSpan, of: group, diagnostics)
      known.check(secret.items, of: .secret, secret.name, group, diagnostics)
    }
  }
}

/// The ConfigMaps and Secrets of a platform with their keys.
private struct Configurations {
  enum Kind: String {
    case configMap = "ConfigMap"
    case secret = "Secret"
  }

  private let platform: CheckedPlatform
  private var maps: NamedObjects
  private var secrets: NamedObjects
  /// Keys of `Kind/namespace/name`; those of objects that controllers make are not known.
  private var keys: [String: [String]] = [:]

  init(_ platform: CheckedPlatform) {
    self.platform = platform
    let manifests = platform.manifests
    maps = NamedObjects(manifests.configMaps.map(\.metadata))
    secrets = NamedObjects(manifests.secrets.map(\.metadata))
    for map in manifests.configMaps {
      let entries = map.data.entries + map.binaryData.entries
      keys["ConfigMap/\(map.metadata.home)/\(map.metadata.name)"] = entries.map(\.key)
    }
    for secret in manifests.secrets {
      // What a controller fills in is not in the manifest.
      guard secret.type == "Opaque", !secret.data.isEmpty else { continue }
      keys["Secret/\(secret.metadata.home)/\(secret.metadata.name)"] =
        secret.data.entries.map(\.key)
    }
    for secret in manifests.madeSecrets { secrets.add(secret.name, in: secret.namespace) }
    for group in platform.pods {
      // kube-controller-manager's and istiod's copies of the certificates of their authorities.
      maps.addSilently("kube-root-ca.crt", in: group.namespace)
      maps.addSilently("istio-ca-root-cert", in: group.namespace)
    }
  }

  /// Reports an object that nobody defines.
  func check(
    _ kind: Kind, _ name: String, _ span: SourceSpan, of group: PodMaker,
    _ diagnostics: DiagnosticCollector
  ) {
    let known = kind == .configMap ? maps : secrets
    guard !known.contains(name, in: group.namespace),
      !platform.manifests.mayBeOperated(name, in: group.namespace)
    else { return }
    diagnostics.warning(
      "the pods of \(group.subject) need the \(kind.rawValue) \"\(name)\", which no manifest "
        + "defines: they start only where the cluster has it, as a run assumes", at: span,
      code: "unknown-configuration",
      help: known.help(for: name, in: group.namespace)
        ?? "define it, or mark the reference `optional: true`")
  }

  /// Reports credentials of a registry that nobody defines; the kubelet pulls without them.
  func check(
    credentials reference: LocalObjectReference, of group: PodMaker,
    _ diagnostics: DiagnosticCollector
  ) {
    let name = reference.name
    guard !secrets.contains(name, in: group.namespace),
      !platform.manifests.mayBeOperated(name, in: group.namespace)
    else { return }
    diagnostics.warning(
      "the pods of \(group.subject) pull their images with the Secret \"\(name)\", which no "
        + "manifest defines: their kubelets pull without credentials "
        + "(FailedToRetrieveImagePullSecret)", at: reference.nameSpan,
      code: "unknown-pull-secret", help: secrets.help(for: name, in: group.namespace))
  }

  /// Reports a key that its object does not have.
  func check(
    _ kind: Kind, _ name: String, key: String, _ span: SourceSpan, of group: PodMaker,
    _ diagnostics: DiagnosticCollector
  ) {
    guard let keys = keys["\(kind.rawValue)/\(group.namespace)/\(name)"], !keys.contains(key) else {
      return
    }
    diagnostics.warning(
      "the \(kind.rawValue) \(name) has no key \"\(key)\", without which the pods of "
        + "\(group.subject) can not start", at: span, code: "unknown-configuration",
      help: nearest(key, in: keys).map { "did you mean \"\($0)\"?" }
        ?? (keys.isEmpty ? nil : "it has \(keys.prefix(10).joined(separator: ", "))"))
  }

  /// Reports keys of a volume that its object does not have.
  func check(
    _ items: [KeyToPath], of kind: Kind, _ name: String, _ group: PodMaker,
    _ diagnostics: DiagnosticCollector
  ) {
    for item in items {
      check(kind, name, key: item.key, item.keySpan, of: group, diagnostics)
    }
  }
}
