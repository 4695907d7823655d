import Cluster
import Manifests
import SimulationKernel
import Testing

/// When the autoscaler's process is another, and what that one does not know (static_autoscaler.go
/// NewStaticAutoscaler).
@Suite("Autoscalers of nodes that start anew")
struct NodeAutoscalerRestartTests {
  private func started(_ spec: ClusterSpec, _ simulation: inout Simulation) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  /// When machines were marked that shall go.
  private func marks(_ events: [ClusterEvent]) -> [SimTime] {
    events.filter { $0.message == "marked the node as toBeDeleted/unschedulable" }.map(\.time)
  }

  @Test("An autoscaler that starts anew has forgotten since when nothing needed a machine")
  func restarted() {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cluster-autoscaler", replicas: 1)
    ])
    ElasticCluster.pool("pool", least: 0, count: 3, greatest: 3, in: &spec)
    var simulation = Simulation(seed: 1)
    var world = started(spec, &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    world.cluster.scale(workload: 0, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 330))
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_100))
    let marks = marks(world.cluster.drainEvents())
    #expect(!marks.isEmpty && marks.allSatisfy { $0 >= SimTime(seconds: 330 + 600) })
  }

  /// Three empty machines and three masters of which some are without power from 300 s on, each for
  /// 20 s, with a scan every second; when the first machine was marked.
  private func firstMark(without dead: [[Int]]) throws -> SimTime {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 1)])
    spec.nodeAutoscaling.scanInterval = .seconds(1)
    for node in 0..<3 {
      spec.nodes[node].labels["node-role.kubernetes.io/control-plane"] = ""
    }
    ElasticCluster.pool("pool", least: 0, count: 3, greatest: 3, in: &spec)
    var simulation = Simulation(seed: 1)
    var world = started(spec, &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    for masters in dead {
      for node in masters { world.cluster.powerOff(node: node, in: &simulation) }
      simulation.run(&world, through: simulation.now + .seconds(20))
      for node in masters { world.cluster.powerOn(node: node, in: &simulation) }
      simulation.run(&world, through: simulation.now + .seconds(70))
    }
    simulation.run(&world, through: SimTime(seconds: 1_300))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "EtcdLeaderLost" })
    return try #require(marks(events).first)
  }

  /// cluster-autoscaler main.go: a renew deadline of 10 s; etcd elects within two.
  @Test("An API that is gone for a moment does not end the autoscaler, one that is for long does")
  func lease() throws {
    // One after the other, of which at least one leads etcd.
    let brief = try firstMark(without: [[0], [1], [2]])
    #expect(brief >= SimTime(seconds: 600) && brief < SimTime(seconds: 610))
    let long = try firstMark(without: [[0, 1]])
    #expect(long >= SimTime(seconds: 320 + 600))
  }

  /// clusterstate.go: requests are in memory only, and a machine is unregistered since it was seen.
  @Test("An autoscaler that starts anew gives up what another ordered, from its own start on")
  func orders() throws {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cluster-autoscaler", replicas: 1),
      SmallCluster.workload(.deployment, "cart", replicas: 0, milli: 5_000),
    ])
    ElasticCluster.pool(
      "pool", least: 0, count: 0, greatest: 1, milli: 8_000, provision: .constant(3_600), in: &spec)
    var simulation = Simulation(seed: 1)
    var world = started(spec, &simulation)
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(world.cluster.nodeAutoscaler.counters.added == 1)
    world.cluster.scale(workload: 0, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_290))
    // A process's counters begin at zero.
    #expect(world.cluster.nodeAutoscaler.counters.added == 0)
    let early = world.cluster.drainEvents()
    #expect(early.contains { $0.reason == "TriggeredScaleUp" })
    #expect(!early.contains { $0.reason == "DeleteUnregistered" })
    simulation.run(&world, through: SimTime(seconds: 1_500))
    let late = world.cluster.drainEvents()
    let removed = try #require(late.first { $0.reason == "DeleteUnregistered" }).time
    #expect(removed >= SimTime(seconds: 400) + .minutes(15))
    #expect(!late.contains { $0.reason == "ScaleUpTimedOut" })
    // Nothing failed that it knows of: its pool does not wait.
    #expect(world.cluster.nodeAutoscaler.counters.failedScaleUps == 0)
    #expect(world.cluster.nodeAutoscaler.counters.added == 1)
  }
}
