import Cluster
import Manifests
import SimulationKernel
import Testing

/// `kubectl delete --cascade`: what becomes of what an object owns.
@Suite("Cascades of deletions")
struct CascadeTests {
  private static func web(
    _ kind: String, named name: String = "web", image: String = "a:1", preStop: Int = 0
  ) -> String {
    let hook = preStop == 0 ? "" : ", lifecycle: {preStop: {sleep: {seconds: \(preStop)}}}"
    let shared = kind == "DaemonSet" ? "" : "replicas: 2"
    return """
      apiVersion: apps/v1
      kind: \(kind)
      metadata: {name: \(name), namespace: shop}
      spec:
        \(shared)
        \(kind == "StatefulSet" ? "serviceName: web" : "")
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: a, image: "\(image)"\(hook)}]}
      """
  }

  private func delete(_ kind: String, _ cascade: DeletionCascade) -> ChangeAction {
    .delete(
      NamedObject(kind: kind, namespace: "shop", name: "web", cascade: cascade, span: .unknown))
  }

  private func running(_ world: borrowing ClusterWorld) -> [String] {
    var names: [String] = []
    for workload in world.cluster.workloads {
      names += workload.pods.filter { world.cluster.pods[$0].isReady }
        .map { world.cluster.name(of: $0) + " " + world.cluster.uid(of: $0) }
    }
    return names.sorted()
  }

  @Test(
    "Orphaned pods run on and are the same ones under a new owner of the name",
    arguments: ["ReplicaSet", "StatefulSet", "DaemonSet", "Deployment"])
  func orphans(kind: String) throws {
    let file = Self.web(kind)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(file, in: &simulation)
    let pods = running(world)
    world.cluster.make(delete(kind, .orphan), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(!world.cluster.workloads[0].exists && running(world) == pods && !pods.isEmpty)
    try world.apply(file, to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].exists && running(world) == pods)
    #expect(world.cluster.workloads[0].pods.count == pods.count)
    let events = world.cluster.drainEvents()
    #expect(!events.contains { ["SuccessfulCreate", "Killing"].contains($0.reason) })
  }

  @Test("Nobody replaces an orphaned pod of a ReplicaSet; a Deployment's ReplicaSet does")
  func replacement() throws {
    for (kind, count) in [("ReplicaSet", 1), ("Deployment", 2)] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(Self.web(kind), in: &simulation)
      let pod = world.cluster.workloads[0].pods[0]
      world.cluster.make(delete(kind, .orphan), update: nil, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      world.cluster.deletePod(pod, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 90))
      #expect(running(world).count == count, "\(kind)")
    }
  }

  @Test("Another Deployment with the selector takes the ReplicaSet, and rolls it out of the way")
  func otherDeployment() throws {
    let file = Self.web("Deployment")
    for (image, isSame) in [("a:1", true), ("a:2", false)] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(file, in: &simulation)
      let pods = running(world)
      world.cluster.make(delete("Deployment", .orphan), update: nil, in: &simulation)
      let next = Self.web("Deployment", named: "next", image: image)
      try world.apply(next, to: file, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 200))
      #expect((running(world) == pods) == isSame && running(world).count == 2)
      let owner = try #require(world.cluster.workloads.first { $0.name == "next" })
      #expect(owner.pods.count == 2)
    }
  }

  @Test("The pods that a taken ReplicaSet makes have names of their own")
  func names() throws {
    let file = Self.web("Deployment")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(file, in: &simulation)
    world.cluster.make(delete("Deployment", .orphan), update: nil, in: &simulation)
    let next = Self.web("Deployment", named: "next").replacing("replicas: 2", with: "replicas: 4")
    try world.apply(next, to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let names = running(world).map { $0.prefix { $0 != " " } }
    #expect(names.count == 4 && Set(names).count == 4)
  }

  @Test("Pods keep their names under an owner that counts them otherwise")
  func otherKind() throws {
    let set = Self.web("StatefulSet").replacing(
      "serviceName: web", with: "serviceName: web\n  ordinals: {start: 70}")
    let daemons = Self.web("DaemonSet", named: "all").replacing(
      "selector:", with: "updateStrategy: {type: OnDelete}\n  selector:")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(set, in: &simulation)
    world.cluster.make(delete("StatefulSet", .orphan), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    try world.apply(daemons, to: set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let owner = try #require(world.cluster.workloads.first { $0.name == "all" })
    let taken = owner.pods.map { world.cluster.name(of: $0) }.filter { $0.hasPrefix("web-") }
    #expect(!taken.isEmpty && taken.allSatisfy { ["web-70", "web-71"].contains($0) })
  }

  @Test("A StatefulSet that is written anew replaces the orphans of another template")
  func rewrittenSet() throws {
    let file = Self.web("StatefulSet")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(file, in: &simulation)
    let pods = running(world)
    world.cluster.make(delete("StatefulSet", .orphan), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    try world.apply(Self.web("StatefulSet", image: "a:2"), to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(running(world).count == 2 && running(world).allSatisfy { !pods.contains($0) })
  }

  @Test("In the foreground an owner stays until its pods are gone, whatever is written to it")
  func foreground() throws {
    let file = Self.web("Deployment", preStop: 20)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(file, in: &simulation)
    world.cluster.make(delete("Deployment", .foreground), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.count == 2)
    try world.apply(file, to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    #expect(!world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.isEmpty)
    let events = world.cluster.drainEvents()
    #expect(
      events.contains {
        $0.message == "Detected changes to resource web which is currently being deleted."
      })
    #expect(!events.contains { $0.reason == "SuccessfulCreate" })
    try world.apply(file, to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(running(world).count == 2)
  }
}
