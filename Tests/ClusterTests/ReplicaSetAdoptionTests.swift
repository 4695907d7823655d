import Cluster
import Manifests
import SimulationKernel
import Testing

/// Written ReplicaSets that Deployments select (deployment_controller.go
/// getReplicaSetsForDeployment; deployment/sync.go getNewReplicaSet).
@Suite("ReplicaSets that Deployments adopt")
struct ReplicaSetAdoptionTests {
  @Test(
    "One of the Deployment's template is its new ReplicaSet, and keeps its pods",
    arguments: ["", ", pod-template-hash: 5d59d67564"])
  func sameTemplate(mark: String) throws {
    var simulation = Simulation(seed: 1)
    let world = try HandSet.adopted(image: "a:1", mark: mark, until: 120, in: &simulation)
    let owner = try HandSet.deployment(world)
    #expect(owner.readyCount == 3 && owner.revisions[owner.newest].name == "hand")
    #expect(owner.revisions[owner.newest].number == 1)
    // The third pod is the ReplicaSet's too, and has a name of its own.
    let names = HandSet.names(world, owner.pods)
    #expect(names.allSatisfy { $0.hasPrefix("hand-") } && Set(names).count == 3)
    #expect(owner.pods.count { world.cluster.pods[$0].createdAt < .zero } == 2)
  }

