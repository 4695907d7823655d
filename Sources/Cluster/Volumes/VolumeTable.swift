import Manifests
import SimulationKernel

/// Claims, volumes and storage classes with their bindings.
struct VolumeTable: Sendable {
  /// A PersistentVolumeClaim.
  struct Claim: Sendable {
    var spec: ClaimSpecification
    /// Bytes of the file system on its volume, once the volume grew.
    var fileSystemBytes: Int64?
    /// Whether its driver has said that it does not grow the volume while a node uses it.
    var isRefusedInUse = false
    /// When its expansion goes on; other notices are stale.
    var expandsAt = SimTime.infinity
    /// Index of its class; -1 without one.
    var storageClass: Int32
    /// Index of its volume; -1 while unbound.
    var volume: Int32 = -1
    /// When its volume is made that no pod waits for, or its provisioner asks for it again;
    /// `infinity` while none is on its way.
    var madeAt = SimTime.infinity
    /// Whether its provisioner waits before it asks the driver again.
    var isBackingOff = false
    /// How often the driver had no room for that volume.
    var failedAttempts: Int64 = 0
    /// Whether it was made for one pod, with which it is deleted.
    var isEphemeral = false
    /// Whether its object is to go as soon as no pod uses it and no finalizer keeps it.
    var isTerminating = false
    /// Whether its object is gone.
    var isDeleted = false
    /// How many claims of its name were deleted before it: each one's UID is another.
    var life: UInt32 = 0
    /// How many of them were deleted with what their volumes held; those of single pods do not
    /// count.
    var wipes: UInt32 = 0
    /// How many more events the volume controller and its provisioner may write of it.
    var controllerSpam = EventSpam()
    var provisionerSpam = EventSpam()
  }

  /// A PersistentVolume.
  struct Volume: Sendable {
    var spec: VolumeSpec
    /// Index of the claim that it is bound to; -1 while free.
    var claim: Int32 = -1
    /// Node that it is attached to; -1 while it is not, and always for local volumes.
    var attachedTo: Int32 = -1
    /// The pod that it was attached for last, and when the attachment ends, or ended.
    var attachedFor = PodHandle.none
    var attachedAt = Cluster.settledSince
    /// When a detachment under way ends.
    var detachedAt = SimTime.infinity
    /// Numbers of the rooms that it was made in; empty where nothing is known of them.
    var rooms: [Int32] = []
    /// Whether it outlives its claim (persistentVolumeReclaimPolicy).
    var isRetained = false
  }

  var claims: [Claim] = []
  var classes: [StorageClassSpec]
  var volumes: [Volume]
  /// What drivers say of their room, deleted objects included.
  var capacities: [StorageCapacitySpec]
  /// The rooms of each class, filed; nil where nobody has asked for them yet.
  var directories: [StorageRooms.Directory?] = []
  /// When the volume controller looks at the claims again; `infinity` while all have a volume.
  var syncAt = SimTime.infinity
  /// Volumes without a claim, ascending.
  var free: [Int]
  private var claimNames = NameTable()
  /// The places of each class's volumes that no pod waits for, as far as they were asked for.
  private var places: [[NodeTerm]?] = []
  /// The number of the order of nodes that the places are of.
  private(set) var placesAsOf = 0

  init(_ spec: ClusterSpec) {
    classes = spec.storageClasses
    volumes = spec.volumes.map { Volume(spec: $0) }
    capacities = spec.storageCapacities
    free = Array(volumes.indices)
  }

