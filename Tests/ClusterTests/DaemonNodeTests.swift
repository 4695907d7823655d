import Cluster
import Manifests
import SimulationKernel
import Testing

/// What a DaemonSet's rolling update does about nodes that are down, that get no new daemon, or
/// that are gone (pkg/controller/daemon update.go rollingUpdate; daemon_controller.go manage).
@Suite("Daemons of nodes that are down")
struct DaemonNodeTests {
  private func world(surge: Int32, _ simulation: inout Simulation) -> ClusterWorld {
    var workload = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    workload.maxSurge = .int(surge)
    workload.maxUnavailable = .int(1 - surge)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 7))
    world.cluster.start(in: &simulation)
    return world
  }

  private func restart(_ world: inout ClusterWorld, _ simulation: inout Simulation) {
    let agent = WorkloadReference(kind: nil, namespace: "shop", name: "agent", span: .unknown)
    world.cluster.make(.restart(agent), update: nil, in: &simulation)
  }

  /// The nodes with a pod that is not terminating, of the newest revision or of others.
  private func nodes(_ world: borrowing ClusterWorld, isNewest: Bool) -> [Int32] {
    var found: [Int32] = []
    for handle in world.cluster.workloads[0].pods {
      let pod = world.cluster.pods[handle]
      let isOfNewest = Int(pod.revision) == world.cluster.workloads[0].newest
      if !pod.isTerminating, isOfNewest == isNewest { found.append(pod.ordinal) }
    }
    return found.sorted()
  }

  @Test("A node that is down takes the whole of a bound of one until it is back")
  func down() {
    var simulation = Simulation(seed: 7)
    var world = world(surge: 0, &simulation)
    world.cluster.powerOff(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    restart(&world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    let stuck = nodes(world, isNewest: true)
    #expect(stuck.isEmpty)
    world.cluster.powerOn(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 800))
    let done = nodes(world, isNewest: true)
    #expect(done == Array(0..<6))
    #expect(world.cluster.workloads[0].readyCount == 6)
  }

  @Test("With a surge the old pod of a node that gets no new one goes", arguments: [true, false])
  func retired(isDown: Bool) {
    var simulation = Simulation(seed: 7)
    var world = world(surge: 1, &simulation)
    if isDown {
      world.cluster.powerOff(node: 0, in: &simulation)
    } else {
      let taint = TaintChange(
        node: "worker-1", span: .unknown, key: "k", value: "", effect: .noSchedule,
        isRemoved: false)
      world.cluster.make(.taint(taint), update: nil, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 120))
    restart(&world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    let old = nodes(world, isNewest: false)
    let new = nodes(world, isNewest: true)
    #expect(old.isEmpty && new == Array(1..<6))
  }

  @Test("The daemon of a deleted node is left to the collector of orphaned pods")
  func deleted() throws {
    var simulation = Simulation(seed: 7)
    var world = world(surge: 0, &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let node = NamedObject(kind: "Node", namespace: "", name: "worker-1", span: .unknown)
    world.cluster.make(.delete(node), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let events = world.cluster.drainEvents()
    #expect(!events.contains { $0.reason == "SuccessfulDelete" })
    let collected = try #require(events.first { $0.reason == "PodGC" })
    // The quarantine of a pod whose node is gone.
    #expect(collected.time >= SimTime(seconds: 5 + 40))
    #expect(world.cluster.workloads[0].pods.count == 5)
  }
}
