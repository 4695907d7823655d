import Manifests

/// ConfigMaps and Secrets: those of the manifests, and those that controllers make.
extension SpecCompiler {
  mutating func addConfigurations() {
    let followers = spec.workloads.compactMap { workload in
      workload.template.proportional.map { ($0.configMap, $0.namespace ?? workload.namespace) }
    }
    for object in manifests.configMaps {
      add(.configMap, object.metadata, keys: (object.data.entries + object.binaryData.entries))
      if let text = object.data["Corefile"] {
        spec.configurations[spec.configurations.count - 1].lameduck = Corefile(text).lameduck
      }
      let place = (object.metadata.name, object.metadata.namespace ?? "default")
      let isNamed = followers.contains { $0 == place }
      if isNamed || object.data["linear"] != nil || object.data["ladder"] != nil {
        spec.configurations[spec.configurations.count - 1].proportion = ClusterProportion(
          object.data)
      }
    }
    for object in manifests.secrets { add(.secret, object.metadata, keys: object.data.entries) }
    for secret in manifests.madeSecrets { addMade(.secret, secret.namespace, secret.name) }
    let hasMesh = self.hasMesh
    let spaces = spec.workloads.map(\.namespace)
    for (index, space) in spaces.enumerated() where !spaces[..<index].contains(space) {
      addMade(.configMap, space, "kube-root-ca.crt")
      if hasMesh { addMade(.configMap, space, "istio-ca-root-cert") }
    }
  }

  /// Whether istiod is there, which puts its certificate into every namespace (istio
  /// pilot/pkg/controllers/namespace): as the Cluster document says, else where pods have sidecars
  /// or show the certificate, or where there are rules for proxies.
  private var hasMesh: Bool {
    if let mesh = document?.mesh { return mesh.isEnabled }
    return !manifests.gateways.isEmpty || !manifests.virtualServices.isEmpty
      || spec.workloads.contains { workload in
        workload.template.isMeshed
          || workload.template.configurationVolumes.contains { $0.name == "istio-ca-root-cert" }
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
        references += shown(.configMap, map.name, map.items, isOptional: map.optional)
      }
      if let secret = volume.secret {
        references += shown(
          .secret, secret.secretName, secret.items, isOptional: secret.optional)
      }
      for secret in volume.projected?.sources.compactMap(\.secret) ?? [] {
        references += shown(.secret, secret.name, secret.items, isOptional: secret.optional)
      }
      for index in references.indices { references[index].volume = volume.name }
      return references
    }
  }

  /// What a volume shows of an object: some of its keys, or all where it names none.
  private static func shown(
    _ kind: ConfigurationKind, _ name: String, _ items: [KeyToPath], isOptional: Bool
  ) -> [ConfigurationReference] {
    let keys: [String?] = items.isEmpty ? [nil] : items.map(\.key)
    return keys.map { ConfigurationReference(kind, name, key: $0, isOptional: isOptional) }
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
