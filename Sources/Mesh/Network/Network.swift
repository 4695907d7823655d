public import SimulationKernel

/// The network between places: one law of one-way latency per pair of zones and within a node,
/// and the cuts that a fault makes.
public struct Network: ~Copyable {
  /// The client index that stands for users outside the cluster.
  @inlinable @inline(always) public static var outside: UInt32 { 0xff_ffff }

  @usableFromInline var places = Table<Place>()
  @usableFromInline var legs = Table<Sampler>()
  @usableFromInline var zoneCount: Int
  /// One-way latency inside a node.
  @usableFromInline var sameNode: Sampler
  /// Pairs of nodes that are cut, as node times node bits; empty while no cut is open.
  @usableFromInline var cuts = Table<Bool>()
  @usableFromInline var nodeCount: Int
  @usableFromInline var hasCuts = false
  private var cutDepths = Table<UInt16>()

  /// Makes a network of zones and nodes: `between[a * zones + b]` is the law from zone a to zone b.
  package init(zoneCount: Int, nodeCount: Int, sameNode: Sampler, between: [Sampler]) {
    precondition(
      between.count == zoneCount * zoneCount, "there is one latency law per pair of zones")
    self.zoneCount = zoneCount
    self.nodeCount = nodeCount
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
  func leg(from client: UInt32, to server: Int) -> Sampler {
    let from = places[Int(client)]
    let to = places[server]
    if from.node == to.node { return sameNode }
    return legs[Int(from.zone) &* zoneCount &+ Int(to.zone)]
  }

  /// Whether a cut stops messages from one pod to another.
  @inlinable @inline(always)
  func isCut(from sender: Int, to receiver: Int) -> Bool {
    guard hasCuts, sender != Int(Network.outside), receiver != Int(Network.outside) else {
      return false
    }
    return cuts[Int(places[sender].node) &* nodeCount &+ Int(places[receiver].node)]
  }

  /// Opens (`by` 1) or mends (`by` -1) a cut from some nodes to others; cuts of several faults add.
  package mutating func cut(from sources: [Int], to targets: [Int], by step: Int) {
    cuts.resize(to: nodeCount * nodeCount, filling: false)
    cutDepths.resize(to: nodeCount * nodeCount, filling: 0)
    for source in sources {
      for target in targets where source != target {
        let pair = source * nodeCount + target
        let depth = Int(cutDepths[pair]) + step
        precondition(depth >= 0, "a cut is mended once")
        cutDepths[pair] = UInt16(depth)
        cuts[pair] = depth > 0
      }
    }
    hasCuts = (0..<cuts.count).contains { cuts[$0] }
  }
}
