import Manifests

/// Where a provisioner makes the volume of a claim that no pod waits for, and which volumes every
/// node reaches (kubernetes-csi external-provisioner pkg/controller/topology.go).
enum VolumeTopology {
  /// Parts of the names of drivers whose volumes are not bound to a place: file servers, and stores
  /// that the nodes replicate among themselves.
  private static let placeless = [
    "nfs", "smb", "efs.csi.aws.com", "azure-file", "file.csi.azure.com", "glusterfs", "ceph",
    "rbd", "longhorn",
  ]

  /// Whether a driver's volumes are reached from every node.
  static func isPlaceless(_ driver: String) -> Bool { placeless.contains { driver.contains($0) } }

  /// The terms of the places for a claim's volume, the first before the others; a single empty one
  /// where volumes have no place.
  ///
  /// Places are taken in their order from one on that the claim's name gives, so that the claims of
  /// a StatefulSet are spread and those of one pod are together.
  static func terms(forClaim name: String, among places: [NodeTerm]) -> [[NodeTerm]] {
    guard !places.isEmpty else { return [[]] }
    let first = Int(start(ofClaim: name) % UInt32(places.count))
    return (places[first...] + places[..<first]).map { [$0] }
  }

  /// The labels that a place's nodes share.
  static func labels(of term: [NodeTerm]) -> StringMap {
    StringMap(
      term.flatMap(\.labels).compactMap { label in label.values.first.map { (label.key, $0) } })
  }

  /// The terms of the places that a class allows or else all that the nodes are in, in order; none
  /// where volumes have no place.
  static func places(of maker: StorageClassSpec, among nodes: [NodeSpec]) -> [NodeTerm] {
    guard !isPlaceless(maker.driver) else { return [] }
    var places = maker.topologies.flatMap { segments(of: $0) }
    if places.isEmpty {
      let key = maker.isLocal ? "kubernetes.io/hostname" : "topology.kubernetes.io/zone"
      let values = nodes.compactMap { $0.labels[key] ?? (maker.isLocal ? $0.name : nil) }
      places = values.map { [Segment(key: key, value: $0)] }
    }
    places.sort { isBefore($0, $1) }
    var distinct: [[Segment]] = []
    for place in places where distinct.last != place { distinct.append(place) }
    return distinct.map { place in
      NodeTerm(
        labels: place.map {
          NodeRequirement(key: $0.key, comparison: .isIn, values: [$0.value])
        })
    }
  }

  /// A label that volumes and nodes share.
  private struct Segment: Equatable {
    let key: String
    let value: String
  }

  /// The places that a class's term allows: each value of a label with each of the others.
  private static func segments(of term: NodeTerm) -> [[Segment]] {
    var places: [[Segment]] = []
    for label in term.labels {
      let values = label.values.map { Segment(key: label.key, value: $0) }
      places =
        places.isEmpty
        ? values.map { [$0] } : values.flatMap { value in places.map { $0 + [value] } }
    }
    return places.map { place in place.sorted { ($0.key, $0.value) < ($1.key, $1.value) } }
  }

  private static func isBefore(_ place: [Segment], _ other: [Segment]) -> Bool {
    guard place.count == other.count else { return place.count < other.count }
    for (own, its) in zip(place, other) where own != its {
      return (own.key, own.value) < (its.key, its.value)
    }
    return false
  }

  /// FNV-1 of a claim's name, and for `claim-set-3` that of `set` and 3
  /// (getPVCNameHashAndIndexOffset).
  static func start(ofClaim name: String) -> UInt32 {
    var parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last, last.utf8.allSatisfy({ 48...57 ~= $0 }),
      let ordinal = UInt32(last)
    else { return hash(name[...]) }
    parts.removeLast()
    return hash(parts[parts.count - 1]) &+ ordinal
  }

  private static func hash(_ text: Substring) -> UInt32 {
    var value: UInt32 = 0x811c_9dc5
    for byte in text.utf8 {
      value = value &* 0x0100_0193
      value ^= UInt32(byte)
    }
    return value
  }
}
