import Manifests

/// ConfigMaps and Secrets: those of the manifests, and those that controllers make.
extension SpecCompiler {
  mutating func addConfigurations() {
    for object in manifests.configMaps {
      add(.configMap, object.metadata, keys: (object.data.entries + object.binaryData.entries))
    }
    for object in manifests.secrets { add(.secret, object.metadata, keys: object.data.entries) }
    for secret in manifests.madeSecrets { addMade(.secret, secret.namespace, secret.name) }
    let spaces = spec.workloads.map(\.namespace)
    for (index, space) in spaces.enumerated() where !spaces[..<index].contains(space) {
      addMade(.configMap, space, "kube-root-ca.crt")
      if document?.mesh?.isEnabled ?? true { addMade(.configMap, space, "istio-ca-root-cert") }
    }
  }

  private mutating func add(
    _ kind: ConfigurationKind, _ metadata: ObjectMeta, keys: [StringMap.Entry]
  ) {
    spec.configurations.append(
      ConfigurationSpec(
        kind: kind, namespace: metadata.namespace ?? "default", name: metadata.name,
        keys: keys.map(\.key), content: NameHash("\(keys.map { [$0.key, $0.value] })").value))
  }

  private mutating func addMade(_ kind: ConfigurationKind, _ namespace: String, _ name: String) {
    spec.configurations.append(
      ConfigurationSpec(kind: kind, namespace: namespace, name: name, keys: nil))
  }
}

extension ContainerSpec {
  /// The ConfigMaps and Secrets that a container's environment takes values from.
  static func environment(of container: Container) -> [ConfigurationReference] {
    var references: [ConfigurationReference] = []
    for source in container.envFrom {
      if let map = source.configMapRef {
        references.append(ConfigurationReference(.configMap, map.name, isOptional: map.optional))
      }
      if let secret = source.secretRef {
        references.append(
          ConfigurationReference(.secret, secret.name, isOptional: secret.optional))
      }
    }
    for source in container.env.compactMap(\.valueFrom) {
      if let key = source.configMapKeyRef {
        references.append(
          ConfigurationReference(.configMap, key.name, key: key.key, isOptional: key.optional))
      }
      if let key = source.secretKeyRef {
        references.append(
          ConfigurationReference(.secret, key.name, key: key.key, isOptional: key.optional))
      }
    }
    return references
  }
}

extension PodTemplate {
  /// The ConfigMaps and Secrets that a pod's volumes show.
  static func configurationVolumes(of spec: PodSpec) -> [ConfigurationReference] {
    spec.volumes.flatMap { volume -> [ConfigurationReference] in
      var references: [ConfigurationReference] = []
      for map in [volume.configMap] + (volume.projected?.sources.map(\.configMap) ?? []) {
        guard let map else { continue }
        references.append(ConfigurationReference(.configMap, map.name, isOptional: map.optional))
      }
      if let secret = volume.secret {
        references.append(
          ConfigurationReference(.secret, secret.secretName, isOptional: secret.optional))
      }
      for secret in volume.projected?.sources.compactMap(\.secret) ?? [] {
        references.append(
          ConfigurationReference(.secret, secret.name, isOptional: secret.optional))
      }
      for index in references.indices { references[index].volume = volume.name }
      return references
    }
  }
}

extension ConfigurationReference {
  fileprivate init(
    _ kind: ConfigurationKind, _ name: String, key: String? = nil, isOptional: Bool
  ) {
    self.init(kind: kind, name: name, key: key)
    self.isOptional = isOptional
  }
}
