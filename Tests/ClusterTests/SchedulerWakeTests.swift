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

  /// One machine of four cores with a full pod on it, and pods of other priorities that wait.
  private func crowded(minor: Int, _ waiting: [WorkloadSpec]) -> ClusterSpec {
    var spec = SmallCluster.spec(
      [SmallCluster.workload(.deployment, "full", replicas: 1, milli: 3_000)] + waiting)
    spec.nodes.removeLast(5)
    spec.version = ClusterVersion(minor: minor)
    return spec
  }

  @Test(
    "A pod that preempted others and is deleted lets in whom it kept out, from 1.33 on at once",
    arguments: [32, 33])
  func nomination(minor: Int) throws {
    var high = SmallCluster.workload(.deployment, "high", replicas: 0, milli: 3_500)
    high.template.priority = 10
    let low = SmallCluster.workload(.deployment, "low", replicas: 0, milli: 500)
    var spec = crowded(minor: minor, [high, low])
    // The victim takes its time, so that the nomination lasts.
    spec.workloads[0].template.terminationGrace = .minutes(3)
    spec.workloads[0].template.containers[0].preStop = .seconds(150)
    var simulation = Simulation(seed: 7)
    var world = world(spec, in: &simulation)
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    let preemptor = try #require(world.cluster.workloads[1].pods.first)
    #expect(world.cluster.pods[preemptor].nominatedNode == 0)
    #expect(world.cluster.workloads[2].readyCount == 0)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    // The victim still ends: half a core is free beside it.
    simulation.run(&world, through: SimTime(seconds: 80))
    #expect(world.cluster.workloads[2].readyCount == (minor == 32 ? 0 : 1))
  }

  @Test("Of two back-offs that end in one second the greater priority comes first from 1.33 on")
  func window() throws {
    var (high, low) = (
      SmallCluster.workload(.deployment, "high", replicas: 0, milli: 3_000),
      SmallCluster.workload(.deployment, "low", replicas: 0, milli: 3_000)
    )
    high.template.priority = 10
    high.template.preempts = false
    low.template.priority = 5
    low.template.preempts = false
    var simulation = Simulation(seed: 7)
    var world = world(crowded(minor: 33, [high, low]), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60.2))
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60.4))
    let failed = world.cluster.drainEvents().filter { $0.reason == "FailedScheduling" }
    try #require(failed.map { $0.name.prefix(3) } == ["low", "hig"])
    // Both back off until the second after the next when the place is free.
    let full = world.cluster.workloads[0].pods[0]
    world.cluster.scale(workload: 0, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60.5))
    world.cluster.deletePod(full, grace: .zero, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(world.cluster.workloads[1].readyCount == 1)
    #expect(world.cluster.workloads[2].readyCount == 0)
  }
}