  /// Creates a claim, unless one of that name exists, and binds it at once if its class does not
  /// wait for a consumer and there is a volume for it.
  @discardableResult
  mutating func create(_ spec: ClaimSpecification) -> Bool {
    let number = claimNames.intern(spec.namespace + "/" + spec.name)
    let isNew = Int(number) == claims.count
    guard isNew || claims[Int(number)].isDeleted else { return false }
    let chosen = storageClass(of: spec)
    var claim = Claim(spec: spec, storageClass: Int32(chosen ?? -1))
    if isNew {
      claims.append(claim)
    } else {
      claim.life = claims[Int(number)].life + 1
      claim.wipes = claims[Int(number)].wipes
      claims[Int(number)] = claim
    }
    guard chosen.map({ !classes[$0].waitsForConsumer }) ?? true else { return true }
    if let volume = candidates(for: Int(number)).first { bind(Int(number), to: volume) }
    return true
  }

  /// Whether a claim's volume is to be made without a pod that waits for it.
  func asksForVolume(_ claim: Int) -> Bool {
    let state = claims[claim]
    return !state.isDeleted && state.volume < 0 && !waitsForConsumer(claim)
      && provisioner(of: claim) != nil && state.spec.selector == nil
      && state.spec.volumeName == nil
  }

  /// Index of the class of a claim, the default one where it names none; nil without any.
  private func storageClass(of claim: ClaimSpecification) -> Int? {
    let name = claim.storageClass
    return classes.firstIndex { name == nil ? $0.isDefault : $0.name == name }
  }

  /// What a claim charges to quotas.
  func charges(of claim: ClaimSpecification) -> [QuotaAmount] {
    let name = storageClass(of: claim).map { classes[$0].name } ?? claim.storageClass ?? ""
    return QuotaObject(claim, storageClass: name).charges
  }

  /// Index of a claim.
  func claim(namespace: String, name: String) -> Int? {
    let index = claimNames.find(namespace + "/" + name).map { Int($0) }
    return index.flatMap { claims[$0].isDeleted ? nil : $0 }
  }

