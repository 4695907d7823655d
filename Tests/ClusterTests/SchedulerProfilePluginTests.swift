import Cluster
import Manifests
import SimulationKernel
import Testing

import struct Cluster.NodeTaint

/// What the plugins of a profile are told, as it acts on the pods that name the profile.
@Suite("Plugins of the scheduler's profiles")
struct SchedulerProfilePluginTests {
  private func document(_ profiles: String) -> (settings: SchedulerSettings?, [Diagnostic]) {
    let (loaded, diagnostics) = ClusterDocument.read(
      "zones: [{name: zone-a}], scheduler: {profiles: [\(profiles)]}, "
        + "nodePools: [{name: worker, cpu: \"4\", memory: 16Gi}]")
    return (loaded?.models.cluster?.scheduler, diagnostics)
  }

  /// Workloads on some nodes, where all that fit are placed.
  private func world(
    _ profiles: String, _ workloads: [WorkloadSpec], _ nodes: [NodeSpec],
    _ simulation: inout Simulation
  ) throws -> ClusterWorld {
    let (settings, problems) = document(profiles)
    var spec = SmallCluster.spec(workloads)
    spec.nodes = nodes
    spec.schedulerProfiles = try #require(settings?.profiles, "\(problems.map(\.message))")
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  /// The node of the first pod of a workload; nil where it has none.
  private func node(_ world: borrowing ClusterWorld, of workload: Int) -> Int? {
    world.cluster.workloads[workload].pods.first.map { Int(world.cluster.pods[$0].node) }
  }

  /// A profile by which only some plugins rank nodes.
  private func profile(_ scores: String, _ arguments: String = "") -> String {
    "{plugins: {score: {disabled: [{name: \"*\"}], enabled: [\(scores)]}}, "
      + "pluginConfig: [\(arguments)]}"
  }

  private static let byCPU =
    "{name: NodeResourcesFit, args: {scoringStrategy: {resources: [{name: cpu}]}}}"

  /// A pod that is on the first node already, and one that asks, with a label of its own.
  private func pods(ask milli: Int64 = 500) -> (base: WorkloadSpec, guest: WorkloadSpec) {
    var base = SmallCluster.workload(.pod, "base", replicas: 1, milli: 2_000)
    base.template.nodeName = "worker-1"
    return (base, SmallCluster.workload(.pod, "guest", replicas: 1, milli: milli))
  }

  private func twoNodes() -> [NodeSpec] {
    ["a", "b"].enumerated().map { SmallCluster.node("worker-\($0 + 1)", zone: $1) }
  }

  /// Of cpu 37 % would be free on the first node and 87 % on the second: the required affinity of
  /// the pod on the first counts for more where it counts at all.
  @Test(
    "A required affinity of others draws a pod by hardPodAffinityWeight", arguments: [0, 1, 50])
  func hardWeight(weight: Int) throws {
    var (base, guest) = pods()
    base.template.requiredAffinity = [
      AffinityTerm(
        selector: LabelSelector(matchLabels: guest.template.labels),
        topologyKey: "topology.kubernetes.io/zone")
    ]
    let profile = profile(
      "{name: NodeResourcesFit}, {name: InterPodAffinity}",
      Self.byCPU
        + ", {name: InterPodAffinity, args: {hardPodAffinityWeight: \(weight)}}")
    var simulation = Simulation(seed: 1)
    let world = try world(profile, [base, guest], twoNodes(), &simulation)
    let found = node(world, of: 1)
    #expect(found == (weight == 0 ? 1 : 0))
  }

  @Test("Preferences of others draw a pod without any unless a profile ignores them")
  func preferences() throws {
    for (isIgnored, wanted) in [(false, 0), (true, 1)] {
      var (base, guest) = pods()
      base.template.preferredAffinity = [
        WeightedAffinityTerm(
          weight: 10,
          term: AffinityTerm(
            selector: LabelSelector(matchLabels: guest.template.labels),
            topologyKey: "topology.kubernetes.io/zone"))
      ]
      let profile = profile(
        "{name: NodeResourcesFit}, {name: InterPodAffinity}",
        Self.byCPU + ", {name: InterPodAffinity, args: "
          + "{ignorePreferredTermsOfExistingPods: \(isIgnored)}}")
      var simulation = Simulation(seed: 1)
      let world = try world(profile, [base, guest], twoNodes(), &simulation)
      let found = node(world, of: 1)
      #expect(found == wanted)
    }
  }

  /// Taints give 0 and 100 points, cpu 87 and 37: three times the cpu outweighs the taint.
  @Test("Scores count by their weights", arguments: [(1, 1), (3, 0)])
  func weights(weight: Int, wanted: Int) throws {
    var (base, guest) = pods()
    base.template.nodeName = "worker-2"
    base.template.tolerations = []
    guest.template.tolerations = []
    var nodes = twoNodes()
    nodes[0].taints = [NodeTaint(key: "spare", value: "", effect: .preferNoSchedule)]
    let profile = profile(
      "{name: TaintToleration}, {name: NodeResourcesFit, weight: \(weight)}", Self.byCPU)
    var simulation = Simulation(seed: 1)
    let world = try world(profile, [base, guest], nodes, &simulation)
    let found = node(world, of: 1)
    #expect(found == wanted)
  }

  /// The one large node is beyond those among which the search ends (numFeasibleNodesToFind).
  @Test(
    "A profile's share of the nodes goes before the scheduler's own",
    arguments: [(50, false), (75, false), (90, true), (100, true)])
  func percentage(percentage: Int, isFound: Bool) throws {
    let guest = SmallCluster.workload(.pod, "guest", replicas: 1)
    let nodes = (0..<200).map { number in
      SmallCluster.node("worker-\(number)", zone: "a", milli: number == 160 ? 64_000 : 4_000)
    }
    let profile =
      "{percentageOfNodesToScore: \(percentage), "
      + profile("{name: NodeResourcesFit}", Self.byCPU).dropFirst()
    var simulation = Simulation(seed: 1)
    let world = try world(profile, [guest], nodes, &simulation)
    let found = node(world, of: 0)
    #expect((found == 160) == isFound, "\(String(describing: found))")
  }

  /// A pod that asks for a quarter of a node's cpu, a GPU and 10 Gi of disk, on two nodes.
  ///
  /// They have 4 and 2 GPUs, 100 and 20 Gi of disk, 16 Gi and 256 Mi of memory; it asks for
  /// 64 Mi of that.
  @Test(
    "Scores see the resources that a profile names",
    arguments: [
      ("NodeResourcesFit", "LeastAllocated", "example.com/gpu", 0),
      ("NodeResourcesFit", "MostAllocated", "example.com/gpu", 1),
      ("NodeResourcesFit", "RequestedToCapacityRatio", "example.com/gpu", 1),
      ("NodeResourcesFit", "LeastAllocated", "ephemeral-storage", 0),
      ("NodeResourcesFit", "MostAllocated", "ephemeral-storage", 1),
      ("NodeResourcesFit", "RequestedToCapacityRatio", "ephemeral-storage", 1),
      // 25 % of cpu beside 25 and 50 % of GPUs, 10 and 50 % of disk, 0.4 and 25 % of memory.
      ("NodeResourcesBalancedAllocation", "", "example.com/gpu", 0),
      ("NodeResourcesBalancedAllocation", "", "ephemeral-storage", 0),
      ("NodeResourcesBalancedAllocation", "", "memory", 1),
    ])
  func resources(plugin: String, strategy: String, resource: String, wanted: Int) throws {
    var guest = SmallCluster.workload(.pod, "guest", replicas: 1, milli: 1_000)
    guest.template.containers[0].requests.ephemeralStorage = 10 << 30
    guest.template.containers[0].hasStorageRequest = true
    guest.template.containers[0].requests.extended = [.init(name: "example.com/gpu", amount: 1)]
    var nodes = twoNodes()
    for (index, (gpus, gibibytes)) in [(4, 100), (2, 20)].enumerated() {
      nodes[index].capacity.extended = [.init(name: "example.com/gpu", amount: Int64(gpus))]
      nodes[index].capacity.ephemeralStorage = Int64(gibibytes) << 30
      if index == 1 { nodes[index].capacity.memory = 256 << 20 }
      nodes[index].allocatable = nodes[index].capacity
    }
    let curve =
      strategy == "RequestedToCapacityRatio"
      ? ", requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, "
        + "{utilization: 100, score: 10}]}" : ""
    let arguments =
      strategy.isEmpty
      ? "{resources: [{name: cpu}, {name: \(resource)}]}"
      : "{scoringStrategy: {type: \(strategy), resources: [{name: \(resource)}]\(curve)}}"
    let profile = profile("{name: \(plugin)}", "{name: \(plugin), args: \(arguments)}")
    var simulation = Simulation(seed: 1)
    let world = try world(profile, [guest], nodes, &simulation)
    let found = node(world, of: 0)
    #expect(found == wanted)
  }

  /// What only one filter has against a pod on the only node.
  enum Obstacle: String, CaseIterable, Sendable {
    case taint = "TaintToleration"
    case size = "NodeResourcesFit"
    case neighbour = "InterPodAffinity"
  }

  /// The kubelet refuses a pod that is too large all the same, and another one is made.
  @Test(
    "A filter that a profile leaves out lets its pods pass, and no others",
    arguments: Obstacle.allCases)
  func filters(obstacle: Obstacle) throws {
    let base = pods().base
    var node = SmallCluster.node("worker-1", zone: "a")
    if obstacle == .taint { node.taints = [NodeTaint(key: "kept", value: "", effect: .noSchedule)] }
    let asking = ["guest", "free"].map { name in
      var asking = SmallCluster.workload(
        .deployment, name, replicas: 0, milli: obstacle == .size ? 5_000 : 500)
      if obstacle == .neighbour {
        asking.template.requiredAntiAffinity = [
          AffinityTerm(
            selector: LabelSelector(matchLabels: base.template.labels),
            topologyKey: "topology.kubernetes.io/zone")
        ]
      }
      if name == "free" { asking.template.schedulerName = "free" }
      return asking
    }
    let profiles =
      "{}, {schedulerName: free, plugins: {filter: {disabled: [{name: \(obstacle.rawValue)}]}}}"
    var simulation = Simulation(seed: 1)
    var world = try world(profiles, [base] + asking, [node], &simulation)
    for workload in 1...2 { world.cluster.scale(workload: workload, to: 1, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 10))
    let events = world.cluster.drainEvents()
    let scheduled = events.filter { $0.reason == "Scheduled" }
    #expect(!scheduled.isEmpty && scheduled.allSatisfy { $0.name.hasPrefix("free-") })
    #expect(scheduled.allSatisfy { $0.source.rawValue == "free" })
    let failed = events.filter { $0.reason == "FailedScheduling" }
    #expect(!failed.isEmpty && failed.allSatisfy { $0.name.hasPrefix("guest-") })
    #expect(failed.allSatisfy { $0.source.rawValue == "default-scheduler" })
  }

  @Test("A name that no plugin has is told at its place, with the nearest that one has")
  func names() throws {
    let known = PluginCatalog.names
    #expect(Set(known).count == known.count)
    let enabled = known.map { "{name: \($0)}" }.joined(separator: ", ")
    let (settings, problems) = document(
      "{plugins: {multiPoint: {disabled: [{name: NodeResourceFit}], enabled: [\(enabled)]}}}")
    #expect(problems.isEmpty)
    let collector = DiagnosticCollector()
    PluginCatalog.checkNames(in: try #require(settings).profiles, collector)
    let items = collector.diagnostics.items
    let words = (known + ["*"]).joined(separator: ", ")
    #expect(items.map(\.message) == ["\"NodeResourceFit\" is not one of \(words)"])
    #expect(items.first?.help == "did you mean \"NodeResourcesFit\"?")
    #expect(items.first?.span == settings?.profiles.first?.plugins.multiPoint.disabled.first?.span)
  }
}
