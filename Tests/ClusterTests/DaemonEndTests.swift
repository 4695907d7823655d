import Cluster
import Manifests
import SimulationKernel
import Testing

/// What a DaemonSet does with pods that have ended (pkg/controller/daemon podsShouldBeOnNode).
@Suite("Daemons that end")
struct DaemonEndTests {
  private func world(_ simulation: inout Simulation) -> ClusterWorld {
    var workload = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    workload.template.restartPolicy = .never
    var spec = SmallCluster.spec([workload])
    spec.nodes = Array(spec.nodes[..<1])
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    return world
  }

  /// Lets time pass until the set's one pod serves.
  private func servingPod(
    _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) throws -> PodHandle {
    var found: PodHandle?
    for _ in 0..<6_000 where found == nil {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
      found = world.cluster.workloads[0].pods.first { world.cluster.pods[$0].isServing }
    }
    return try #require(found)
  }

  @Test("A failed one is replaced at once, the next after 1 s, 2 s and so on since the last")
  func failed() throws {
    var simulation = Simulation(seed: 3)
    var world = world(&simulation)
    var last = SimTime.zero
    var wait = SimDuration.zero
    for _ in 0..<7 {
      let pod = try servingPod(&world, &simulation)
      let ended = simulation.now
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
      while simulation.now < ended + .minutes(2), world.cluster.pods.contains(pod) {
        simulation.run(&world, through: simulation.now + .milliseconds(10))
      }
      let events = world.cluster.drainEvents().filter { $0.kind == "DaemonSet" }
      let found = events.filter { $0.reason == "FailedDaemonPod" }
      try #require(found.count == 1)
      #expect(found[0].isWarning)
      // The kubelet sees the end within a second, and status and sync follow its watches.
      let earliest = max(ended, last + wait)
      #expect(found[0].time >= earliest && found[0].time <= earliest + .milliseconds(1_500))
      last = found[0].time
      wait = wait == .zero ? .seconds(1) : wait * 2
    }
  }

  @Test("One that succeeded is replaced at once each time, with an event that is no warning")
  func succeeded() throws {
    var simulation = Simulation(seed: 3)
    var world = world(&simulation)
    for _ in 0..<5 {
      let pod = try servingPod(&world, &simulation)
      let name = world.cluster.name(of: pod)
      let ended = simulation.now
      world.cluster.exit(pod, in: &simulation)
      simulation.run(&world, through: simulation.now + .milliseconds(1_500))
      let events = world.cluster.drainEvents().filter { $0.kind == "DaemonSet" }
      #expect(!events.contains { $0.isWarning })
      let found = events.filter { $0.reason == "SucceededDaemonPod" }
      try #require(found.count == 1)
      #expect(
        found[0].message
          == "Found succeeded daemon pod shop/\(name) on node worker-1, will try to delete it")
      #expect(found[0].time <= ended + .milliseconds(1_500))
    }
    _ = try servingPod(&world, &simulation)
  }
}
