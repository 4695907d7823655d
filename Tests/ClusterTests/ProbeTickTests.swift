import Cluster
import SimulationKernel
import Testing

/// When probes check (pkg/kubelet/prober worker.go).
///
/// Each period from the time at which the pod's volumes were there, whatever its containers do.
/// Without volumes that is the pod's start time.
@Suite("Ticks of probes")
struct ProbeTickTests {
  private func probe(period: Int64, threshold: Int32 = 3) -> ProbeSpec {
    var probe = ProbeSpec()
    probe.period = .seconds(period)
    probe.failureThreshold = threshold
    return probe
  }

  /// A pod that is created at time zero, after a time.
  private func world(
    after seconds: Int64, software: Room = .cluster, _ simulation: inout Simulation,
    change: (inout ContainerSpec) -> Void
  ) -> ClusterWorld {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    change(&workload.template.containers[0])
    simulation = Simulation(seed: 11)
    let spec = SmallCluster.spec([workload], start: .cold)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 11))
    world.cluster.setSoftware(workload: 0, room: software)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: Double(seconds)))
    return world
  }

  @Test("A startup probe first checks a period after the pod's start", arguments: [10, 20, 60])
  func startup(period: Int64) {
    var simulation = Simulation(seed: 11)
    let world = world(after: 100, &simulation) { $0.startupProbe = probe(period: period) }
    let pod = world.cluster.pods[world.cluster.workloads[0].pods[0]]
    let wait = (pod.readyChangedAt - pod.startedAt).seconds
    #expect(pod.isReady)
    // A status update takes 10 to 100 ms.
    #expect(wait >= Double(period) && wait <= Double(period) + 0.1)
  }

  @Test("An initial delay counts from the container's start; the next tick is the first check")
  func initialDelay() throws {
    var simulation = Simulation(seed: 11)
    var world = world(after: 100, &simulation) {
      $0.readinessProbe = probe(period: 7)
      $0.readinessProbe?.initialDelay = .seconds(15)
    }
    let pod = world.cluster.pods[world.cluster.workloads[0].pods[0]]
    let started = try #require(world.cluster.drainEvents().first { $0.reason == "Started" })
    let begun = (started.time - pod.startedAt).seconds
    let tick = ((begun + 15) / 7).rounded(.up) * 7
    let wait = (pod.readyChangedAt - pod.startedAt).seconds
    #expect(wait >= tick && wait <= tick + 0.1)
  }

  @Test("A restart of the container leaves the ticks where they were")
  func restarts() throws {
    var simulation = Simulation(seed: 11)
    var world = world(after: 400, software: .workload, &simulation) {
      $0.livenessProbe = probe(period: 7)
    }
    let pod = world.cluster.pods[world.cluster.workloads[0].pods[0]]
    let kills = world.cluster.drainEvents().filter { $0.reason == "Killing" }
    #expect(kills.count >= 3)
    for kill in kills {
      // The check that fails the third time began a second before: its timeout.
      let begun = (kill.time - pod.startedAt).seconds - 1
      #expect(abs(begun.remainder(dividingBy: 7)) < 1e-6, "\(begun)")
    }
  }

  @Test("A check that lasts longer than a period is followed by the next at once")
  func slow() throws {
    var simulation = Simulation(seed: 11)
    var world = world(after: 120, software: .workload, &simulation) {
      $0.livenessProbe = probe(period: 10, threshold: 3)
      $0.livenessProbe?.timeout = .seconds(25)
    }
    let pod = world.cluster.pods[world.cluster.workloads[0].pods[0]]
    let kill = try #require(world.cluster.drainEvents().first { $0.reason == "Killing" })
    // The container runs, and is seen to, within the first period.
    #expect(kill.time == pod.startedAt + .seconds(10 + 3 * 25))
  }
}
