import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Nodes that the autoscaler takes away or leaves")
struct NodeScaleDownTests {
  /// Two machines of four cores of which one may go, with a pod on each.
  private func pair(_ kind: WorkloadKind = .deployment, milli: Int64 = 500) -> ClusterSpec {
    var spec = ElasticCluster.spec(
      [SmallCluster.workload(kind, "cart", replicas: 2, milli: milli)], least: 1, count: 2,
      greatest: 2)
    spec.workloads[0].template.preferredAffinity = [
      WeightedAffinityTerm(
        weight: -100,
        term: AffinityTerm(
          selector: LabelSelector(matchLabels: spec.workloads[0].template.labels),
          topologyKey: "kubernetes.io/hostname"))
    ]
    return spec
  }

  private func started(_ spec: ClusterSpec, seed: UInt64, _ simulation: inout Simulation)
    -> ClusterWorld
  {
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    return world
  }

  /// The pool's machines after twice the ten minutes that one must be unneeded, and what keeps
  /// each.
  private func outcome(_ spec: ClusterSpec) -> (size: Int, blockers: [RemovalBlocker?]) {
    var simulation = Simulation(seed: 1)
    var world = started(spec, seed: 1, &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_200))
    return (
      ElasticCluster.size(of: 0, in: world.cluster),
      world.cluster.nodeAutoscaler.members.map(\.blocker)
    )
  }

  /// Two pods that each request half of a machine's cores and some of its eight devices.
  private func devices(_ name: String, requested: Int64) -> ClusterSpec {
    var spec = pair(milli: 2_000)
    for node in spec.nodes.indices {
      let all = PodResources.Extended(name: name, amount: 8)
      spec.nodes[node].capacity.extended = [all]
      spec.nodes[node].allocatable.extended = [all]
    }
    spec.workloads[0].template.containers[0].requests.extended = [
      PodResources.Extended(name: name, amount: requested)
    ]
    return spec
  }

  @Test("Of a machine with GPUs only these count, and half of them is the threshold")
  func graphics() {
    // utilization.Calculate skips CPU and memory where there is a GPU; what is at the threshold is
    // not below it.
    for name in ["nvidia.com/gpu", "amd.com/gpu"] {
      #expect(outcome(devices(name, requested: 2)).size == 1, "\(name)")
      #expect(outcome(devices(name, requested: 4)).size == 2, "\(name)")
    }
    // Other devices do not count at all: half of the cores is too much.
    #expect(outcome(devices("example.com/dongle", requested: 2)).size == 2)
  }

  @Test("The use of a machine is its GPUs' share, or the greater share of its cores and memory")
  func utilization() {
    for (name, share) in [("nvidia.com/gpu", 2.0 / 8), ("example.com/dongle", 2_000.0 / 4_000)] {
      var simulation = Simulation(seed: 1)
      let world = started(devices(name, requested: 2), seed: 1, &simulation)
      #expect(world.cluster.utilization(of: 0, at: simulation.now) == share, "\(name)")
    }
  }

  @Test("Pods of controllers that the autoscaler does not know keep their machine")
  func customControllers() {
    // drainability/rules/replicated knows ReplicaSets and StatefulSets, and no operator's resource.
    for kind in [WorkloadKind.deployment, .statefulSet] {
      #expect(outcome(pair(kind)).size == 1, "\(kind)")
    }
    for kind in [WorkloadKind.operated, .podSet] {
      let (size, blockers) = outcome(pair(kind))
      #expect(size == 2, "\(kind)")
      #expect(blockers.allSatisfy { $0 == .notReplicated }, "\(kind)")
    }
    var free = pair(.podSet)
    free.workloads[0].template.safeToEvict = true
    #expect(outcome(free).size == 1)
  }

  @Test(
    "Machines neither stay nor come for pods whose priority is below the cutoff",
    arguments: [(Int32(-10), 2), (-11, 1)])
  func expendable(priority: Int32, size: Int) {
    // Three of four cores: much is requested, and no other machine has room.
    var spec = pair(milli: 3_000)
    spec.workloads[0].template.priority = priority
    let outcome = outcome(spec)
    #expect(outcome.size == size)
  }

  @Test(
    "Daemons end before a machine goes with other pods, unless an annotation forbids it",
    arguments: [nil, true, false])
  func daemons(isAllowed: Bool?) {
    var spec = pair()
    var agent = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    agent.template.evictsDaemon = isAllowed
    spec.workloads.append(agent)
    var simulation = Simulation(seed: 1)
    var world = started(spec, seed: 1, &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_200))
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 1)
    let events = world.cluster.drainEvents()
    let evicted = events.filter { $0.message == "deleting pod for node scale down" }
    #expect(evicted.count { $0.name.hasPrefix("cart") } == 1)
    #expect(evicted.count { $0.name.hasPrefix("agent") } == (isAllowed == false ? 0 : 1))
    #expect(world.cluster.workloads[1].readyCount == 1)
    // 600 of 4000 thousandths of a core, 128 Mi of 16 Gi.
    #expect(
      events.contains {
        $0.message.contains("utilization: {0.15 0.0078125 0 cpu 0.15}, pods to reschedule: cart-")
      })
  }

  @Test("A pod whose budget has no room for two minutes keeps its machine, and both say so")
  func refused() throws {
    var simulation = Simulation(seed: 1)
    var world = started(pair(), seed: 1, &simulation)
    // A budget that is there only once the machine is being emptied.
    simulation.run(&world, through: SimTime(seconds: 500))
    while !world.cluster.nodeAutoscaler.members.contains(where: { $0.stage == .leaving }),
      simulation.now < SimTime(seconds: 1_200)
    {
      simulation.run(&world, through: simulation.now + .seconds(1))
    }
    let budget = """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: cart, namespace: shop}
      spec: {maxUnavailable: 0, selector: {matchLabels: {app: cart}}}
      """
    try world.apply(budget, to: "", in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(200))
    let events = world.cluster.drainEvents().filter { $0.reason == "ScaleDownFailed" }
    let pod = try #require(events.first { $0.kind == "Pod" })
    let node = try #require(events.first { $0.kind == "Node" })
    #expect(pod.message == "failed to delete pod for ScaleDown")
    #expect(
      node.message
        == "failed to drain the node: Failed to drain node /\(node.name), due to following errors: "
        + "[failed to evict pod shop/\(pod.name) within allowed timeout (last error: Cannot evict "
        + "pod as it would violate the pod's disruption budget.)]")
  }

  @Test("A machine whose pods found no place is looked at again after five minutes")
  func memory() {
    for seed in UInt64(1)...10 {
      var simulation = Simulation(seed: seed)
      var world = started(pair(), seed: seed, &simulation)
      for node in 0..<2 { world.cluster.cordon(node: node, true, in: &simulation) }
      simulation.run(&world, through: SimTime(seconds: 60))
      let members = world.cluster.nodeAutoscaler.members
      #expect(members.allSatisfy { $0.blocker == .noPlace })
      for node in 0..<2 { world.cluster.cordon(node: node, false, in: &simulation) }
      simulation.run(&world, through: SimTime(seconds: 400))
      let since = world.cluster.nodeAutoscaler.members.map(\.unneededSince).min()
      #expect(since == members.map(\.recheckAt).min())
      // The first scan was within ten seconds.
      #expect(members.allSatisfy { $0.recheckAt >= SimTime(seconds: 300) })
      #expect(members.allSatisfy { $0.recheckAt <= SimTime(seconds: 310) })
    }
  }

  @Test("A pool's least size and an annotation are looked at in every scan")
  func forgotten() {
    var least = pair()
    least.pools[0].least = 2
    var annotated = pair()
    for node in annotated.nodes.indices { annotated.nodes[node].keepsFromScaleDown = true }
    for (spec, blocker) in [(least, RemovalBlocker.leastSize), (annotated, .scaleDownDisabled)] {
      var simulation = Simulation(seed: 1)
      var world = started(spec, seed: 1, &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      let members = world.cluster.nodeAutoscaler.members
      #expect(members.allSatisfy { $0.blocker == blocker && $0.recheckAt == .zero })
    }
  }

  @Test("A dead machine is unneeded once the pods that it can't end have been leaving for long")
  func unready() throws {
    for seed in UInt64(1)...10 {
      let spec = ElasticCluster.spec(
        [SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000)], least: 1,
        count: 2, greatest: 2)
      var simulation = Simulation(seed: seed)
      var world = started(spec, seed: seed, &simulation)
      simulation.run(&world, through: SimTime(seconds: 100))
      let node = Int(world.cluster.pods[world.cluster.workloads[0].pods[0]].node)
      world.cluster.powerOff(node: node, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 700))
      let evicted = try #require(
        world.cluster.drainEvents().first { $0.reason == "TaintManagerEviction" }
      ).time
      // Its grace until the deletion timestamp, as much again, and half a minute
      // (drain.IsPodLongTerminating); then the next scan.
      let grace = spec.workloads[0].template.terminationGrace
      let due = evicted + grace * 2 + .seconds(30)
      let since = world.cluster.nodeAutoscaler.members[node].unneededSince
      #expect(since > due && since <= due + .seconds(10), "\(since.seconds) \(due.seconds)")
    }
  }

  @Test("A machine on which a pod has just begun to leave goes when the pod has")
  func leaving() throws {
    var spec = pair()
    spec.workloads[0].template.terminationGrace = .seconds(900)
    spec.workloads[0].template.containers[0].preStop = .seconds(900)
    var simulation = Simulation(seed: 1)
    var world = started(spec, seed: 1, &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 70))
    let pod = try #require(
      world.cluster.workloads[0].pods.first { world.cluster.pods[$0].isTerminating })
    // Unneeded for ten minutes, it would be gone if nothing were on it.
    simulation.run(&world, through: SimTime(seconds: 940))
    let isThere = world.cluster.pods.contains(pod)
    #expect(isThere)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 2)
    simulation.run(&world, through: SimTime(seconds: 1_000))
    let stays = world.cluster.pods.contains(pod)
    #expect(!stays)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 1)
  }

  @Test("The end of a power cut is not that of a cut of the machine that came after")
  func replaced() {
    let spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000)], least: 1,
      count: 2, greatest: 2)
    var simulation = Simulation(seed: 1)
    var world = started(spec, seed: 1, &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let node = 1 - Int(world.cluster.pods[world.cluster.workloads[0].pods[0]].node)
    let first = world.cluster.powerOff(node: node, in: &simulation)
    // An unready machine goes after twenty minutes; another takes its name.
    simulation.run(&world, through: SimTime(seconds: 1_500))
    #expect(world.cluster.nodes[node].isDeleted)
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_900))
    #expect(world.cluster.workloads[0].readyCount == 2)
    let second = world.cluster.powerOff(node: node, in: &simulation)
    world.cluster.powerOn(first, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 2_000))
    #expect(!world.cluster.nodes[node].isUp)
    world.cluster.powerOn(second, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 2_100))
    #expect(world.cluster.nodes[node].isUp)
  }

  private func marks(_ world: inout ClusterWorld) -> [SimTime] {
    world.cluster.drainEvents()
      .filter { $0.message == "marked the node as toBeDeleted/unschedulable" }.map(\.time)
  }

  @Test("After a time in which too many nodes were not ready, all must be unneeded anew")
  func unhealthy() {
    let spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 1)], least: 1, count: 10, greatest: 10)
    var simulation = Simulation(seed: 1)
    var world = started(spec, seed: 1, &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let home = Int(world.cluster.pods[world.cluster.workloads[0].pods[0]].node)
    let dead = spec.nodes.indices.filter { $0 != home }.prefix(5)
    for node in dead { world.cluster.powerOff(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 500))
    #expect(world.cluster.nodeAutoscaler.isUnhealthy)
    for node in dead { world.cluster.powerOn(node: node, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 1_400))
    #expect(!world.cluster.nodeAutoscaler.isUnhealthy)
    let marks = marks(&world)
    #expect(!marks.isEmpty && marks.allSatisfy { $0 >= SimTime(seconds: 500 + 600) })
  }

  @Test(
    "A machine that was being emptied stays where the autoscaler is gone meanwhile",
    arguments: 1...10)
  func abandoned(_ number: Int) throws {
    let seed = UInt64(number)
    var spec = pair()
    spec.workloads[0].template.terminationGrace = .seconds(500)
    spec.workloads[0].template.containers[0].preStop = .seconds(300)
    spec.workloads.append(SmallCluster.workload(.deployment, "cluster-autoscaler", replicas: 1))
    spec.nodes.append(SmallCluster.node("fixed", zone: "zone-0", milli: 200))
    spec.workloads[1].template.nodeSelector = StringMap([("kubernetes.io/hostname", "fixed")])
    var simulation = Simulation(seed: seed)
    var world = started(spec, seed: seed, &simulation)
    simulation.run(&world, through: SimTime(seconds: 500))
    while !world.cluster.nodeAutoscaler.members.contains(where: { $0.stage == .leaving }),
      simulation.now < SimTime(seconds: 1_200)
    {
      simulation.run(&world, through: simulation.now + .seconds(1))
    }
    #expect(world.cluster.nodeAutoscaler.members.count { $0.stage == .leaving } == 1)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(400))
    #expect(world.cluster.nodeAutoscaler.members.allSatisfy { $0.stage == .present })
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 2)
    // The process that comes does not go on with what the one before had begun.
    let said = world.cluster.drainEvents().filter {
      $0.message == "deleting pod for node scale down"
    }
    #expect(said.isEmpty)
    #expect(world.cluster.nodeAutoscaler.counters.evicted == 0)
  }

  /// static_autoscaler.go sets lastScaleDownDeleteTime as soon as a deletion has started.
  @Test("The wait after a deletion counts from its begin")
  func delayAfterDelete() {
    var spec = ElasticCluster.spec(
      [
        SmallCluster.workload(.deployment, "large", replicas: 1, milli: 3_000),
        SmallCluster.workload(.deployment, "other", replicas: 1, milli: 3_000),
        SmallCluster.workload(.deployment, "slow", replicas: 1, milli: 500),
      ], least: 1, count: 3, greatest: 3)
    spec.nodeAutoscaling.delayAfterDelete = .minutes(10)
    spec.workloads[2].template.terminationGrace = .seconds(500)
    spec.workloads[2].template.containers[0].preStop = .seconds(400)
    var simulation = Simulation(seed: 1)
    var world = started(spec, seed: 1, &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_800))
    // The machine of the slow pod first; the other one would be due while that ends.
    let marks = marks(&world)
    #expect(marks.count == 2)
    for (first, second) in zip(marks, marks.dropFirst()) {
      #expect(first < SimTime(seconds: 700))
      #expect(second - first >= .minutes(10))
    }
  }
}
