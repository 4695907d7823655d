import Manifests
import SimulationKernel

/// Claims, volumes and storage classes with their bindings.
struct VolumeTable: Sendable {
  /// A PersistentVolumeClaim.
  struct Claim: Sendable {
    let spec: ClaimSpecification
    /// Index of its class; -1 without one.
    let storageClass: Int32
    /// Index of its volume; -1 while unbound.
    var volume: Int32 = -1
    /// Whether its object was deleted.
    var isDeleted = false
  }

  /// A PersistentVolume.
  struct Volume: Sendable {
    var spec: VolumeSpec
    /// Index of the claim that it is bound to; -1 while free.
    var claim: Int32 = -1
    /// Node that it is attached to; -1 while it is not, and always for local volumes.
    var attachedTo: Int32 = -1
    /// When a detachment under way ends.
    var detachedAt = SimTime.infinity
  }

  private(set) var claims: [Claim] = []
  private(set) var classes: [StorageClassSpec]
  var volumes: [Volume]
  private var claimNames = NameTable()

  init(classes: [StorageClassSpec], volumes: [VolumeSpec]) {
    self.classes = classes
    self.volumes = volumes.map { Volume(spec: $0) }
  }

  /// Creates a claim, unless one of that name exists, and binds it at once if its class does not
  /// wait for a consumer.
  mutating func create(_ spec: ClaimSpecification) {
    let number = claimNames.intern(spec.namespace + "/" + spec.name)
    let isNew = Int(number) == claims.count
    guard isNew || claims[Int(number)].isDeleted else { return }
    let name = spec.storageClass
    let chosen = classes.firstIndex { name == nil ? $0.isDefault : $0.name == name }
    let claim = Claim(spec: spec, storageClass: Int32(chosen ?? -1))
    if isNew { claims.append(claim) } else { claims[Int(number)] = claim }
    guard chosen.map({ !classes[$0].waitsForConsumer }) ?? true else { return }
    if let volume = smallestFree(for: Int(number), where: { _ in true }) {
      bind(Int(number), to: volume)
    } else if let chosen, classes[chosen].provisions {
      provision(Int(number), terms: zoneTerms(classes[chosen].zones))
    }
  }

  /// Index of a claim.
  func claim(namespace: String, name: String) -> Int? {
    let index = claimNames.find(namespace + "/" + name).map { Int($0) }
    return index.flatMap { claims[$0].isDeleted ? nil : $0 }
  }

  /// Deletes a claim; its volume, which keeps naming it, is never bound again (a retained one is
  /// Released, another one is deleted with its data).
  mutating func delete(_ claim: Int) {
    claims[claim].isDeleted = true
    claims[claim].volume = -1
  }

  /// Whether an unbound claim waits for its first pod.
  func waitsForConsumer(_ claim: Int) -> Bool {
    let index = claims[claim].storageClass
    return index >= 0 && classes[Int(index)].waitsForConsumer
  }

  /// The class of a claim, if it makes volumes on demand.
  func provisioner(of claim: Int) -> StorageClassSpec? {
    let index = claims[claim].storageClass
    guard index >= 0, classes[Int(index)].provisions else { return nil }
    return classes[Int(index)]
  }

  /// The smallest free volume that satisfies a claim and a condition
  /// (pkg/controller/volume/persistentvolume index.go findBestMatch).
  func smallestFree(for claim: Int, where isAllowed: (Volume) -> Bool) -> Int? {
    let spec = claims[claim].spec
    let wanted = spec.namespace + "/" + spec.name
    let candidates = volumes.indices.filter { index in
      let volume = volumes[index]
      guard volume.claim < 0, isAllowed(volume) else { return false }
      if let name = spec.volumeName { return volume.spec.name == name }
      if let reserved = volume.spec.reservedFor { return reserved == wanted }
      return volume.spec.bytes >= spec.bytes && className(of: claim) == volume.spec.storageClass
        && spec.access.allSatisfy(volume.spec.access.contains)
        && (spec.selector.map { $0.matches(volume.spec.labels) } ?? true)
    }
    return candidates.min { volumes[$0].spec.bytes < volumes[$1].spec.bytes }
  }

  private func className(of claim: Int) -> String {
    let index = claims[claim].storageClass
    return index >= 0 ? classes[Int(index)].name : claims[claim].spec.storageClass ?? ""
  }

  mutating func bind(_ claim: Int, to volume: Int) {
    claims[claim].volume = Int32(volume)
    volumes[volume].claim = Int32(claim)
  }

  /// Makes a volume for a claim.
  mutating func provision(_ claim: Int, terms: [NodeTerm]) {
    let spec = claims[claim].spec
    var volume = VolumeSpec(
      name: "pvc-" + ObjectNames.uid(spec.namespace + "/" + spec.name), bytes: spec.bytes,
      storageClass: className(of: claim), access: spec.access)
    volume.nodeTerms = terms
    volume.isLocal = provisioner(of: claim)?.isLocal ?? false
    volumes.append(Volume(spec: volume))
    bind(claim, to: volumes.count - 1)
  }

  private func zoneTerms(_ zones: [String]) -> [NodeTerm] {
    guard let zone = zones.first else { return [] }
    return [VolumeTable.zoneTerm(zone)]
  }

  /// The node term of a volume that lives in a zone.
  static func zoneTerm(_ zone: String) -> NodeTerm {
    NodeTerm(labels: [
      NodeRequirement(key: "topology.kubernetes.io/zone", comparison: .isIn, values: [zone])
    ])
  }
}

extension VolumeTable.Volume {
  /// Whether a node can reach the volume.
  func allows(_ node: NodeSpec) -> Bool {
    spec.nodeTerms.isEmpty
      || spec.nodeTerms.contains { $0.matches(name: node.name, labels: node.labels) }
  }

  /// Whether it must be attached to one node at a time.
  var isExclusive: Bool {
    !spec.isLocal && !spec.access.contains(.readWriteMany) && !spec.access.contains(.readOnlyMany)
  }
}
