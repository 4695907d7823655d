public import SimulationKernel

/// The network between places: one law of one-way latency per pair of zones and within a node, and
/// the cuts that faults make.
public struct Network: ~Copyable {
  /// The client index that stands for users outside the cluster.
  @inlinable @inline(always) public static var outside: UInt32 { 0xff_ffff }

  @usableFromInline var places = Table<Place>()
  @usableFromInline var legs = Table<Sampler>()
  @usableFromInline var zoneCount: Int
  /// One-way latency inside a node.
  @usableFromInline var sameNode: Sampler
  /// Cuts that faults made and have not mended.
  var cuts: [NetworkCut] = []
  @usableFromInline var hasCuts = false

  /// Makes a network of zones and nodes: `between[a * zones + b]` is the law from zone a to zone b.
  package init(zoneCount: Int, sameNode: Sampler, between: [Sampler]) {
    precondition(
      between.count == zoneCount * zoneCount, "there is one latency law per pair of zones")
    self.zoneCount = zoneCount
    self.sameNode = sameNode
    for sampler in between { legs.append(sampler) }
  }

  /// Sets where a pod stands, by the pod's index.
  mutating func place(_ index: Int, at place: Place) {
    places.resize(to: index + 1, filling: Place(pod: .max, node: 0, zone: 0, room: 0))
    places[index] = place
  }

  /// The law of the way from one pod to another.
  @inlinable @inline(always)
  func leg(from: Place, to: Place) -> Sampler {
    if from.node == to.node { return sameNode }
    return legs[Int(from.zone) &* zoneCount &+ Int(to.zone)]
  }

  /// Whether a cut stops messages from one pod to another.
  func isCut(from sender: Int, to receiver: Int) -> Bool {
    guard hasCuts, sender != Int(Network.outside), receiver != Int(Network.outside) else {
      return false
    }
    return cuts.contains { cut in
      cut.from.contains(pod: sender, node: Int(places[sender].node))
        && cut.to.contains(pod: receiver, node: Int(places[receiver].node))
    }
  }
}