  /// Deletes a claim; its volume, which keeps naming it, is never bound again (a retained one is
  /// Released, another one is deleted with its data).
  ///
  /// Returns whether that made room for other volumes.
  mutating func delete(_ claim: Int) -> Bool {
    defer { claims[claim].volume = -1 }
    if !claims[claim].isEphemeral { claims[claim].wipes += 1 }
    claims[claim].isDeleted = true
    claims[claim].isTerminating = false
    return freeRoom(of: claim)
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

  /// The free volumes that suit a claim, the smallest first
  /// (pkg/controller/volume/persistentvolume index.go findBestMatchForClaim).
  func candidates(for claim: Int) -> [Int] {
    guard !free.isEmpty else { return [] }
    let spec = claims[claim].spec
    let wanted = spec.namespace + "/" + spec.name
    let name = className(of: claim)
    let found = free.filter { index in
      let volume = volumes[index].spec
      if let name = spec.volumeName, volume.name != name { return false }
      if let reserved = volume.reservedFor { return reserved == wanted }
      return volume.bytes >= spec.bytes && name == volume.storageClass
        && spec.isBlock == volume.isBlock
        && spec.access.allSatisfy(volume.access.contains)
        && (spec.selector.map { $0.matches(volume.labels) } ?? true)
    }
    return found.sorted { (volumes[$0].spec.bytes, $0) < (volumes[$1].spec.bytes, $1) }
  }

  /// What an unbound claim can get.
  mutating func search(for claim: Int) -> VolumeDemand.Search {
    let maker = provisioner(of: claim)
    let index = Int(claims[claim].storageClass)
    return VolumeDemand.Search(
      claim: claim,
      candidates: candidates(for: claim).map { ($0, volumes[$0].spec.nodeTerms) },
      provisions: maker != nil && claims[claim].spec.selector == nil,
      topologies: maker?.topologies ?? [], bytes: claims[claim].spec.bytes,
      rooms: maker.flatMap { rooms(of: $0, at: index) })
  }

  /// The driver that attaches a claim's volume; nil for local and foreign ones.
  func driver(of claim: Int) -> String? {
    let volume = Int(claims[claim].volume)
    if volume >= 0 { return volumes[volume].spec.driver }
    return provisioner(of: claim).flatMap { $0.isLocal ? nil : $0.driver }
  }

  /// The name of a claim's class; empty without one.
  func className(of claim: Int) -> String {
    let index = claims[claim].storageClass
    return index >= 0 ? classes[Int(index)].name : claims[claim].spec.storageClass ?? ""
  }

  mutating func bind(_ claim: Int, to volume: Int) {
    claims[claim].volume = Int32(volume)
    volumes[volume].claim = Int32(claim)
    free.removeAll { $0 == volume }
  }

  /// Makes a volume for a claim where its first pod goes: on the node's own disk, or in its zone.
  mutating func provision(_ claim: Int, on node: NodeSpec) {
    let zone = node.labels["topology.kubernetes.io/zone"]
    let host = NodeRequirement(
      key: "kubernetes.io/hostname", comparison: .isIn,
      values: [node.labels["kubernetes.io/hostname"] ?? node.name])
    let isLocal = provisioner(of: claim)?.isLocal ?? false
    let isPlaceless = provisioner(of: claim).map { VolumeTopology.isPlaceless($0.driver) } ?? false
    let terms =
      isLocal
      ? [NodeTerm(labels: [host])]
      : zone.flatMap { isPlaceless ? nil : [VolumeTable.zoneTerm($0)] }
    provision(claim, terms: terms ?? [])
    takeRoom(for: claim, reachedBy: node.labels)
  }

  /// Makes a volume for a claim that no pod waits for, in one of the places of some nodes; returns
  /// whether any has room.
  ///
  /// - Parameter isForced: whether it is made in any case, because it is there already.
  mutating func provision(
    _ claim: Int, isForced: Bool, amongPlacesOf nodes: () -> [NodeSpec]
  ) -> Bool {
    guard let maker = provisioner(of: claim) else { return true }
    let index = Int(claims[claim].storageClass)
    while places.count <= index { places.append(nil) }
    let known = places[index] ?? VolumeTopology.places(of: maker, among: nodes())
    places[index] = known
    var place = place(of: claim, maker, among: known)
    if isForced, place == nil {
      place = VolumeTopology.terms(forClaim: claims[claim].spec.name, among: known)[0]
    }
    guard let place else { return false }
    provision(claim, terms: place)
    takeRoom(for: claim, reachedBy: VolumeTopology.labels(of: place))
    return true
  }

  /// Nodes came or went: the places are looked for anew.
  mutating func forgetPlaces(asOf number: Int) {
    places = []
    placesAsOf = number
  }

  private mutating func provision(_ claim: Int, terms: [NodeTerm]) {
    let spec = claims[claim].spec
    let life = claims[claim].life
    let identity = spec.namespace + "/" + spec.name + (life > 0 ? "#\(life)" : "")
    var volume = VolumeSpec(
      name: "pvc-" + ObjectNames.uid(NameHash(identity)), bytes: spec.bytes,
      storageClass: className(of: claim), access: spec.access)
    volume.nodeTerms = terms
    volume.isLocal = provisioner(of: claim)?.isLocal ?? false
    volume.driver = volume.isLocal ? nil : provisioner(of: claim)?.driver
    volumes.append(Volume(spec: volume))
    volumes[volumes.count - 1].isRetained = provisioner(of: claim)?.retains ?? false
    bind(claim, to: volumes.count - 1)
  }

  /// The node term of a volume that lives in a zone.
  private static func zoneTerm(_ zone: String) -> NodeTerm {
    NodeTerm(labels: [
      NodeRequirement(key: "topology.kubernetes.io/zone", comparison: .isIn, values: [zone])
    ])
  }
}

extension VolumeTable.Volume {
  /// Whether it must be attached to one node at a time.
  var isExclusive: Bool {
    !spec.isLocal && !spec.access.contains(.readWriteMany) && !spec.access.contains(.readOnlyMany)
  }
}
