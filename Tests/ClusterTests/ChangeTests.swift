import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Changes that operators make")
struct ChangeTests {
  private func reference(_ name: String) -> WorkloadReference {
    WorkloadReference(kind: nil, namespace: "shop", name: name, span: .unknown)
  }

  private func world(_ spec: ClusterSpec, seed: UInt64, _ simulation: inout Simulation)
    -> ClusterWorld
  {
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    return world
  }

  /// A budget of a workload's pods.
  private func budget(_ name: String, minAvailable: IntOrPercent) -> BudgetSpec {
    var budget = BudgetSpec(
      name: name, namespace: "shop",
      selector: LabelSelector(matchLabels: StringMap([("app", name)])))
    budget.minAvailable = minAvailable
    return budget
  }

  @Test("A taint keeps pods off a node until it is taken away, and no other taint goes with it")
  func taint() {
    var simulation = Simulation(seed: 5)
    var world = world(
      SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 12)]), seed: 5,
      &simulation)
    func change(_ key: String, effect: Manifests.NodeTaint.Effect?, isRemoved: Bool) -> ChangeAction
    {
      .taint(
        TaintChange(
          node: "worker-2", span: .unknown, key: key, value: "", effect: effect,
          isRemoved: isRemoved))
    }
    world.cluster.make(
      change("dedicated", effect: .noExecute, isRemoved: false), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pods = world.cluster.workloads[0].pods
    #expect(pods.count == 12 && pods.allSatisfy { world.cluster.pods[$0].node != 1 })
    // A key that is not there is refused, as kubectl does.
    let problem = world.cluster.make(
      change("dedicate", effect: nil, isRemoved: true), update: nil, in: &simulation)
    #expect(problem == "error: taint \"dedicate\" not found")
    world.cluster.make(
      change("dedicated", effect: nil, isRemoved: true), update: nil, in: &simulation)
    #expect(world.cluster.nodeSpecs[1].taints.isEmpty)
    world.cluster.scale(workload: 0, to: 24, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(
      world.cluster.workloads[0].pods.contains { world.cluster.pods[$0].node == 1 })
  }

  @Test("A drain evicts one pod at a time as the budget allows, and leaves daemons alone")
  func drain() throws {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cart", replicas: 6),
      SmallCluster.workload(.daemonSet, "agent", replicas: 1),
    ])
    spec.budgets = [budget("cart", minAvailable: .int(5))]
    spec.nodes = (0..<2).map { SmallCluster.node("worker-\($0 + 1)", zone: "zone-\($0)") }
    var simulation = Simulation(seed: 1)
    var world = world(spec, seed: 1, &simulation)
    let before = world.cluster.workloads[0].pods.count { world.cluster.pods[$0].node == 0 }
    try #require(before >= 2)
    world.cluster.make(.drain(node: "worker-1", span: .unknown), update: nil, in: &simulation)
    var least = 6
    for _ in 0..<600 {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      least = min(least, world.cluster.workloads[0].readyCount)
    }
    #expect(least == 5)
    #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].node == 1 })
    #expect(world.cluster.workloads[1].readyCount == 2)
    let events = world.cluster.drainEvents()
    #expect(events.count { $0.reason == "Evicted" } == before)
    #expect(events.contains { $0.reason == "NodeDrained" })
    world.cluster.make(.uncordon(node: "worker-1", span: .unknown), update: nil, in: &simulation)
    #expect(!world.cluster.nodes[0].isCordoned)
  }

  /// kubectl pkg/drain/filters.go: what `--ignore-daemonsets` and `--force` let it do.
  @Test("A drain says which pods it leaves, and which nobody makes anew")
  func forcedDrain() throws {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cart", replicas: 1),
      SmallCluster.workload(.daemonSet, "agent", replicas: 1),
      SmallCluster.workload(.pod, "lone", replicas: 1),
    ])
    spec.nodes = [SmallCluster.node("worker-1", zone: "zone-a")]
    var simulation = Simulation(seed: 1)
    var world = world(spec, seed: 1, &simulation)
    let agent = world.cluster.name(of: try #require(world.cluster.workloads[1].pods.first))
    world.cluster.make(.drain(node: "worker-1", span: .unknown), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(120))
    let said = world.cluster.drainEvents().filter { $0.reason == "DrainForced" }.map(\.message)
    #expect(
      said == [
        "ignoring DaemonSet-managed Pods: shop/\(agent); deleting Pods that declare no controller: "
          + "shop/lone"
      ])
    #expect(world.cluster.workloads[1].readyCount == 1 && world.cluster.workloads[2].pods.isEmpty)
  }

  @Test("A budget without room holds a drain up until it is loosened")
  func blockedDrain() {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 2)])
    spec.budgets = [budget("cart", minAvailable: .percent(100))]
    var simulation = Simulation(seed: 2)
    var world = world(spec, seed: 2, &simulation)
    let node = Int(world.cluster.pods[world.cluster.workloads[0].pods[0]].node)
    let name = world.cluster.nodeSpecs[node].name
    world.cluster.make(.drain(node: name, span: .unknown), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(world.cluster.workloads[0].readyCount == 2)
    let events = world.cluster.drainEvents()
    #expect(events.count { $0.reason == "EvictionRefused" } == 1)
    #expect(!events.contains { $0.reason == "DrainForced" })
    #expect(world.cluster.status(ofBudget: 0).disruptionsAllowed == 0)
    let object = NamedObject(
      kind: "PodDisruptionBudget", namespace: "shop", name: "cart", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 360))
    #expect(world.cluster.drainEvents().contains { $0.reason == "NodeDrained" })
  }

  /// kubectl pkg/cmd/drain RunDrain: the command cordons once, and asks until its pods are gone.
  @Test("A drain goes on where its node is uncordoned meanwhile")
  func uncordonedDrain() {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 2)])
    spec.budgets = [budget("cart", minAvailable: .percent(100))]
    var simulation = Simulation(seed: 2)
    var world = world(spec, seed: 2, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    let name = world.cluster.nodeSpecs[node].name
    world.cluster.make(.drain(node: name, span: .unknown), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.make(.uncordon(node: name, span: .unknown), update: nil, in: &simulation)
    let goesOn = world.cluster.isDraining(name)
    #expect(goesOn && !world.cluster.nodes[node].isCordoned)
    let object = NamedObject(
      kind: "PodDisruptionBudget", namespace: "shop", name: "cart", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    let (isLeft, isOver) = (world.cluster.pods.contains(pod), !world.cluster.isDraining(name))
    #expect(!isLeft && isOver && !world.cluster.nodes[node].isCordoned)
    #expect(world.cluster.drainEvents().contains { $0.reason == "NodeDrained" })
  }

  /// A world in which a Deployment's pods are ready and get an image that never is.
  private func brokenRollout(replicas: Int, _ simulation: inout Simulation) -> ClusterWorld {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: replicas)
    workload.progressDeadline = .seconds(60)
    workload.template.containers[0].readinessProbe = ProbeSpec()
    let spec = SmallCluster.spec([workload])
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    for pod in world.cluster.workloads[0].pods {
      world.cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation)
    }
    var changed = spec
    changed.workloads[0].template.containers[0].image = "cart:broken"
    let update = ClusterUpdate(from: spec, to: changed, documents: [])
    let path = ManifestPath(path: "cart.yaml", span: .unknown)
    world.cluster.make(.apply(path), update: update, in: &simulation)
    return world
  }

  /// sync.go scale; controller_utils.go ReplicaSetsBySizeNewer, ReplicaSetsBySizeOlder.
  @Test(
    "A scale in the middle of a rollout is written to the larger ReplicaSet first",
    arguments: [20, 4])
  func proportional(replicas: Int) {
    var simulation = Simulation(seed: 3)
    var world = brokenRollout(replicas: 10, &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    _ = world.cluster.drainEvents()
    let sets = world.cluster.workloads[0].revisions
    // Ten less two that may be missing, and what a surge of three leaves to the new one.
    #expect(sets.map(\.replicas) == [8, 5])
    world.cluster.make(
      .scale(reference("cart"), replicas: replicas), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 35))
    let told = world.cluster.drainEvents().filter { $0.reason == "ScalingReplicaSet" }.prefix(2)
    #expect(told.count == 2)
    #expect(zip(told, sets).allSatisfy { $0.message.contains("replica set \($1.name) from") })
  }

  @Test("A rollout that gets nowhere is reported at its deadline; a rollback ends it")
  func deadlineAndRollback() throws {
    var simulation = Simulation(seed: 3)
    var world = brokenRollout(replicas: 4, &simulation)
    simulation.run(&world, through: SimTime(seconds: 50))
    // A surge of one; one pod may not be missing of four (25 % of 4 is 1).
    #expect(world.cluster.workloads[0].readyCount >= 3)
    #expect(world.cluster.workloads[0].rollout.progress == .updated)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(world.cluster.workloads[0].rollout.progress == .timedOut)
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "ProgressDeadlineExceeded" && $0.isWarning })
    world.cluster.make(
      .rollback(reference("cart"), toRevision: nil), update: nil, in: &simulation)
    for _ in 0..<120 {
      simulation.run(&world, through: simulation.now + .seconds(1))
      // Software of the old image becomes ready; that of the broken one never does.
      for pod in world.cluster.workloads[0].pods
      where world.cluster.pods[pod].revision == 0 && world.cluster.pods[pod].isServing {
        world.cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation)
      }
    }
    let owner = world.cluster.workloads[0]
    #expect(owner.rollout.progress == .complete && owner.readyCount == 4)
    #expect(owner.pods.allSatisfy { world.cluster.pods[$0].revision == 0 })
    #expect(owner.revisions[0].number == 3)
  }

  @Test("A restart replaces every pod and never goes below the minimum")
  func restart() {
    var simulation = Simulation(seed: 4)
    var world = world(
      SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 8)]), seed: 4,
      &simulation)
    world.cluster.make(.restart(reference("cart")), update: nil, in: &simulation)
    var least = 8
    var most = 0
    for _ in 0..<600 {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      least = min(least, world.cluster.workloads[0].readyCount)
      most = max(most, world.cluster.workloads[0].activeCount)
    }
    #expect(least >= 6 && most <= 10)
    #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].revision == 1 })
    #expect(world.cluster.workloads[0].readyCount == 8)
  }

  @Test("A deleted Deployment takes its pods with it; a deleted pod is replaced")
  func delete() throws {
    var simulation = Simulation(seed: 5)
    var world = world(
      SmallCluster.spec([
        SmallCluster.workload(.deployment, "cart", replicas: 2),
        SmallCluster.workload(.statefulSet, "db", replicas: 2),
      ]), seed: 5, &simulation)
    let deployment = NamedObject(
      kind: "Deployment", namespace: "shop", name: "cart", span: .unknown)
    world.cluster.make(.delete(deployment), update: nil, in: &simulation)
    let pod = NamedObject(kind: "Pod", namespace: "shop", name: "db-1", span: .unknown)
    world.cluster.make(.delete(pod), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].pods.isEmpty)
    #expect(world.cluster.services[0].endpoints.isEmpty)
    #expect(world.cluster.workloads[1].readyCount == 2)
    world.cluster.make(.scale(reference("cart"), replicas: 3), update: nil, in: &simulation)
    #expect(world.cluster.drainEvents().contains { $0.reason == "NotFound" })
  }

  @Test("What an apply creates is there from then on")
  func create() {
    let before = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 1)])
    let after = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cart", replicas: 1),
      SmallCluster.workload(.deployment, "offers", replicas: 3),
    ])
    let update = ClusterUpdate(from: before, to: after, documents: [])
    var spec = before
    spec.reserve(update)
    var simulation = Simulation(seed: 6)
    var world = world(spec, seed: 6, &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(world.cluster.workloads[1].pods.isEmpty && !world.cluster.services[1].exists)
    let path = ManifestPath(path: "offers.yaml", span: .unknown)
    world.cluster.make(.apply(path), update: update, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[1].readyCount == 3)
    #expect(world.cluster.services[1].endpoints.count == 3)
  }
}
