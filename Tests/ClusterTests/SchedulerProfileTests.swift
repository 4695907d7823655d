import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Profiles of the scheduler")
struct SchedulerProfileTests {
  /// The profiles of a Cluster document, and what is wrong with it.
  private func read(_ profiles: String) -> (profiles: [SchedulerProfile]?, problems: [String]) {
    let (loaded, diagnostics) = ClusterDocument.read(
      "zones: [{name: zone-a}], scheduler: {profiles: [\(profiles)]}, "
        + "nodePools: [{name: worker, cpu: \"4\", memory: 16Gi}]")
    let collector = DiagnosticCollector()
    PluginCatalog.checkNames(in: loaded?.models.cluster?.scheduler.profiles ?? [], collector)
    return (
      loaded?.models.cluster?.scheduler.profiles,
      (diagnostics + collector.diagnostics.items).map { $0.message + " " + ($0.help ?? "") }
    )
  }

  /// A minute of workloads on nodes of some thousandths of a core, each with its zone.
  private func world(
    _ profiles: String, _ workloads: [WorkloadSpec],
    nodes: [(milli: Int64, zone: String)] = [(4_000, "a"), (4_000, "a"), (4_000, "a")]
  ) throws -> ClusterWorld {
    let read = read(profiles)
    var spec = SmallCluster.spec(workloads)
    spec.nodes = nodes.enumerated().map { number, node in
      SmallCluster.node("worker-\(number + 1)", zone: node.zone, milli: node.milli)
    }
    spec.schedulerProfiles = try #require(read.profiles, "\(read.problems)")
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    return world
  }

  /// How many pods of all workloads each node has.
  private func counts(_ cluster: borrowing Cluster) -> [Int] {
    var counts = Array(repeating: 0, count: cluster.nodes.count)
    for workload in cluster.workloads.indices {
      for pod in cluster.workloads[workload].pods where cluster.pods[pod].node >= 0 {
        counts[Int(cluster.pods[pod].node)] += 1
      }
    }
    return counts
  }

  private func fit(_ strategy: String) -> String {
    "{plugins: {score: {disabled: [{name: \"*\"}], enabled: [{name: NodeResourcesFit}]}}, "
      + "pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: \(strategy)}}]}"
  }

  /// Where alone the fit ranks nodes: full ones first, empty ones first, or by a curve.
  @Test(
    "A scoring strategy packs pods or spreads them",
    arguments: [
      ("{type: MostAllocated, resources: [{name: cpu}]}", [0, 0, 6]),
      ("{type: LeastAllocated, resources: [{name: cpu}]}", [2, 2, 2]),
      (
        "{resources: [{name: cpu}], requestedToCapacityRatio: "
          + "{shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]}}", [2, 2, 2]
      ),
      (
        "{type: RequestedToCapacityRatio, resources: [{name: cpu}], requestedToCapacityRatio: "
          + "{shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]}}", [0, 0, 6]
      ),
      (
        "{type: RequestedToCapacityRatio, resources: [{name: cpu}], requestedToCapacityRatio: "
          + "{shape: [{utilization: 0, score: 10}, {utilization: 100, score: 0}]}}", [2, 2, 2]
      ),
    ])
  func strategies(strategy: String, wanted: [Int]) throws {
    let pods = SmallCluster.workload(.deployment, "web", replicas: 6, milli: 500)
    let world = try world(fit(strategy), [pods])
    let counts = counts(world.cluster)
    #expect(counts.sorted() == wanted)
  }

  /// The values by hand: of cpu 3,000 of 4,000 are requested with the pod on the first node, 1,000
  /// of 2,000 on the second.
  @Test("The curve is a broken line, whose values at 75 and 50 % decide")
  func curve() throws {
    var (large, small) = (
      SmallCluster.workload(.pod, "large", replicas: 1, milli: 2_500),
      SmallCluster.workload(.pod, "small", replicas: 1, milli: 500)
    )
    large.template.nodeName = "worker-1"
    small.template.nodeName = "worker-2"
    let asking = SmallCluster.workload(.pod, "asking", replicas: 1, milli: 500)
    // Higher at 75 % than at 50 %, and the other way round.
    for (shape, node) in [
      ("{utilization: 0, score: 0}, {utilization: 60, score: 2}, {utilization: 80, score: 10}", 0),
      ("{utilization: 40, score: 9}, {utilization: 60, score: 7}, {utilization: 90, score: 1}", 1),
    ] {
      let strategy =
        "{type: RequestedToCapacityRatio, resources: [{name: cpu}], "
        + "requestedToCapacityRatio: {shape: [\(shape)]}}"
      let world = try world(
        fit(strategy), [large, small, asking], nodes: [(4_000, "a"), (2_000, "a")])
      let pod = world.cluster.workloads[2].pods[0]
      let found = Int(world.cluster.pods[pod].node)
      #expect(found == node, "\(shape)")
    }
  }

  @Test("Pods that name no profile wait for another scheduler, without a word about them")
  func unknown() throws {
    var (named, other) = (
      SmallCluster.workload(.deployment, "named", replicas: 2),
      SmallCluster.workload(.deployment, "other", replicas: 2)
    )
    named.template.schedulerName = "packing"
    other.template.schedulerName = "volcano"
    var world = try world("{}, {schedulerName: packing}", [named, other])
    let ready = world.cluster.workloads.map(\.readyCount)
    #expect(ready == [2, 0])
    let events = world.cluster.drainEvents().filter { $0.reason == "FailedScheduling" }
    #expect(events.isEmpty)
  }

