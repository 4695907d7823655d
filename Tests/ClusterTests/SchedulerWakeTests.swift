import Cluster
import Manifests
import SimulationKernel
import Testing

/// Changes of the cluster that bring back pods which fitted nowhere, by version.
@Suite("What wakes pods that fit nowhere")
struct SchedulerWakeTests {
  private func world(_ spec: ClusterSpec, in simulation: inout Simulation) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    return world
  }

  @Test("The end of any pod with a node wakes who lacks cores", arguments: [31, 34])
  func end(minor: Int) {
    var idle = SmallCluster.workload(.deployment, "idle", replicas: 1, milli: 0)
    idle.template.containers[0].requests = PodResources()
    idle.template.containers[0].hasCPURequest = false
    idle.template.containers[0].hasMemoryRequest = false
    // One machine of four cores, which takes one of the two.
    var spec = SmallCluster.spec([
      idle, SmallCluster.workload(.deployment, "full", replicas: 1, milli: 3_500),
      SmallCluster.workload(.deployment, "large", replicas: 1, milli: 3_000),
    ])
    spec.nodes.removeLast(5)
    spec.version = ClusterVersion(minor: minor)
    var simulation = Simulation(seed: 7)
    var world = world(spec, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.scale(workload: 0, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let failures = world.cluster.drainEvents().filter {
      $0.reason == "FailedScheduling" && $0.time > SimTime(seconds: 60)
    }
    #expect(failures.count == 1)
  }

  @Test(
    "A node that is not ready yet wakes pods only where hints look at its resources alone",
    arguments: [31, 34])
  func registration(minor: Int) throws {
    var spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000)], least: 1, count: 1,
      greatest: 2)
    spec.version = ClusterVersion(minor: minor)
    var simulation = Simulation(seed: 7)
    var world = world(spec, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(world.cluster.workloads[0].readyCount == 2)
    let events = world.cluster.drainEvents()
    let joined = try #require(events.first { $0.reason == "RegisteredNode" }).time
    let ready = try #require(events.first { $0.reason == "NodeReady" }).time
    let failures = events.filter {
      $0.reason == "FailedScheduling" && $0.time >= joined && $0.time < ready
    }
    // preCheckForNode looks at the taint not-ready; hints are asked plugin by plugin.
    #expect(failures.isEmpty == (minor == 31))
  }

  @Test(
    "A zone that is gone keeps no pods from the others, before 1.32 once they are tried again",
    arguments: [31, 34])
  func removal(minor: Int) {
    var workload = SmallCluster.workload(.deployment, "web", replicas: 3)
    workload.template.spreadConstraints = [
      SpreadConstraint(
        maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", isRequired: true,
        selector: LabelSelector(matchLabels: StringMap([("app", "web")])))
    ]
    // The node of the third zone takes no pods, and counts as a place without any.
    var spec = SmallCluster.spec([workload], start: .cold)
    spec.nodes.removeLast(3)
    spec.nodes[2].isCordoned = true
    spec.version = ClusterVersion(minor: minor)
    var simulation = Simulation(seed: 7)
    var world = world(spec, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].readyCount == 2)
    let node = NamedObject(kind: "Node", namespace: "", name: "worker-3", span: .unknown)
    world.cluster.make(.delete(node), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(world.cluster.workloads[0].readyCount == (minor == 31 ? 2 : 3))
    // Five minutes after the attempt, at one of the looks of each 30 s.
    simulation.run(&world, through: SimTime(seconds: 360))
    #expect(world.cluster.workloads[0].readyCount == 3)
  }
}
