import Cluster
import Manifests
import SimulationKernel
import Testing

/// When a Job that was suspended has started, and what that means for its deadline
/// (pkg/controller/job job_controller.go syncJob).
@Suite("The start of a suspended Job")
struct JobSuspensionTests {
  private func job(_ more: String) -> String {
    """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: load, namespace: shop}
    spec:
      completions: 8
      \(more)
      template:
        metadata: {labels: {app: load}}
        spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
    """
  }

  /// A Job of a version that runs, is suspended at 15 s and resumed at 300 s.
  private func resumed(
    _ more: String, minor: Int, _ look: (borrowing ClusterWorld) -> Void
  ) throws -> [ClusterEvent] {
    let runs = job(more)
    let held = job(more + "\n  suspend: true")
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(runs, minor: minor), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    look(world)
    try world.apply(held, to: runs, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    look(world)
    try world.apply(runs, to: held, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 310))
    look(world)
    return world.cluster.drainEvents().filter { $0.kind == "Job" }
  }

  /// job_controller.go syncJob; pull request 135104.
  @Test(
    "A suspended Job keeps its start until it is resumed; since 1.36 it loses it at once",
    arguments: [(35, true), (36, false)])
  func starts(minor: Int, stays: Bool) throws {
    var starts: [SimTime?] = []
    _ = try resumed("parallelism: 1", minor: minor) { world in
      starts.append(world.cluster.jobStatus(ofWorkload: 0).startedAt)
    }
    let first = try #require(starts[0])
    #expect(first < SimTime(seconds: 15))
    #expect(starts[1] == (stays ? first : nil))
    #expect(starts[2].map { $0 >= SimTime(seconds: 300) } == true)
  }

  /// syncJob asks pastActiveDeadline before it resets the start.
  @Test(
    "A deadline that has passed since the first start fails a Job as it is resumed, until 1.36",
    arguments: [(35, true), (36, false)])
  func deadlines(minor: Int, isPast: Bool) throws {
    let events = try resumed("activeDeadlineSeconds: 200", minor: minor) { _ in }
    #expect(events.contains { $0.reason == "DeadlineExceeded" } == isPast)
    #expect(events.contains { $0.reason == "Resumed" } == !isPast)
  }
}
