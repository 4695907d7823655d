import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Loss of the control plane")
struct ControlPlaneTests {
  /// Three masters, three workers and a Deployment.
  private func spec(replicas: Int) -> ClusterSpec {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cart", replicas: replicas)
    ])
    let role = "node-role.kubernetes.io/control-plane"
    spec.nodes.removeLast(3)
    for number in 1...3 {
      spec.nodes.append(
        NodeSpec(
          name: "master-\(number)", labels: StringMap([(role, "")]),
          taints: [NodeTaint(key: role, effect: .noSchedule)],
          capacity: PodResources(cpuMilli: 4_000, memory: 8 << 30)))
    }
    return spec
  }

  private func scale(
    _ world: inout ClusterWorld, to replicas: Int, _ simulation: inout Simulation
  ) {
    world.cluster.make(
      .scale(
        WorkloadReference(kind: nil, namespace: "shop", name: "cart", span: .unknown),
        replicas: replicas), update: nil, in: &simulation)
  }

  @Test("With one of three masters lost controllers act again within the lease", arguments: 1...20)
  func one(_ seed: Int) {
    var simulation = Simulation(seed: UInt64(seed))
    var world = ClusterWorld(cluster: Cluster(spec(replicas: 2), seed: UInt64(seed)))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.powerOff(node: 3, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 13))
    let isUp = world.cluster.isControlPlaneUp
    #expect(isUp)
    scale(&world, to: 4, &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    let areBack = world.cluster.areControllersUp && world.cluster.isSchedulerUp
    #expect(areBack)
    #expect(world.cluster.workloads[0].readyCount == 4)
  }

  @Test("With two lost nothing is repaired; on their return nothing is evicted", arguments: 1...10)
  func two(_ seed: Int) {
    var simulation = Simulation(seed: UInt64(seed))
    var world = ClusterWorld(cluster: Cluster(spec(replicas: 3), seed: UInt64(seed)))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.powerOff(node: 3, in: &simulation)
    world.cluster.powerOff(node: 4, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let isUp = world.cluster.isControlPlaneUp
    #expect(!isUp)
    let pods = world.cluster.workloads[0].pods
    scale(&world, to: 5, &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    #expect(world.cluster.workloads[0].pods == pods)
    #expect(world.cluster.workloads[0].readyCount == 3)
    #expect(world.cluster.drainEvents().contains { $0.reason == "ConnectionRefused" })
    world.cluster.powerOn(node: 4, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    let areBack = world.cluster.areControllersUp && world.cluster.isSchedulerUp
    #expect(areBack)
    scale(&world, to: 5, &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_200))
    #expect(world.cluster.workloads[0].readyCount == 5)
    #expect(pods.allSatisfy { world.cluster.pods.contains($0) })
    #expect(!world.cluster.drainEvents().contains { $0.message.hasPrefix("Marking for deletion") })
  }
}
