import Cluster
import Manifests
import SimulationKernel
import Testing

/// Daemons and nodes that are not ready (pkg/controller/daemon NodeShouldRunDaemonPod).
@Suite("Daemons of nodes that are not ready")
struct DaemonReadinessTests {
  @Test("Their daemons stay, but none is created until they are ready")
  func notReady() throws {
    var simulation = Simulation(seed: 4)
    let workload = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 4))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    for node in [0, 1] { world.cluster.powerOff(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(world.cluster.nodes[0].ready == .unknown)
    func daemons(on node: Int, _ cluster: borrowing Cluster) -> [PodHandle] {
      cluster.workloads[0].pods.filter { cluster.pods[$0].ordinal == Int32(node) }
    }
    let gone = try #require(daemons(on: 0, world.cluster).first)
    world.cluster.deletePod(gone, grace: .zero, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let kept = daemons(on: 1, world.cluster)
    let missing = daemons(on: 0, world.cluster)
    #expect(kept.count == 1 && missing.isEmpty)
    for node in [0, 1] { world.cluster.powerOn(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 600))
    let made = daemons(on: 0, world.cluster)
    #expect(made.count == 1)
    #expect(world.cluster.workloads[0].readyCount == 6)
    let created = try #require(made.first.map { world.cluster.pods[$0].createdAt })
    let ready = world.cluster.drainEvents().last {
      $0.reason == "NodeReady" && $0.name == "worker-1"
    }
    #expect(created >= (try #require(ready)).time)
  }
}
