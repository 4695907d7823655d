import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("What a kubelet refuses and ends")
struct PodAdmissionTests {
  private func pods(_ milli: [Int64], on node: String) -> [WorkloadSpec] {
    milli.enumerated().map { number, milli in
      var pod = SmallCluster.workload(.pod, "pod-\(number)", replicas: 1, milli: milli)
      pod.template.nodeName = node
      return pod
    }
  }

  /// The phase of each workload's first pod, and the events.
  private func run(
    _ spec: ClusterSpec, to seconds: Double
  ) -> (phases: [PodPhase?], events: [ClusterEvent]) {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: seconds))
    let events = world.cluster.drainEvents()
    var phases: [PodPhase?] = []
    for workload in world.cluster.workloads.indices {
      phases.append(
        world.cluster.workloads[workload].pods.first.map { world.cluster.pods[$0].phase })
    }
    return (phases, events)
  }

  @Test("Pods that name their node are refused where it has no room for them")
  func room() throws {
    let spec = SmallCluster.spec(pods([3_000, 3_000, 500], on: "worker-2"), start: .cold)
    let (phases, events) = run(spec, to: 120)
    #expect(phases.filter { $0 == .running }.count == 2)
    #expect(phases.filter { $0 == .failed }.count == 1)
    let refused = try #require(events.first { $0.reason == "OutOfcpu" })
    #expect(
      refused.message
        .hasPrefix("Node didn't have enough resource: cpu, requested: 3000, used: 3"))
  }

  @Test("A pod that names a node which its selector excludes is refused")
  func affinity() {
    var pod = pods([100], on: "worker-2")[0]
    pod.template.nodeSelector["disk"] = "ssd"
    let (phases, events) = run(SmallCluster.spec([pod], start: .cold), to: 60)
    #expect(events.contains { $0.reason == "NodeAffinity" })
    #expect(phases == [.failed])
  }

  @Test("A pod whose time is over fails")
  func deadline() throws {
    var pod = SmallCluster.workload(.pod, "short", replicas: 1)
    pod.template.deadline = .seconds(20)
    let (phases, events) = run(SmallCluster.spec([pod], start: .cold), to: 90)
    let ended = try #require(events.first { $0.reason == "DeadlineExceeded" }).time
    #expect(ended > SimTime(seconds: 20) && ended < SimTime(seconds: 25))
    #expect(phases == [.failed])
  }
}
