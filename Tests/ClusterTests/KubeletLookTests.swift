import Cluster
import SimulationKernel
import Testing

/// When a kubelet sees what its containers do (pkg/kubelet/pleg, pod_workers.go).
@Suite("Looks of the kubelet")
struct KubeletLookTests {
  /// Seconds from the start of a container to the readiness of its pod, for many pods.
  private func readyWaits(change: (inout PodTemplate) -> Void) -> [Double] {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 60)
    workload.template.containers[0].requests = PodResources(cpuMilli: 10, memory: 1 << 20)
    change(&workload.template)
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(
      cluster: Cluster(SmallCluster.spec([workload], start: .cold), seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].pods.count == 60)
    return world.cluster.workloads[0].pods.map {
      (world.cluster.pods[$0].readyChangedAt - world.cluster.pods[$0].servingSince).seconds
    }
  }

  @Test("A container without probes is ready when the next relist has seen its start")
  func relist() {
    let waits = readyWaits { _ in }
    // The relist comes each second, and the status reaches the API 10 to 100 ms after it.
    #expect(waits.allSatisfy { $0 > 0.01 && $0 <= 1.1 })
    let mean = waits.reduce(0, +) / Double(waits.count)
    // The mean of 60 draws of at most a second, and of the 55 ms that the status takes.
    #expect(abs(mean - 0.555) < 4 * (1.0 / 12 / 60).squareRoot())
  }

  @Test("Readiness without a delay is checked when the start is seen, not a period later")
  func readiness() {
    let waits = readyWaits { template in
      template.containers[0].readinessProbe = ProbeSpec()
      template.containers[0].readinessProbe?.period = .seconds(60)
    }
    #expect(waits.allSatisfy { $0 > 0.01 && $0 <= 1.1 })
  }

  @Test("No two pods of an owner have one name")
  func names() {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 5_000)
    workload.template.containers[0].requests = PodResources(cpuMilli: 1, memory: 1)
    var spec = SmallCluster.spec([workload])
    for node in spec.nodes.indices { spec.nodes[node].podLimit = 1_000 }
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    world.cluster.start(in: &simulation)
    // With letters drawn at random two of 5,000 would share a name in more than half of all runs.
    let names = world.cluster.workloads[0].pods.map { world.cluster.name(of: $0) }.sorted()
    #expect(names.count == 5_000)
    #expect(zip(names, names.dropFirst()).allSatisfy { $0 != $1 })
  }
}
