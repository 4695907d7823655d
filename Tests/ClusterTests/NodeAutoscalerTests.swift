import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Elastic pools of nodes")
struct NodeAutoscalerTests {
  private func world(_ spec: ClusterSpec, seed: UInt64, _ simulation: inout Simulation)
    -> ClusterWorld
  {
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    return world
  }

  /// A machine that one pod fills, of a pool as a test has it; a second pod asks for another.
  private func short(
    greatest: Int, _ simulation: inout Simulation, _ change: (inout ClusterSpec) -> Void
  ) -> ClusterWorld {
    var spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000)], least: 1, count: 1,
      greatest: greatest)
    change(&spec)
    var world = world(spec, seed: 5, &simulation)
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    return world
  }

  private func run(_ world: inout ClusterWorld, _ simulation: inout Simulation, to seconds: Double)
  {
    simulation.run(&world, through: SimTime(seconds: seconds))
  }

  @Test(
    "Pods that fit nowhere bring machines, in the steps and times of the parts", arguments: 1...20)
  func grows(seed: Int) throws {
    let seed = UInt64(seed)
    var agent = SmallCluster.workload(.daemonSet, "agent", replicas: 1, milli: 100)
    agent.template.tolerations = [PodToleration(comparison: .exists)]
    let spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 3, milli: 1_000), agent], least: 1,
      count: 1, greatest: 5)
    var simulation = Simulation(seed: seed)
    var world = world(spec, seed: seed, &simulation)
    run(&world, &simulation, to: 30)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 1)
    world.cluster.scale(workload: 0, to: 10, in: &simulation)
    run(&world, &simulation, to: 400)
    // Three pods of one core a machine beside the daemon: ten need four machines.
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 4)
    #expect(world.cluster.workloads[0].readyCount == 10)
    #expect(world.cluster.workloads[1].readyCount == 4)
    let events = world.cluster.drainEvents()
    let failed = try #require(events.first { $0.reason == "FailedScheduling" }).time
    let asked = try #require(events.first { $0.reason == "TriggeredScaleUp" })
    #expect(asked.message == "pod triggered scale-up: [{pool 1->4 (max: 5)}]")
    // The first scan, of one each ten seconds, at which the oldest pod is two seconds old.
    #expect(asked.time - failed <= .seconds(12))
    let joined = events.filter { $0.reason == "RegisteredNode" }.map(\.time)
    #expect(joined.count == 3)
    #expect(joined.allSatisfy { $0 - asked.time >= .seconds(60) })
    #expect(joined.allSatisfy { $0 - asked.time <= .seconds(120) })
    let ready = events.filter { $0.reason == "NodeReady" }.map(\.time)
    #expect(ready.count == 3)
    for (start, end) in zip(joined, ready.sorted()) {
      #expect(end - start >= .seconds(10))
    }
    // A new machine has no images.
    let first = try #require(joined.min())
    #expect(events.contains { $0.reason == "Pulling" && $0.time > first })
  }

  @Test("A pool stops at its greatest size and says so, and says why a pod fits no machine")
  func bounds() {
    let spec = ElasticCluster.spec(
      [
        SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 3_000),
        SmallCluster.workload(.deployment, "giant", replicas: 0, milli: 5_000),
      ], least: 1, count: 1, greatest: 2)
    var simulation = Simulation(seed: 3)
    var world = world(spec, seed: 3, &simulation)
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    run(&world, &simulation, to: 30)
    let early = world.cluster.drainEvents().filter { $0.reason == "NotTriggerScaleUp" }
    #expect(early.map(\.message) == ["pod didn't trigger scale-up: 1 Insufficient cpu"])
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    world.cluster.scale(workload: 0, to: 4, in: &simulation)
    run(&world, &simulation, to: 400)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 2)
    let late = world.cluster.drainEvents().filter { $0.reason == "NotTriggerScaleUp" }
    #expect(late.count >= 2)
    #expect(
      late.allSatisfy {
        $0.message == "pod didn't trigger scale-up: 1 max node group size reached"
      })
  }

  @Test(
    "Machines that nothing needs go after their time, down to the least size", arguments: 1...20)
  func shrinks(seed: Int) throws {
    let seed = UInt64(seed)
    let spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 2, milli: 1_000)], least: 2, count: 2,
      greatest: 5)
    var simulation = Simulation(seed: seed)
    var world = world(spec, seed: seed, &simulation)
    world.cluster.scale(workload: 0, to: 18, in: &simulation)
    run(&world, &simulation, to: 300)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 5)
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    _ = world.cluster.drainEvents()
    run(&world, &simulation, to: 2_400)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 2)
    #expect(world.cluster.workloads[0].readyCount == 2)
    let events = world.cluster.drainEvents()
    let marked = events.filter { $0.message == "marked the node as toBeDeleted/unschedulable" }
    #expect(marked.count == 3)
    // Unneeded for ten minutes, and no earlier than ten minutes after the last machine came.
    #expect(marked.allSatisfy { $0.time >= SimTime(seconds: 300 + 600) })
    let removed = events.filter { $0.message == "node removed by cluster autoscaler" }
    #expect(removed.count == 3)
    let counters = world.cluster.nodeAutoscaler.counters
    #expect(counters.removedEmpty + counters.removedUnderused == 3)
  }

  @Test("A machine whose annotation forbids it stays, whatever runs on it")
  func annotation() {
    var spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 1, milli: 100)], least: 0, count: 4,
      greatest: 4)
    spec.nodes[2].keepsFromScaleDown = true
    var simulation = Simulation(seed: 6)
    var world = world(spec, seed: 6, &simulation)
    run(&world, &simulation, to: 3_600)
    let left = world.cluster.nodes.indices.filter { !world.cluster.nodes[$0].isDeleted }
    let home = Int(world.cluster.pods[world.cluster.workloads[0].pods[0]].node)
    #expect(left.contains(2) && left.allSatisfy { $0 == 2 || $0 == home })
    #expect(world.cluster.nodeAutoscaler.members[2].blocker == .scaleDownDisabled)
    let marked = world.cluster.drainEvents().filter {
      $0.reason == "ScaleDown" && $0.kind == "Node"
    }
    #expect(!marked.contains { $0.name == spec.nodes[2].name })
  }

  @Test("A machine's pods leave it by the budget, or keep it where the budget has no room")
  func budgets() {
    var spec = ElasticCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 4, milli: 500)], least: 1, count: 4,
      greatest: 4)
    // Each machine has one pod: little is requested of all, and one would take them all.
    let own = LabelSelector(matchLabels: spec.workloads[0].template.labels)
    spec.workloads[0].template.preferredAffinity = [
      WeightedAffinityTerm(
        weight: -100, term: AffinityTerm(selector: own, topologyKey: "kubernetes.io/hostname"))
    ]
    var budget = BudgetSpec(name: "cart", namespace: "shop", selector: own)
    for room in [0, 1] {
      budget.maxUnavailable = .int(Int32(room))
      spec.budgets = [budget]
      var simulation = Simulation(seed: 4)
      var world = world(spec, seed: 4, &simulation)
      var least = 4
      for step in 1...3_600 {
        run(&world, &simulation, to: Double(step))
        least = min(least, world.cluster.status(ofBudget: 0).currentHealthy)
      }
      #expect(least == 4 - room)
      #expect(ElasticCluster.size(of: 0, in: world.cluster) == (room == 0 ? 4 : 1))
      #expect(world.cluster.workloads[0].readyCount == 4)
    }
  }

  @Test("What keeps a pod is found in upstream's order")
  func blockers() {
    let settings = AutoscalerSettings()
    var pod = MovablePod()
    #expect(pod.blocker(settings) == nil)
    pod.allowances = [0]
    #expect(pod.blocker(settings) == .budget)
    pod.hasLocalStorage = true
    #expect(pod.blocker(settings) == .localStorage)
    pod.safeToEvict = false
    #expect(pod.blocker(settings) == .notSafeToEvict)
    pod.isSystem = true
    #expect(pod.blocker(settings) == .notSafeToEvict)
    pod.allowances = []
    #expect(pod.blocker(settings) == .systemPod)
    pod.isBare = true
    #expect(pod.blocker(settings) == .notReplicated)
    pod.safeToEvict = true
    #expect(pod.blocker(settings) == nil)
    var lenient = AutoscalerSettings()
    lenient.skipsLocalStorage = false
    lenient.skipsSystemPods = false
    var local = MovablePod()
    local.hasLocalStorage = true
    local.isSystem = true
    #expect(local.blocker(lenient) == nil)
  }

  @Test("Each expander takes the option that its rule names; equals are taken alike often")
  func expanders() {
    func option(_ pool: Int, nodes: Int, pods: Int, cores: Int64, priority: Int) -> ExpansionOption
    {
      ExpansionOption(
        pool: pool, nodes: nodes, pods: pods,
        node: PodResources(cpuMilli: cores * 1_000, memory: cores << 32),
        requested: PodResources(cpuMilli: 6_000, memory: 24 << 30), priority: priority)
    }
    // Six cores requested: three machines of 2 leave nothing, one of 16 ten, two of 4 two.
    let options = [
      option(0, nodes: 3, pods: 6, cores: 2, priority: 1),
      option(1, nodes: 1, pods: 6, cores: 16, priority: 5),
      option(2, nodes: 2, pods: 9, cores: 4, priority: 2),
    ]
    var random = EntityRandom(seed: 1, stream: "test")
    let expected: [(AutoscalerSettings.Expander, Int)] = [
      (.leastWaste, 0), (.leastNodes, 1), (.mostPods, 2), (.priority, 1),
    ]
    func choose(_ rules: AutoscalerSettings.Expander...) -> Int? {
      AutoscalerSettings.Expander.choose(
        among: options, by: rules, nodes: 10, random: &random)?.pool
    }
    for (expander, pool) in expected {
      #expect(choose(expander) == pool)
    }
    // Of the two that take six pods, the one with the fewer machines.
    #expect(choose(.leastNodes, .mostPods) == 1)
    var counts = [0, 0, 0]
    for _ in 0..<3_000 {
      counts[choose(.random) ?? 0] += 1
    }
    // Within four standard deviations of a third.
    #expect(counts.allSatisfy { abs($0 - 1_000) < 104 })
    #expect(
      AutoscalerSettings.Expander.choose(
        among: [], by: [.random], nodes: 10, random: &random) == nil)
  }

  @Test("The price expander weighs what machines cost against what their pods are worth")
  func prices() {
    func option(_ pool: Int, nodes: Int, cores: Int64, price: Double) -> ExpansionOption {
      ExpansionOption(
        pool: pool, nodes: nodes, pods: 4,
        node: PodResources(cpuMilli: cores * 1_000, memory: cores << 32),
        requested: PodResources(cpuMilli: 4_000, memory: 8 << 30), priority: nil, price: price)
    }
    var random = EntityRandom(seed: 1, stream: "test")
    func choose(_ options: [ExpansionOption], nodes: Int) -> Int? {
      AutoscalerSettings.Expander.choose(
        among: options, by: [.price], nodes: nodes, random: &random)?.pool
    }
    // Of equal machines the cheaper one.
    #expect(
      choose(
        [option(0, nodes: 1, cores: 4, price: 0.3), option(1, nodes: 1, cores: 4, price: 0.2)],
        nodes: 10) == 1)
    // At about the same price, machines of four cores suit ten nodes and those of 16 a hundred.
    let sizes = [
      option(0, nodes: 1, cores: 4, price: 0.2), option(1, nodes: 1, cores: 16, price: 0.21),
    ]
    #expect(choose(sizes, nodes: 10) == 0)
    #expect(choose(sizes, nodes: 100) == 1)
  }

  @Test("Pools of like machines share what one of them would get, the smallest first")
  func balance() throws {
    func orders(isBalanced: Bool) throws -> [Int] {
      var spec = SmallCluster.spec([
        SmallCluster.workload(.deployment, "cart", replicas: 12, milli: 1_900)
      ])
      spec.nodes = []
      for (name, count, milli) in [("a", 1, Int64(4_000)), ("b", 2, 4_000), ("c", 1, 2_000)] {
        ElasticCluster.pool(
          name, least: count, count: count, greatest: 6, milli: milli, in: &spec)
      }
      spec.nodeAutoscaling.balancesSimilarPools = isBalanced
      spec.nodeAutoscaling.expanders = [.leastNodes]
      var simulation = Simulation(seed: 1)
      var world = world(spec, seed: 1, &simulation)
      run(&world, &simulation, to: 400)
      #expect(world.cluster.workloads[0].readyCount == 12)
      return (0..<3).map { ElasticCluster.size(of: $0, in: world.cluster) }
    }
    let balanced = try orders(isBalanced: true)
    #expect(abs(balanced[0] - balanced[1]) <= 1, "\(balanced)")
    let alone = try orders(isBalanced: false)
    #expect(alone.reduce(0, +) == balanced.reduce(0, +))
  }

  @Test("A provider that does not deliver is given up after its time, and its pool waits")
  func timeout() throws {
    var simulation = Simulation(seed: 5)
    var world = short(greatest: 3, &simulation) { $0.pools[0].provision = .constant(3_600) }
    run(&world, &simulation, to: 1_600)
    let events = world.cluster.drainEvents()
    let asked = events.filter { $0.reason == "TriggeredScaleUp" }.map(\.time)
    let late = try #require(events.first { $0.reason == "ScaleUpTimedOut" })
    // The first scan, of one each 10 s, after the 15 minutes.
    #expect(late.message == "Nodes added to group pool failed to register within 15m10s")
    #expect(
      late.time - asked[0] > .minutes(15) && late.time - asked[0] <= .minutes(15) + .seconds(20))
    let removed = events.filter { $0.reason == "DeleteUnregistered" }
    #expect(removed.map(\.message) == ["Removed unregistered node pool-2"])
    // Five minutes of back-off, then it is tried again.
    #expect(asked.count == 2 && asked[1] - late.time >= .minutes(5))
    #expect(world.cluster.nodeAutoscaler.counters.failedScaleUps == 1)
    #expect(ElasticCluster.size(of: 0, in: world.cluster) == 1)
  }

  /// node_lifecycle_controller.go monitorNodeHealth looks at new nodes as at others, every 5 s;
  /// doNoExecuteTaintingPass runs every 100 ms.
  @Test("A machine that is not ready yet has the taint NoExecute, and loses it after that")
  func newTaint() throws {
    var simulation = Simulation(seed: 5)
    var world = short(greatest: 2, &simulation) { $0.pools[0].readiness = .constant(60) }
    var came, went: SimTime?
    while simulation.now < SimTime(seconds: 300), went == nil {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      let has = world.cluster.nodes[1].noExecuteSince != .infinity
      if has, came == nil { came = simulation.now }
      if !has, came != nil { went = simulation.now }
    }
    let events = world.cluster.drainEvents()
    let joined = try #require(events.first { $0.reason == "RegisteredNode" }).time
    let ready = try #require(events.first { $0.reason == "NodeReady" }).time
    #expect(try #require(came) - joined <= .milliseconds(5_300))
    let end = try #require(went)
    #expect(end > ready && end - ready <= .milliseconds(5_300))
    run(&world, &simulation, to: 400)
    #expect(world.cluster.workloads[0].readyCount == 2)
  }

  /// clusterstate.go: a node that is not ready has not started for 15 minutes, and is then unready.
  @Test("Pods do not wait for a machine that registers and never becomes ready")
  func neverReady() throws {
    var simulation = Simulation(seed: 5)
    var world = short(greatest: 3, &simulation) {
      $0.pools[0].provision = .constant(60)
      $0.pools[0].readiness = .constant(7_200)
    }
    run(&world, &simulation, to: 1_600)
    let events = world.cluster.drainEvents()
    let asked = events.filter { $0.reason == "TriggeredScaleUp" }
    let late = events.filter { $0.reason == "ScaleUpTimedOut" }.map(\.time)
    #expect(late.count == 1)
    #expect(!events.contains { $0.reason == "DeleteUnregistered" })
    #expect(
      asked.map(\.message) == [
        "pod triggered scale-up: [{pool 1->2 (max: 3)}]",
        "pod triggered scale-up: [{pool 2->3 (max: 3)}]",
      ])
    for (first, end) in zip(asked, late) {
      #expect(end - first.time > .minutes(15) && end - first.time <= .minutes(15) + .seconds(10))
    }
    // Five minutes of back-off.
    for (second, end) in zip(asked.dropFirst(), late) {
      #expect(second.time - end >= .minutes(5) && second.time - end <= .minutes(5) + .seconds(20))
    }
  }
}
