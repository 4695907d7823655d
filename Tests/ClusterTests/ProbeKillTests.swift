import Cluster
import SimulationKernel
import Testing

/// Probes check each 10 s from a phase within the first second; three timeouts of 1 s fail them, so
/// software that hangs at time zero is killed between 21 and 32 s.
@Suite("Kills of probes")
struct ProbeKillTests {
  private struct Course {
    /// Seconds from the kubelet's word of the kill.
    var term = Double.infinity
    var end = Double.infinity
    var texts: [String] = []
    var restarts: UInt16 = 0
    var phase = PodPhase.pending
    var stops = 0

    mutating func read(_ told: [ClusterWorld.Told], since begun: Double) {
      let stops = told.filter { $0.kind == PodNotice.stopping.rawValue }
      self.stops = stops.count
      if let first = stops.first { term = first.time.seconds - begun }
      if let stopped = told.first(where: { $0.kind == PodNotice.stopped.rawValue }) {
        end = stopped.time.seconds - begun
      }
    }
  }

  /// Runs a pod whose software hangs from the first; `deletedAfter` is counted from the kill.
  private func course(
    grace: Int64 = 30, hook: Int64 = 0, start: ClusterSpec.Start = .running,
    deletedAfter: Double? = nil, change: (inout PodTemplate) -> Void = { _ in }
  ) throws -> Course {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.terminationGrace = .seconds(grace)
    workload.template.containers[0].livenessProbe = ProbeSpec()
    workload.template.containers[0].preStop = .seconds(hook)
    change(&workload.template)
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload], start: start), seed: 7))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    if start == .cold { simulation.run(&world, through: SimTime(seconds: 5)) }
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.setHealth(of: pod, alive: false, ready: true, in: &simulation)
    var course = Course()
    var begun = Double.infinity
    for step in 501...12_000 where course.end == .infinity {
      let now = Double(step) / 100
      simulation.run(&world, through: SimTime(seconds: now))
      let events = world.cluster.drainEvents().filter { $0.reason == "Killing" }
      course.texts += events.map(\.message)
      begun = min(begun, events.first?.time.seconds ?? .infinity)
      if let deletedAfter, now >= begun + deletedAfter, !world.cluster.pods[pod].isTerminating {
        world.cluster.deletePod(pod, in: &simulation)
      }
      course.read(world.told.filter { $0.argument == pod.rawValue }, since: begun)
      course.restarts = world.cluster.pods[pod].restarts
    }
    simulation.run(&world, through: simulation.now + .seconds(3))
    if world.cluster.pods.contains(pod) {
      course.restarts = world.cluster.pods[pod].restarts
      course.phase = world.cluster.pods[pod].phase
    }
    return course
  }

  private func expect(_ found: Double, _ time: Double) {
    #expect(abs(found - time) < 0.02, "\(found) s instead of \(time) s")
  }

  @Test("The preStop hook runs within the grace; SIGTERM follows, then SIGKILL and a restart")
  func hook() throws {
    let course = try course(hook: 8)
    #expect(course.texts == ["Container main failed liveness probe, will be restarted"])
    expect(course.term, 8)
    expect(course.end, 30)
    #expect(course.restarts == 1)
  }

  @Test("A hook that fills the grace leaves two seconds after SIGTERM")
  func least() throws {
    let course = try course(grace: 12, hook: 60)
    expect(course.term, 12)
    expect(course.end, 14)
  }

  @Test("A probe's own grace goes before the pod's, longer or shorter")
  func own() throws {
    for grace: Int64 in [6, 45] {
      let course = try course(hook: 3) {
        $0.containers[0].livenessProbe?.terminationGrace = .seconds(grace)
      }
      expect(course.term, 3)
      expect(course.end, Double(grace))
    }
  }

  @Test("A failed startup probe kills in the same way")
  func startup() throws {
    let course = try course(hook: 4, start: .cold) {
      $0.containers[0].livenessProbe = nil
      $0.containers[0].startupProbe = ProbeSpec()
    }
    #expect(course.texts == ["Container main failed startup probe, will be restarted"])
    expect(course.term, 4)
    expect(course.end, 30)
    #expect(course.restarts == 1)
  }

  @Test("Without restarts the pod fails, and the kubelet promises none")
  func never() throws {
    let course = try course(hook: 2) { $0.restartPolicy = .never }
    #expect(course.texts == ["Container main failed liveness probe"])
    expect(course.end, 30)
    #expect(course.restarts == 0)
    #expect(course.phase == .failed)
  }

  @Test("A deletion during the kill ends the pod within the deletion's grace")
  func deletion() throws {
    let course = try course(grace: 20, hook: 5, deletedAfter: 10)
    #expect(course.texts.count == 2)
    expect(course.term, 5)
    // The deletion's grace of 20 s begins 10 s after the kill, which would have ended after 20 s.
    #expect(course.end > 29.9 && course.end < 30.1, "\(course.end)")
    #expect(course.stops == 2)
  }
}
