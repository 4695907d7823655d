import Cluster
import Manifests
import SimulationKernel
import Testing

/// What the cluster autoscaler waits for, and what it says of pods for which it adds no node
/// (static_autoscaler.go, orchestrator.go, eventing_scale_up_processor.go).
@Suite("Pods that bring no machine")
struct ScaleUpReportTests {
  /// One machine of four cores and a pool for more; the second workload fits no machine.
  private func spec(greatest: Int) -> ClusterSpec {
    ElasticCluster.spec(
      [
        SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000),
        SmallCluster.workload(.deployment, "giant", replicas: 0, milli: 5_000),
      ], least: 1, count: 1, greatest: greatest)
  }

  private func events(
    _ spec: ClusterSpec, scaled: [Int], seconds: Double = 300
  ) -> [ClusterEvent] {
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    for (workload, replicas) in scaled.enumerated() {
      world.cluster.scale(workload: workload, to: replicas, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: seconds))
    return world.cluster.drainEvents()
  }

  @Test("While a pool grows nothing is said of the pods that it does not help")
  func growth() throws {
    let events = events(spec(greatest: 3), scaled: [2, 1])
    let grown = try #require(events.first { $0.reason == "TriggeredScaleUp" })
    let refused = try #require(events.first { $0.reason == "NotTriggerScaleUp" })
    #expect(refused.name.hasPrefix("giant"))
    // The next scan finds nothing to add.
    #expect(refused.time - grown.time == .seconds(10))
  }

  @Test("Pods that a pool would take, were there not too many nodes, are told from 1.33 on")
  func fullCluster() {
    for minor in [32, 33] {
      var spec = spec(greatest: 5)
      spec.version = ClusterVersion(minor: minor)
      spec.nodeAutoscaling.maxNodesTotal = 2
      let events = events(spec, scaled: [4, 0])
      #expect(events.count { $0.reason == "RegisteredNode" } == 1)
      let refused = events.filter { $0.reason == "NotTriggerScaleUp" }
      let text = "pod didn't trigger scale-up: max total nodes in cluster reached"
      #expect(refused.map(\.message) == (minor == 32 ? [] : [text, text]))
      // Not before the ordered machine is ready.
      let ready = events.first { $0.reason == "NodeReady" }?.time ?? .zero
      #expect(refused.allSatisfy { $0.time >= ready })
      let told = events.filter { $0.reason == "MaxNodesTotalReached" }
      #expect(
        told.map(\.message) == (minor == 32 ? [] : ["Max total nodes in cluster reached: 2"]))
    }
  }

  @Test("Pods with GPUs wait half a minute for others, those without two seconds")
  func newPods() throws {
    for (name, least) in [("nvidia.com/gpu", 30.0), ("example.com/dongle", 2.0)] {
      var spec = spec(greatest: 3)
      let devices = [PodResources.Extended(name: name, amount: 1)]
      for node in spec.nodes.indices {
        spec.nodes[node].capacity.extended = devices
        spec.nodes[node].allocatable.extended = devices
      }
      spec.workloads[0].template.containers[0].requests.extended = devices
      let events = events(spec, scaled: [2, 0])
      let created = try #require(
        events.last { $0.reason == "SuccessfulCreate" && $0.time >= SimTime(seconds: 30) })
      let grown = try #require(events.first { $0.reason == "TriggeredScaleUp" })
      let wait = grown.time - created.time
      // The first scan after it, of one each 10 s.
      #expect(wait >= .seconds(Int64(least)) && wait <= .seconds(Int64(least) + 11), "\(name)")
    }
  }

  /// clusterstate.go IsNodeGroupHealthy: more than three, and more than 45 % of the pool.
  @Test("A pool most of whose machines are not ready does not grow until they are")
  func unreadyPool() throws {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000)
    ])
    spec.nodes = []
    ElasticCluster.pool("dark", least: 6, count: 6, greatest: 9, in: &spec)
    ElasticCluster.pool("full", least: 10, count: 10, greatest: 10, in: &spec)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    for node in 0..<5 { world.cluster.powerOff(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 120))
    world.cluster.scale(workload: 0, to: 20, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    let early = world.cluster.drainEvents()
    #expect(!early.contains { $0.reason == "TriggeredScaleUp" })
    let refused = early.filter { $0.reason == "NotTriggerScaleUp" }
    #expect(!refused.isEmpty)
    #expect(
      refused.allSatisfy {
        $0.message == "pod didn't trigger scale-up: 1 not ready for scale-up, 1 max node group "
          + "size reached"
      })
    for node in 0..<5 { world.cluster.powerOn(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 400))
    let grown = try #require(
      world.cluster.drainEvents().first { $0.reason == "TriggeredScaleUp" })
    #expect(grown.message == "pod triggered scale-up: [{dark 6->9 (max: 9)}]")
  }
}
