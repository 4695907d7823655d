import Cluster
import Manifests
import SimulationKernel
import Testing

/// Finalizers of pods, which a file gives and takes away.
@Suite("Finalizers")
struct FinalizerTests {
  private static func pod(_ finalizers: String...) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: once, namespace: shop, finalizers: [\(finalizers.joined(separator: ", "))]}
    spec: {containers: [{name: a, image: "a:1"}]}
    """
  }

  private static let guarded = pod("example.com/guard")

  /// A world in which something has deleted the pod.
  private func deleted(
    _ kind: String, _ name: String, in simulation: inout Simulation
  ) throws -> ClusterWorld {
    var world = try ClusterWorld.started(Self.guarded, in: &simulation)
    let object = NamedObject(kind: kind, namespace: "shop", name: name, span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    return world
  }

  private func isThere(_ world: borrowing ClusterWorld) -> Bool {
    world.cluster.pod(namespace: "shop", name: "once") != nil
  }

  @Test(
    "With a file that has them no longer the deletion goes on, of a namespace too",
    arguments: [("Pod", "once"), ("Namespace", "shop")])
  func removal(kind: String, name: String) throws {
    var simulation = Simulation(seed: 1)
    var world = try deleted(kind, name, in: &simulation)
    let isHeld = isThere(world)
    let problem = try world.apply(Self.pod(), to: Self.guarded, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 130))
    let isGone = !isThere(world)
    #expect(isHeld && problem == nil && isGone)
    let lines = world.cluster.drainEvents().filter { $0.reason == "Applied" }.map(\.message)
    #expect(lines == ["pod/once configured"])
  }

  @Test("One that goes takes no new ones")
  func addition() throws {
    var simulation = Simulation(seed: 1)
    var world = try deleted("Pod", "once", in: &simulation)
    let problem = try world.apply(
      Self.pod("example.com/guard", "example.com/more"), to: Self.guarded, in: &simulation)
    #expect(
      problem
        == "The Pod \"once\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be "
        + "added if the object is being deleted, found new finalizers "
        + "[]string{\"example.com/more\"}")
    let isHeld = isThere(world)
    #expect(isHeld)
  }

  @Test("A file gives them to a pod that stays, and a pod keeps those that it was made with")
  func keeping() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(Self.pod(), in: &simulation)
    try world.apply(Self.guarded, to: Self.pod(), in: &simulation)
    let object = NamedObject(kind: "Pod", namespace: "shop", name: "once", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    let isHeld = isThere(world)
    #expect(isHeld)
  }
}