  @Test("A filter, and preemption, can be taken out of a profile")
  func leftOut() throws {
    var pod = SmallCluster.workload(.pod, "pod", replicas: 1)
    pod.template.nodeSelector["disk"] = "ssd"
    var urgent = SmallCluster.workload(.pod, "urgent", replicas: 1, milli: 3_900)
    urgent.template.priority = 1_000
    urgent.template.schedulerName = "gentle"
    let profiles =
      "{plugins: {filter: {disabled: [{name: NodeAffinity}]}}}, "
      + "{schedulerName: gentle, plugins: {multiPoint: {disabled: [{name: DefaultPreemption}]}}}"
    var first = SmallCluster.workload(.pod, "first", replicas: 1, milli: 2_000)
    first.template.nodeName = "worker-1"
    var world = try world(profiles, [first, pod, urgent], nodes: [(4_000, "a")])
    let waiting = world.cluster.pods[world.cluster.workloads[2].pods[0]]
    #expect(waiting.node < 0)
    let events = world.cluster.drainEvents()
    // Its node's kubelet looks at the selector all the same.
    let refused = events.filter { $0.reason == "NodeAffinity" }
    #expect(refused.map(\.name) == ["pod"])
    let failed = events.filter { $0.reason == "FailedScheduling" }
    #expect(!failed.isEmpty && failed.allSatisfy { !$0.message.contains("preemption:") })
  }

  @Test("Constraints of a profile's list spread pods that have none")
  func constraints() throws {
    let profile =
      "{pluginConfig: [{name: PodTopologySpread, args: {defaultingType: List, "
      + "defaultConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, "
      + "whenUnsatisfiable: DoNotSchedule}]}}]}"
    let pods = SmallCluster.workload(.deployment, "web", replicas: 4, milli: 1_500)
    // One zone has room for one pod only, so the other one takes no more than two.
    let world = try world(profile, [pods], nodes: [(16_000, "a"), (2_000, "b")])
    let counts = counts(world.cluster)
    #expect(counts == [2, 1])
  }

  @Test(
    "What a profile says wrongly is told",
    arguments: [
      ("{schedulerName: a}, {schedulerName: a}", "two profiles have the same schedulerName"),
      (
        "{pluginConfig: [{name: InterPodAffinity, args: {scoringStrategy: {}}}]}",
        "InterPodAffinity has no argument scoringStrategy"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: "
          + "{type: RequestedToCapacityRatio}}}]}", "needs a requestedToCapacityRatio"
      ),
      ("{plugins: {score: {disabled: [{name: NodeResourceFit}]}}}", "\"NodeResourceFit\" is not"),
      ("{plugins: {score: {enabled: [{name: \"*\"}]}}}", "only what is disabled can be *"),
      (
        "{plugins: {preScore: {disabled: [{name: \"*\"}]}}}",
        "known are filter, postFilter, score and multiPoint"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: "
          + "{resources: [{name: pods}]}}}]}", "scores count cpu, memory, ephemeral-storage"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesBalancedAllocation, args: "
          + "{resources: [{name: a/b/c}]}}]}", "scores count cpu, memory"
      ),
      (
        "{pluginConfig: [{name: InterPodAffinity, args: {kind: {}}}]}", "text"
      ),
      (
        "{pluginConfig: [{name: InterPodAffinity, args: {}}, {name: InterPodAffinity, args: {}}]}",
        "InterPodAffinity has arguments twice"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesBalancedAllocation, args: "
          + "{resources: [{name: cpu, weight: 2}]}}]}", "the weight of cpu must be 1"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesBalancedAllocation, args: "
          + "{resources: [{name: cpu}, {name: cpu}]}}]}", "names cpu twice"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: "
          + "{requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}]}}}}]}",
        "requestedToCapacityRatio has no effect where the type is LeastAllocated"
      ),
      (
        "{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: "
          + "{requestedToCapacityRatio: {shape: []}}}}]}", "utilization must ascend"
      ),
      (
        "{pluginConfig: [{name: PodTopologySpread, args: {defaultConstraints: "
          + "[{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]}}]}",
        "defaultConstraints must be left out where defaultingType is System"
      ),
      (
        "{pluginConfig: [{name: PodTopologySpread, args: {defaultingType: List, "
          + "defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}, "
          + "{maxSkew: 2, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]}}]}",
        "two defaultConstraints have the topologyKey a and DoNotSchedule"
      ),
    ])
  func refused(profiles: String, problem: String) {
    let problems = read(profiles).problems
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test("Arguments are taken as dumps have them, with their type")
  func dumped() {
    let read = read(
      "{pluginConfig: [{name: NodeResourcesFit, args: "
        + "{apiVersion: kubescheduler.config.k8s.io/v1, kind: NodeResourcesFitArgs, "
        + "scoringStrategy: {resources: [{name: example.com/gpu, weight: 3}]}}}]}")
    #expect(read.problems.isEmpty)
    #expect(read.profiles?.first?.fit.resources.map(\.name) == ["example.com/gpu"])
  }
}
