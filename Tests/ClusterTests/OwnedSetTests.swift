import Cluster
import Manifests
import SimulationKernel
import Testing

/// A Deployment's ReplicaSet as an object of its own (deployment_controller.go updateReplicaSet;
/// replica_set.go syncReplicaSet; garbagecollector.go).
@Suite("ReplicaSets that a Deployment owns, by their names")
struct OwnedSetTests {
  private static let reference = WorkloadReference(
    kind: "replicaset", namespace: "shop", name: "hand", span: .unknown)

  private static func object(_ kind: String, _ name: String, _ cascade: DeletionCascade)
    -> ChangeAction
  {
    .delete(
      NamedObject(kind: kind, namespace: "shop", name: name, cascade: cascade, span: .unknown))
  }

  private func events(_ world: inout ClusterWorld, _ reason: String) -> [ClusterEvent] {
    world.cluster.drainEvents().filter { $0.reason == reason }
  }

  @Test(
    "kubectl scale is answered by the ReplicaSet at once, and undone by its Deployment",
    arguments: [(5, "down", 3), (1, "up", 1)])
  func scale(replicas: Int, direction: String, kept: Int) throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(until: 60, in: &simulation)
    let before = HandSet.names(world, try HandSet.deployment(world).pods)
    _ = world.cluster.drainEvents()
    let problem = world.cluster.make(
      .scale(Self.reference, replicas: replicas), update: nil, in: &simulation)
    #expect(problem == nil)
    simulation.run(&world, through: SimTime(seconds: 160))
    let owner = try HandSet.deployment(world)
    let after = HandSet.names(world, owner.pods)
    #expect(owner.readyCount == 3 && after.count(where: before.contains) == kept)
    let events = world.cluster.drainEvents()
    #expect(
      events.filter { $0.reason == "ScalingReplicaSet" }.map(\.message)
        == ["Scaled \(direction) replica set hand from \(replicas) to 3"])
    let moved = abs(replicas - 3)
    #expect(events.count { $0.reason == "SuccessfulCreate" } == moved)
    #expect(events.count { $0.reason == "SuccessfulDelete" } == moved)
    #expect(events.first { $0.reason == "Scaled" }?.kind == "ReplicaSet")
  }

  @Test("What kubectl does to Deployments alone it refuses")
  func refusals() throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(until: 60, in: &simulation)
    let restart = world.cluster.make(.restart(Self.reference), update: nil, in: &simulation)
    #expect(restart == "error: replicasets.apps \"hand\" restarting is not supported")
    let rollback = world.cluster.make(
      .rollback(Self.reference, toRevision: nil), update: nil, in: &simulation)
    #expect(rollback == "error: no rollbacker has been implemented for \"ReplicaSet.apps\"")
  }

  @Test("Without its Deployment it keeps the scale that it is given, which a budget counts")
  func orphan() throws {
    let budget = """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: web, namespace: shop}
      spec: {minAvailable: 50%, selector: {matchLabels: {app: web}}}
      ---

      """
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(others: budget, until: 60, in: &simulation)
    #expect(world.cluster.status(ofBudget: 0).disruptionsAllowed == 1)
    world.cluster.make(Self.object("Deployment", "web", .orphan), update: nil, in: &simulation)
    world.cluster.make(.scale(Self.reference, replicas: 6), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 160))
    #expect(try HandSet.deployment(world).readyCount == 6)
    #expect(world.cluster.status(ofBudget: 0).disruptionsAllowed == 3)
  }

  @Test("An autoscaler of it and its Deployment undo each other, at each of the autoscaler's looks")
  func autoscaler() throws {
    let scaler = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: hand, namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: ReplicaSet, name: hand}
        minReplicas: 5
        maxReplicas: 8
        metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      ---

      """
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(others: scaler, until: 60, in: &simulation)
    _ = world.cluster.drainEvents()
    // Four looks, 15 s apart.
    simulation.run(&world, through: SimTime(seconds: 120))
    let events = world.cluster.drainEvents()
    #expect(events.count { $0.reason == "SuccessfulRescale" } == 4)
    #expect(
      events.count { $0.message == "Scaled down replica set hand from 5 to 3" } == 4)
    #expect(try HandSet.deployment(world).activeCount == 3)
    // Orphaned, it is the autoscaler's alone.
    world.cluster.make(Self.object("Deployment", "web", .orphan), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    #expect(try HandSet.deployment(world).readyCount == 5)
  }

  @Test("A Deployment's autoscaler and one of its ReplicaSet are in each other's way")
  func rivals() throws {
    let scalers = [("Deployment", "web"), ("ReplicaSet", "hand")].map { kind, name in
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: \(name), namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: \(kind), name: \(name)}
        minReplicas: 1
        maxReplicas: 8
        metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      ---

      """
    }
    var simulation = Simulation(seed: 1)
    let owners = HandSet.object("ReplicaSet", "hand") + HandSet.object("Deployment", "web")
    var world = try ClusterWorld.started(owners + scalers.joined(), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let names = Set(events(&world, "AmbiguousSelector").map(\.name))
    #expect(names == ["hand", "web"])
  }

  @Test(
    "Its Deployment makes another one when it is gone: in the foreground after its pods",
    arguments: [DeletionCascade.background, .foreground])
  func deletion(cascade: DeletionCascade) throws {
    let hook = ", lifecycle: {preStop: {sleep: {seconds: 20}}}"
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(container: hook, until: 60, in: &simulation)
    world.cluster.make(Self.object("ReplicaSet", "hand", cascade), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 70))
    let isForeground = cascade == .foreground
    let owner = try HandSet.deployment(world)
    #expect(owner.activeCount == (isForeground ? 0 : 3))
    #expect(owner.pods.count { world.cluster.pods[$0].isTerminating } == 3)
    if isForeground {
      let known = HandSet.object("ReplicaSet", "hand", container: hook)
      try world.apply(known, to: known, in: &simulation)
      let warned = events(&world, "Terminating").map(\.name)
      #expect(warned == ["hand"])
    }
    simulation.run(&world, through: SimTime(seconds: 160))
    let after = try HandSet.deployment(world)
    #expect(after.readyCount == 3)
    #expect(HandSet.names(world, after.pods).allSatisfy { $0.hasPrefix("web-") })
  }

  /// replica_set.go syncReplicaSet: one that is deleted makes no pods, and stays its Deployment's
  /// until its finalizers are gone (controller_ref_manager.go ClaimObject).
  @Test(
    "While finalizers keep it, it makes no pods, and its Deployment makes no other",
    arguments: [DeletionCascade.background, .foreground, .orphan])
  func kept(cascade: DeletionCascade) throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(
      finalizer: "example.com/guard", until: 60, in: &simulation)
    let pods = HandSet.names(world, try HandSet.deployment(world).pods)
    world.cluster.make(Self.object("ReplicaSet", "hand", cascade), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 160))
    let during = try HandSet.deployment(world)
    #expect(HandSet.names(world, during.pods) == (cascade == .background ? pods : []))
    try world.apply(
      HandSet.object("ReplicaSet", "hand"),
      to: HandSet.object("ReplicaSet", "hand", finalizer: "example.com/guard"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 260))
    let after = try HandSet.deployment(world)
    #expect(after.readyCount == 3)
    #expect(HandSet.names(world, after.pods).allSatisfy { $0.hasPrefix("web-") })
  }

  /// garbagecollector.go: what a Deployment owned is deleted with it, and a finalizer keeps the
  /// ReplicaSet, whose pods stay as long as it is there.
  @Test("Where finalizers keep it, it outlives its Deployment with its pods")
  func survivor() throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(
      finalizer: "example.com/guard", until: 60, in: &simulation)
    world.cluster.make(
      Self.object("Deployment", "web", .background), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 160))
    func hand(_ world: borrowing ClusterWorld) throws -> WorkloadState {
      try #require(world.cluster.workloads.first { $0.name == "hand" })
    }
    let kept = try hand(world)
    #expect(kept.exists && kept.readyCount == 3)
    #expect(try !HandSet.deployment(world).exists)
    try world.apply(
      HandSet.object("ReplicaSet", "hand"),
      to: HandSet.object("ReplicaSet", "hand", finalizer: "example.com/guard"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 260))
    let gone = try hand(world)
    #expect(!gone.exists && gone.pods.isEmpty)
  }
}
