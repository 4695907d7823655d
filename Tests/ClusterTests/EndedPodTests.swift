import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

@Suite("Pods that have ended")
struct EndedPodTests {
  @Test("Beyond the threshold the oldest go at the collector's next look", arguments: [0, 4, 20])
  func threshold(_ limit: Int) {
    var workload = SmallCluster.workload(.job, "batch", replicas: 3)
    var settings = JobSettings()
    settings.parallelism = 3
    settings.completions = 12
    workload.job = settings
    workload.template.restartPolicy = .never
    var spec = SmallCluster.spec([workload], start: .cold)
    spec.endedPodLimit = limit
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    var most = 0
    var excess = SimDuration.zero
    for step in 1...400 {
      simulation.run(&world, through: SimTime(seconds: Double(step)))
      let ended = world.cluster.workloads[0].pods.count {
        world.cluster.pods[$0].phase == .succeeded
      }
      most = max(most, ended)
      excess = limit > 0 && ended > limit ? excess + .seconds(1) : .zero
      // The collector looks each 20 s, and a deletion is seen a little later.
      #expect(excess <= .seconds(21))
    }
    // All 12 work and are counted, whether or not their objects stay.
    #expect(world.cluster.drainEvents().contains { $0.reason == "Completed" })
    let left = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].serial }.sorted()
    #expect(left == Array((limit == 4 ? 8 : 0)..<12))
    #expect(most >= min(12, max(limit, 5)))
  }

  @Test("The crash of its machine hits no pod that has ended")
  func crash() throws {
    var workload = SmallCluster.workload(.job, "batch", replicas: 3)
    var settings = JobSettings()
    settings.parallelism = 3
    settings.completions = 3
    workload.job = settings
    workload.template.restartPolicy = .never
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(
      cluster: Cluster(SmallCluster.spec([workload], start: .cold), seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    let phases = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].phase }
    #expect(phases == [.succeeded, .succeeded, .succeeded])
    for node in world.cluster.nodeSpecs.map(\.name) {
      let fault = try FaultTests.fault("nodeCrash: {node: \(node)}")
      let random = EntityRandom(seed: 3, stream: "fault/hit")
      let hit = world.cluster.targets(of: fault, random: random)
      #expect(hit.map(\.name) == [node])
    }
  }
}
