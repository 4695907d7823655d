import Cluster
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
  /// By how much sidecars delay a message that passes one and two of them.
  @usableFromInline var proxyDelays = (Sampler.zero, Sampler.zero)
  /// Cuts that faults made and have not mended.
  var cuts: [NetworkCut] = []
  @usableFromInline var hasCuts = false
  /// Whether cuts or network policies may stop messages.
  @usableFromInline var isGuarded = false
  /// The nodes' interfaces, and the pace of one connection; nil where bytes take no time.
  var interfaces = Table<NIC>()
  var flowRate: NIC.Rate?

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

  /// By how much a number of sidecars on its way delays a message.
  @inlinable @inline(always)
  func proxyDelay(of proxies: UInt8) -> Sampler {
    if proxies == 0 { return .zero }
    return proxies == 1 ? proxyDelays.0 : proxyDelays.1
  }

  /// Counts a call that passes the sidecars of its client and its server.
  @inlinable @inline(always)
  mutating func countPass(from client: UInt32, to server: Int) {
    places[server].passed &+= 1
    if client != Network.outside { places[Int(client)].passed &+= 1 }
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
