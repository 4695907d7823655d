import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Node crash")
struct NodeCrashTests {
  /// A crash of the node that runs the first pod of a workload, at 600 s.
  private func crash(
    _ kind: WorkloadKind, seed: UInt64, until end: Double
  ) -> (events: [ClusterEvent], node: String, pods: Int, terminating: Int, ready: Int) {
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(
      cluster: Cluster(
        SmallCluster.spec([SmallCluster.workload(kind, "cart", replicas: 3)]), seed: seed))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    world.cluster.powerOff(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: end))
    let workload = world.cluster.workloads[0]
    let terminating = workload.pods.count { world.cluster.pods[$0].isTerminating }
    return (
      world.cluster.drainEvents(), world.cluster.nodeSpecs[node].name, workload.pods.count,
      terminating, workload.readyCount
    )
  }

  @Test("A silent node is Unknown after its grace period and loses its pods 305 s later")
  func timeLine() throws {
    for seed in UInt64(1)...40 {
      let run = crash(.deployment, seed: seed, until: 1_200)
      let unknown = try #require(run.events.first { $0.reason == "NodeNotReady" }).time.seconds
      let deleted = try #require(
        run.events.first { $0.reason == "TaintManagerEviction" }
      ).time.seconds
      // The last renewal lies up to 10.4 s before the crash, and the controller sees it up to 5 s
      // later; then 40 s of grace (45 s with the pass that notices), the pass 5 s later that
      // observes it, the taint's pass, and 300 s.
      #expect(unknown >= 600 - 10.4 + 40 && unknown <= 600 + 5 + 45)
      #expect(deleted >= unknown + 305 && deleted <= unknown + 305.2)
      #expect(run.ready == 3)
    }
  }

  @Test("Endpoints leave when the node is Unknown, not when it crashes")
  func endpoints() {
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(
      cluster: Cluster(
        SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 3)]), seed: 7))
    world.cluster.start(in: &simulation)
    #expect(world.cluster.services[0].endpoints.count == 3)
    let node = Int(world.cluster.pods[world.cluster.workloads[0].pods[0]].node)
    world.cluster.powerOff(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 25))
    #expect(world.cluster.services[0].endpoints.count == 3)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.services[0].endpoints.count < 3)
    let changes = world.told.filter { $0.kind == ServiceNotice.endpointsChanged.rawValue }
    #expect(changes.allSatisfy { $0.time.seconds > 30 && $0.time.seconds < 52 })
    #expect(!changes.isEmpty)
  }

  @Test("A StatefulSet's pod on a dead node stays Terminating and blocks its ordinal")
  func statefulSet() {
    let run = crash(.statefulSet, seed: 3, until: 3_600)
    #expect(run.pods == 3)
    #expect(run.terminating == 1)
    #expect(run.ready == 2)
  }

  @Test("A node that returns within the grace period keeps its pods; they restart")
  func shortOutage() {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(
      cluster: Cluster(
        SmallCluster.spec([SmallCluster.workload(.statefulSet, "cart", replicas: 3)]), seed: 5))
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    world.cluster.powerOff(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 2))
    #expect(!world.cluster.pods[pod].isServing)
    world.cluster.powerOn(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.pods[pod].isServing)
    #expect(world.cluster.pods[pod].restarts == 1)
    #expect(world.cluster.workloads[0].readyCount == 3)
    #expect(!world.cluster.drainEvents().contains { $0.reason == "NodeNotReady" })
  }

  @Test("When all zones are lost, nothing is evicted")
  func everythingLost() {
    var simulation = Simulation(seed: 9)
    var world = ClusterWorld(
      cluster: Cluster(
        SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 3)]), seed: 9))
    world.cluster.start(in: &simulation)
    for node in world.cluster.nodes.indices {
      world.cluster.powerOff(node: node, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 1_200))
    #expect(!world.cluster.drainEvents().contains { $0.message.hasPrefix("Marking for deletion") })
  }
}
