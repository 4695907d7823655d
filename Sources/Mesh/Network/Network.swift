import Cluster
public import SimulationKernel

/// The network between pods: a law of one-way latency for each pair of zones and one within a node,
/// the nodes' interfaces, and the cuts that faults make.
public struct Network: ~Copyable {
  private let inPlace = InPlace()
  /// The client index that stands for users outside the cluster.
  @inlinable @inline(always) public static var outside: UInt32 { 0xff_ffff }

  /// Where each pod stands, by the pod's index.
  @usableFromInline var places = Table<Place>()
  /// The laws of one-way latency: one for each pair of zones, and last the one within a node.
  @usableFromInline var legs = Table<Sampler>()
  @usableFromInline let zoneCount: Int
  @usableFromInline let withinNode: Int
  /// By how much the sidecars on its way delay a message: none, one or two of them.
  @usableFromInline var proxyDelays = Table<Sampler>(repeating: .zero, count: 3)
  /// Whether any pod has a sidecar.
  @usableFromInline var hasProxies = false
  /// Cuts that faults made and that are not mended yet.
  var cuts: [NetworkCut] = []
  @usableFromInline var hasCuts = false
  /// Whether cuts or network policies may stop messages.
  @usableFromInline var isGuarded = false
  /// The network interfaces of the nodes.
  var interfaces = Table<NIC>()
  /// The highest rate of one connection; nil where bytes take no time.
  var flowRate: NIC.Rate?
  /// Nodes without a zone label that have pods: kube-proxy on them follows no topology hints.
  private(set) var zonelessNodes: [UInt16] = []

  /// Makes a network of zones and nodes: `between[a * zones + b]` is the law from zone a to zone b.
  package init(zoneCount: Int, sameNode: Sampler, between: [Sampler]) {
    precondition(
      between.count == zoneCount * zoneCount, "there is one latency law per pair of zones")
    self.zoneCount = zoneCount
    withinNode = between.count
    for sampler in between + [sameNode] { legs.append(sampler) }
  }

  /// Sets where a pod stands, by the pod's index.
  mutating func attach(_ index: Int, at place: Place) {
    places.resize(to: index + 1, filling: Place(pod: .max, node: 0, zone: 0, room: 0))
    places[index] = place
    if place.proxies > 0 { hasProxies = true }
  }

  /// Learns of a node without a zone's label.
  mutating func noteZoneless(_ node: UInt16) {
    if !zonelessNodes.contains(node) { zonelessNodes.append(node) }
  }

  /// The law of the one-way latency from one place to another.
  ///
  /// It is chosen without a branch, which the processor would predict badly.
  @inlinable @inline(always)
  func leg(from: Place, to: Place) -> Sampler {
    let between = Int(from.zone) &* zoneCount &+ Int(to.zone)
    return legs[from.node == to.node ? withinNode : between]
  }

  /// Counts a call that passes the sidecars of its client and its server.
  @inlinable @inline(always)
  mutating func countPass(from client: UInt32, to server: Int) {
    guard hasProxies else { return }
    places[server].passed &+= 1
    if client != Network.outside { places[Int(client)].passed &+= 1 }
  }

  /// Whether a cut stops messages from one pod to another, by their indices; one of them may stand
  /// for users outside.
  func isCut(from sender: Int, to receiver: Int) -> Bool {
    guard hasCuts else { return false }
    return cuts.contains { isOn($0.from, sender) && isOn($0.to, receiver) }
  }

  /// Whether a cut keeps a pod, by its index, from a host outside: a connection takes both ways.
  func isCut(_ pod: Int, fromHost host: Int) -> Bool {
    guard hasCuts else { return false }
    return cuts.contains { cut in
      isOn(cut.from, pod) && cut.to.contains(host: host)
        || cut.from.contains(host: host) && isOn(cut.to, pod)
    }
  }

  private func isOn(_ side: NetworkCut.Side, _ index: Int) -> Bool {
    guard index != Int(Network.outside) else { return side.hasUsers }
    return side.contains(pod: index, node: Int(places[index].node))
  }
}