  @Test("One of another template is rolled out of the way as an old revision")
  func otherTemplate() throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(image: "a:0", until: 200, in: &simulation)
    let owner = try HandSet.deployment(world)
    #expect(owner.readyCount == 3 && owner.pods.count == 3)
    #expect(HandSet.names(world, owner.pods).allSatisfy { $0.hasPrefix("web-") })
    #expect(owner.revisions[owner.newest].number == 1)
    let events = world.cluster.drainEvents()
    #expect(
      events.contains {
        $0.reason == "ScalingReplicaSet" && $0.message.hasPrefix("Scaled down replica set hand ")
      })
    // Its template comes back with a rollback.
    let reference = WorkloadReference(
      kind: "deployment", namespace: "shop", name: "web", span: .unknown)
    world.cluster.make(.rollback(reference, toRevision: nil), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    let after = try HandSet.deployment(world)
    #expect(after.readyCount == 3)
    #expect(HandSet.names(world, after.pods).allSatisfy { $0.hasPrefix("hand-") })
  }

  @Test("At a running start the Deployment has long adopted it", arguments: ["a:1", "a:0"])
  func runningStart(image: String) throws {
    let set = HandSet.object("ReplicaSet", "hand", image: image)
    let web = HandSet.object("Deployment", "web", replicas: 3)
    for text in [set + web, web + set] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(text, in: &simulation)
      let pods = world.cluster.workloads.map(\.pods.count).reduce(0, +)
      simulation.run(&world, through: SimTime(seconds: 60))
      let owner = try HandSet.deployment(world)
      let prefix = image == "a:1" ? "hand-" : "web-"
      #expect(pods == 3 && owner.readyCount == 3)
      #expect(HandSet.names(world, owner.pods).allSatisfy { $0.hasPrefix(prefix) })
    }
  }

  @Test("One with other labels stays its own, and becomes so when a file takes its label away")
  func release() throws {
    let web = HandSet.object("Deployment", "web", replicas: 3)
    let set = HandSet.object("ReplicaSet", "hand")
    let stranger = HandSet.object("ReplicaSet", "hand", labels: "other")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(web + stranger, in: &simulation)
    #expect(try HandSet.deployment(world).pods.count == 3)
    try world.apply(set, to: web + stranger, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(try HandSet.deployment(world).readyCount == 3)
    #expect(world.cluster.workloads.map(\.readyCount).reduce(0, +) == 3)
    try world.apply(stranger, to: web + set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(try HandSet.deployment(world).readyCount == 3)
    let own = try #require(world.cluster.workloads.first { $0.name == "hand" })
    #expect(own.exists && own.readyCount == 2)
  }

  @Test("One that is released goes to the Deployment that selects its new labels")
  func handover() throws {
    let owners =
      HandSet.object("Deployment", "web") + HandSet.object("Deployment", "next", app: "other")
    let before = owners + HandSet.object("ReplicaSet", "hand")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let after = owners + HandSet.object("ReplicaSet", "hand", labels: "other")
    try world.apply(after, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let next = try #require(world.cluster.workloads.first { $0.name == "next" })
    let hand = try #require(world.cluster.workloads.first { $0.name == "hand" })
    #expect(next.revisions.contains { $0.name == "hand" })
    #expect(!hand.exists && hand.pods.isEmpty && next.readyCount == 2)
  }

  @Test(
    "Its pods run the software of a Deployment that alone has a model, before it is there too",
    arguments: [true, false])
  func software(isThere: Bool) throws {
    var spec = try ClusterSpec.of(
      HandSet.object("ReplicaSet", "hand") + HandSet.object("Deployment", "web"))
    let index = try #require(spec.workloads.firstIndex { $0.name == "web" })
    spec.workloads[index].isDormant = !isThere
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.setSoftware(workload: index, room: .workload)
    world.cluster.start(in: &simulation)
    let pods = world.cluster.workloads.flatMap(\.pods).map { world.cluster.pods[$0] }
    #expect(pods.count == 2)
    for pod in pods {
      #expect(pod.software == Room.workload.rawValue && Int(pod.softwareOwner) == index)
      #expect(Int(pod.workload) != index && (Int(pod.owner) == index) == isThere)
    }
    #expect(world.cluster.pods(withSoftwareOf: index).count == 2)
  }

  @Test("A Deployment's new life does not bring back one that went with the old one")
  func newLife() throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(image: "a:0", until: 60, in: &simulation)
    let web = NamedObject(kind: "Deployment", namespace: "shop", name: "web", span: .unknown)
    world.cluster.make(.delete(web), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 160))
    let text = HandSet.object("Deployment", "web", image: "a:0")
    try world.apply(text, to: text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 220))
    let owner = try HandSet.deployment(world)
    #expect(
      owner.readyCount == 2 && HandSet.names(world, owner.pods).allSatisfy { $0.hasPrefix("web-") })
  }

  @Test("It goes with its Deployment, or alone, and a Deployment that is left makes another")
  func deletion() throws {
    var simulation = Simulation(seed: 1)
    var world = try HandSet.adopted(image: "a:1", until: 60, in: &simulation)
    let set = NamedObject(kind: "ReplicaSet", namespace: "shop", name: "hand", span: .unknown)
    #expect(world.cluster.make(.delete(set), update: nil, in: &simulation) == nil)
    simulation.run(&world, through: SimTime(seconds: 160))
    let owner = try HandSet.deployment(world)
    #expect(
      owner.readyCount == 3 && HandSet.names(world, owner.pods).allSatisfy { $0.hasPrefix("web-") })
    var other = try HandSet.adopted(image: "a:1", until: 60, in: &simulation)
    let web = NamedObject(kind: "Deployment", namespace: "shop", name: "web", span: .unknown)
    other.cluster.make(.delete(web), update: nil, in: &simulation)
    simulation.run(&other, through: SimTime(seconds: 160))
    #expect(other.cluster.workloads.allSatisfy { !$0.exists && $0.pods.isEmpty })
  }

  @Test("A Deployment tries another hash where a ReplicaSet of others has the name")
  func collision() throws {
    let web = HandSet.object("Deployment", "web")
    var simulation = Simulation(seed: 1)
    let first = try ClusterWorld.started(web, in: &simulation)
    let taken = try HandSet.deployment(first).revisions[0].name
    let stranger = HandSet.object("ReplicaSet", taken, app: "other")
    for text in [web + stranger, stranger + web] {
      var world = try ClusterWorld.started(text, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 30))
      let owner = try HandSet.deployment(world)
      #expect(owner.revisions[owner.newest].name != taken && owner.readyCount == 2)
      let all = HandSet.names(world, world.cluster.workloads.flatMap(\.pods))
      #expect(all.count == 4 && Set(all).count == 4)
    }
  }
}
