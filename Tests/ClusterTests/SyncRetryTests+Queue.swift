import Cluster
import Manifests
import SimulationKernel
import Testing

/// What a work queue keeps of an object whose syncs fail, by the rules of client-go
/// util/workqueue (delaying_queue.go insert, default_rate_limiters.go When, Forget).
extension SyncRetryTests {
  private static let web = WorkloadReference(
    kind: nil, namespace: "shop", name: "web", span: .unknown)

  /// The wait after an error, of which some were before in a row: 5 ms, twice as long each time.
  private func wait(after errors: Int) -> SimDuration { .milliseconds(5 << Int64(errors)) }

  private func scale(
    to replicas: Int, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) {
    world.cluster.make(.scale(Self.web, replicas: replicas), update: nil, in: &simulation)
  }

  private func tries(_ world: inout ClusterWorld, until end: Double, _ simulation: inout Simulation)
    -> [ClusterEvent]
  {
    simulation.run(&world, through: SimTime(seconds: end))
    return world.cluster.drainEvents().filter { $0.reason == "FailedCreate" }
  }

  @Test(
    "A change makes its controller try at once and lengthens later waits; the try that waits stays",
    arguments: ["ReplicaSet", "StatefulSet", "Deployment"])
  func event(kind: String) throws {
    let planned = try refusals(owner(kind), until: 100).map(\.time)
    let changed = SimTime(seconds: 30)
    let errors = planned.count { $0 <= changed }
    let waiting = planned[errors]
    var simulation = Simulation(seed: 1)
    var world = try cold(owner(kind), &simulation)
    simulation.run(&world, through: changed)
    scale(to: 2, &world, &simulation)
    let times = tries(&world, until: 200, &simulation).map(\.time)
    #expect(times.prefix(errors) == planned.prefix(errors))
    let rest = Array(times.dropFirst(errors))
    try #require(rest.count == 3)
    #expect(rest[0] > changed && rest[0] < waiting)
    #expect(rest[1] == waiting)
    // The change's try was an error more, and what waits now comes after that many.
    #expect(rest[2] == waiting + wait(after: errors + 1))
  }

  @Test(
    "A sync without an error forgets those before it",
    arguments: ["ReplicaSet", "StatefulSet", "Deployment"])
  func forgotten(kind: String) throws {
    var simulation = Simulation(seed: 1)
    var world = try cold(owner(kind), &simulation)
    let before = tries(&world, until: 25, &simulation)
    try #require(before.count > 10)
    scale(to: 0, &world, &simulation)
    // The try that waits comes at 41 s, and finds nothing to do.
    let rest = tries(&world, until: 26, &simulation)
    #expect(rest.isEmpty)
    scale(to: 1, &world, &simulation)
    let times = tries(&world, until: 27, &simulation).map(\.time)
    let waits = zip(times, times.dropFirst()).map { $1 - $0 }
    try #require(waits.count > 5)
    #expect(waits == waits.indices.map { wait(after: $0) })
  }

  /// pkg/controller/replicaset/replica_set.go: each ReplicaSet is a key of its own.
  @Test("Each ReplicaSet of a Deployment has waits of its own")
  func sets() throws {
    let text = owner(more: "replicas: 2")
    let planned = try refusals(text, until: 200)
    let old = try #require(planned.first?.name)
    var simulation = Simulation(seed: 1)
    var world = try cold(text, &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    // None of the old pods may be missing, so that the old ReplicaSet keeps its two.
    world.cluster.make(.restart(Self.web), update: nil, in: &simulation)
    let all = tries(&world, until: 200, &simulation)
    #expect(all.filter { $0.name == old }.map(\.time) == planned.map(\.time))
    let young = all.filter { $0.name != old }.map(\.time)
    let waits = zip(young, young.dropFirst()).map { $1 - $0 }
    try #require(waits.count > 10)
    #expect(waits == waits.indices.map { wait(after: $0) })
  }

  /// replica_set.go deletePod: the pod's ReplicaSet is synced, which has been refused a second one.
  @Test("What happens to a ReplicaSet's pod makes it try at once")
  func pods() throws {
    let text =
      ObjectDocument.deployment(replicas: 2, pod: "containers: [{name: a, image: \"a:1\"}]")
      + ObjectDocument.quota("pods: \"1\"")
    let deleted = SimTime(seconds: 25)
    let planned = try refusals(text, until: 100).map(\.time)
    let next = try #require(planned.first { $0 > deleted })
    var simulation = Simulation(seed: 1)
    var world = try cold(text, &simulation)
    simulation.run(&world, through: deleted)
    _ = world.cluster.drainEvents()
    let pod = try #require(world.cluster.workloads.first { $0.name == "web" }?.pods.first)
    let named = NamedObject(
      kind: "Pod", namespace: "shop", name: world.cluster.name(of: pod), span: .unknown)
    world.cluster.make(.delete(named), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 26))
    let events = world.cluster.drainEvents()
    let tried = events.first { ["FailedCreate", "SuccessfulCreate"].contains($0.reason) }
    let time = try #require(tried?.time)
    // A watch brings the change within a tenth of a second.
    #expect(time < next && time <= deleted + .milliseconds(100))
  }

  /// deployment_controller.go handleErr: 15 tries after the first, then none until something
  /// happens, which begins anew.
  @Test("A Deployment whose ReplicaSet is refused is dropped after fifteen more tries")
  func dropped() throws {
    let text =
      ObjectDocument.deployment(pod: "containers: [{name: a, image: \"a:1\"}]")
      + ObjectDocument.quota("count/replicasets.apps: \"1\"")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    world.cluster.make(.restart(Self.web), update: nil, in: &simulation)
    let refused = { (world: inout ClusterWorld) in
      world.cluster.drainEvents().filter { $0.reason == "ReplicaSetCreateError" }.map(\.time)
    }
    simulation.run(&world, through: SimTime(seconds: 2_000))
    let times = refused(&world)
    let waits = zip(times, times.dropFirst()).map { $1 - $0 }
    #expect(waits == (0..<15).map { wait(after: $0) })
    scale(to: 2, &world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 2_002))
    let later = refused(&world)
    try #require(later.count > 2)
    #expect(later[1] - later[0] == wait(after: 0))
  }
}
