import Cluster
import Manifests
import SimulationKernel
import Testing

/// How fast the nodes of a disrupted zone are tainted when its disruption changes
/// (node_lifecycle_controller.go handleDisruption, rate_limited_queue.go SwapLimiter).
@Suite("Rates of a zone's taints")
struct ZoneRateTests {
  /// Five nodes in one zone, of which three crash, and three in another.
  private func disrupted(in simulation: inout Simulation) -> ClusterWorld {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "web", replicas: 8)])
    spec.nodes = (1...8).map { SmallCluster.node("worker-\($0)", zone: $0 > 5 ? "b" : "a") }
    var world = ClusterWorld(cluster: Cluster(spec, seed: simulation.seed))
    world.cluster.start(in: &simulation)
    for node in 0..<3 { world.cluster.powerOff(node: node, in: &simulation) }
    // Grace is over for all of them, and the first may have its taint: a small zone of which so
    // much is silent gets no more of them.
    simulation.run(&world, through: SimTime(seconds: 300))
    return world
  }

  @Test("The rest of a zone goes on when deleted nodes no longer count", arguments: 1...5)
  func deleted(seed: UInt64) throws {
    var simulation = Simulation(seed: seed)
    var world = disrupted(in: &simulation)
    let waiting = (0..<3).filter { world.cluster.nodes[$0].noExecuteSince == .infinity }
    let last = try #require(waiting.last)
    for node in 0..<3 where node != last {
      let object = NamedObject(
        kind: "Node", namespace: "", name: "worker-\(node + 1)", span: .unknown)
      world.cluster.make(.delete(object), update: nil, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 400))
    // The next look at the nodes comes within 5 s; where the limiter before gave no token, the new
    // one's first comes 10 s later. A node that was deleted may take one before.
    let since = world.cluster.nodes[last].noExecuteSince
    let ahead = waiting.count - 1
    #expect(since > SimTime(seconds: 310))
    #expect(since <= SimTime(seconds: 315.2 + 10 * Double(ahead)), "\(since)")
  }
}
