import Manifests

/// Storage classes, volumes and claims.
extension SpecCompiler {
  mutating func addStorage() {
    for object in manifests.storageClasses { add(object) }
    for object in manifests.persistentVolumes { add(object) }
    spec.storageCapacities = manifests.csiStorageCapacities.map { StorageCapacitySpec($0) }
    for object in manifests.persistentVolumeClaims {
      spec.claims.append(
        ClaimSpecification(
          object.metadata.name, object.metadata.namespace ?? "default", object.spec))
    }
  }

  /// Where no StorageClass is given, clusters bring theirs: a default one, and those that claims
  /// name and no volume carries, make volumes on demand when a pod needs them.
  mutating func assumeStorageClasses() {
    guard manifests.storageClasses.isEmpty else { return }
    let claims =
      spec.claims + spec.workloads.flatMap { $0.claimTemplates + $0.ephemeralClaims }
    var names: [String] = []
    for claim in claims {
      let name = claim.storageClass ?? "standard"
      let isStatic = name.isEmpty || spec.volumes.contains { $0.storageClass == name }
      if !isStatic, !names.contains(name) { names.append(name) }
    }
    for name in names {
      var assumed = StorageClassSpec(
        name: name, waitsForConsumer: true, provisions: true, isLocal: false)
      assumed.isDefault = name == "standard"
      spec.storageClasses.append(assumed)
      spec.notes.append("No StorageClass is given: \(name) is taken to make volumes on demand")
    }
  }

  private mutating func add(_ object: StorageClass) {
    let makesNothing = object.provisioner == "kubernetes.io/no-provisioner"
    let localMakers = ["rancher.io/local-path", "openebs.io/local", "topolvm.io"]
    var added = StorageClassSpec(
      name: object.metadata.name,
      waitsForConsumer: object.volumeBindingMode == .waitForFirstConsumer,
      provisions: !makesNothing, isLocal: localMakers.contains(object.provisioner))
    added.isDefault = object.isDefault
    added.driver = object.provisioner
    added.parameters = object.parameters
    added.retains = object.reclaimPolicy == .retain
    added.tellsCapacity = manifests.csiDrivers.contains {
      $0.metadata.name == object.provisioner && $0.storageCapacity
    }
    added.allowsExpansion = object.allowVolumeExpansion
    added.topologies = object.allowedTopologies.map { term in
      NodeTerm(
        labels: term.matchLabelExpressions.map {
          NodeRequirement(key: $0.key, comparison: .isIn, values: $0.values)
        })
    }
    spec.storageClasses.append(added)
  }

  private mutating func add(_ object: PersistentVolume) {
    var added = VolumeSpec(
      name: object.metadata.name, bytes: object.capacity["storage"]?.value ?? 0,
      storageClass: object.storageClassName,
      access: object.accessModes.compactMap { VolumeAccess(rawValue: $0.rawValue) })
    added.labels = object.metadata.labels
    added.nodeTerms = object.nodeAffinity?.required?.nodeSelectorTerms.map(NodeTerm.init) ?? []
    added.isLocal = object.local != nil || object.hostPath != nil
    added.reservedFor = object.claimRef.map { ($0.namespace ?? "default") + "/" + $0.name }
    added.driver = object.csi?.driver
    added.isBlock = object.volumeMode == .block
    spec.volumes.append(added)
  }
}

extension ClaimSpecification {
  /// Reads a claim's spec.
  init(_ name: String, _ namespace: String, _ claim: ClaimSpec) {
    self.init(
      name: name, namespace: namespace, bytes: claim.resources.requests["storage"]?.value ?? 0,
      storageClass: claim.storageClassName,
      access: claim.accessModes.compactMap { VolumeAccess(rawValue: $0.rawValue) })
    selector = claim.selector
    volumeName = claim.volumeName
    isBlock = claim.volumeMode == .block
    attributesClass = claim.volumeAttributesClassName.flatMap { $0.isEmpty ? nil : $0 }
  }
}
