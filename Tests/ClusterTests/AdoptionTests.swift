import Cluster
import Manifests
import SimulationKernel
import Testing

/// Pods without an owner that controllers select (controller_ref_manager.go ClaimPods).
@Suite("Adoption and release of pods")
struct AdoptionTests {
  private static func pod(app: String, named name: String = "once") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), namespace: shop, labels: {app: \(app)}}
    spec: {containers: [{name: a, image: "a:1"}]}

    """
  }

  private static func web(_ kind: String, replicas: Int = 2, more: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: \(kind)
    metadata: {name: web, namespace: shop}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: web}}
      \(more)
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: a, image: "a:1"}]}
    """
  }

  private func owned(_ world: borrowing ClusterWorld, by kind: WorkloadKind) -> [PodHandle] {
    world.cluster.workloads.first { $0.kind == kind }?.pods ?? []
  }

  @Test("A ReplicaSet with all its replicas deletes the pod that it acquires")
  func surplus() throws {
    let set = Self.web("ReplicaSet")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(set, in: &simulation)
    let own = owned(world, by: .replicaSet)
    try world.apply(Self.pod(app: "web"), to: set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .replicaSet) == own)
    #expect(world.cluster.pod(namespace: "shop", name: "once") == nil)
    let events = world.cluster.drainEvents()
    #expect(
      events.contains {
        $0.reason == "SuccessfulDelete" && $0.kind == "ReplicaSet"
          && $0.message == "Deleted pod: once"
      })
    // Its object is gone: the file makes another one.
    try world.apply(Self.pod(app: "other"), to: set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.pod(namespace: "shop", name: "once") != nil)
  }

  @Test("A new ReplicaSet counts the pod that is there, and replaces it when its label changes")
  func acquisition() throws {
    let pod = Self.pod(app: "web")
    let set = Self.web("ReplicaSet", replicas: 3)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let found = world.cluster.pod(namespace: "shop", name: "once")
    let once = try #require(found)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .replicaSet).count == 3)
    #expect(owned(world, by: .replicaSet).contains(once))
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 3)
    try world.apply(Self.pod(app: "other"), to: pod + "---\n" + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(owned(world, by: .replicaSet).count == 3)
    #expect(!owned(world, by: .replicaSet).contains(once))
    #expect(world.cluster.pods.contains(once) && world.cluster.pods[once].isReady)
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 4)
  }

  @Test("A pod of another app, and one that a StatefulSet has no name for, stay their own")
  func strangers() throws {
    let before = Self.web("ReplicaSet") + "\n---\n" + Self.pod(app: "other")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(owned(world, by: .pod).count == 1)
    let numbered = Self.web("StatefulSet", more: "serviceName: web")
    // A number beyond any set's is no place either.
    for name in ["web-x", "web-2000000000"] {
      var other = try ClusterWorld.started(numbered, in: &simulation)
      try other.apply(Self.pod(app: "web", named: name), to: numbered, in: &simulation)
      simulation.run(&other, through: SimTime(seconds: 30))
      #expect(owned(other, by: .pod).count == 1 && owned(other, by: .statefulSet).count == 2)
    }
  }

  @Test("A StatefulSet takes the pod with its name, and makes no other one while it lets go of it")
  func numbered() throws {
    let pod = Self.pod(app: "web", named: "web-1")
    let set = Self.web(
      "StatefulSet", more: "serviceName: web\n  updateStrategy: {type: OnDelete}")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let found = world.cluster.pod(namespace: "shop", name: "web-1")
    let first = try #require(found)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(owned(world, by: .statefulSet).count == 2)
    #expect(owned(world, by: .statefulSet).contains(first))
    let next = Self.pod(app: "other", named: "web-1")
    try world.apply(next, to: pod + "---\n" + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(owned(world, by: .pod) == [first] && world.cluster.pods[first].isReady)
    #expect(owned(world, by: .statefulSet).map { world.cluster.name(of: $0) } == ["web-0"])
  }

  @Test("An adopted pod that is deleted and written anew is there once")
  func rewritten() throws {
    let plain = Self.pod(app: "web")
    let pod = plain.replacing(
      "image: \"a:1\"", with: "image: \"a:1\", lifecycle: {preStop: {sleep: {seconds: 20}}}")
    let set = Self.web("ReplicaSet", replicas: 1)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pod, in: &simulation)
    let found = world.cluster.pod(namespace: "shop", name: "once")
    let first = try #require(found)
    try world.apply(set, to: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(owned(world, by: .replicaSet) == [first])
    let object = NamedObject(kind: "Pod", namespace: "shop", name: "once", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    try world.apply(Self.pod(app: "other"), to: pod + "---\n" + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    #expect(world.cluster.pods.contains(first) && owned(world, by: .pod).isEmpty)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(!world.cluster.pods.contains(first) && owned(world, by: .pod).count == 1)
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 2)
  }

  @Test("At a running start the pods have long been adopted")
  func runningStart() throws {
    let set = Self.web("ReplicaSet")
    for text in [set + "\n---\n" + Self.pod(app: "web"), Self.pod(app: "web") + "---\n" + set] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(text, in: &simulation)
      let found = world.cluster.pod(namespace: "shop", name: "once")
      let once = try #require(found)
      simulation.run(&world, through: SimTime(seconds: 30))
      #expect(owned(world, by: .replicaSet).count == 2)
      #expect(owned(world, by: .replicaSet).contains(once))
    }
  }
}
