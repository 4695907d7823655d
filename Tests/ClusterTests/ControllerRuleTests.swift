import Cluster
import Manifests
import SimulationKernel
import Testing

/// Rules of controllers that upstream's tables do not touch, from its sources.
@Suite("Controllers' rules beyond the tables")
struct ControllerRuleTests {
  private func pod(_ milli: Int64?) -> AutoscaledPod {
    AutoscaledPod(
      phase: .running, isDeleting: false, startedAt: .zero,
      ready: .init(isTrue: true, isFalse: false, changedAt: .zero),
      sample: milli.map { MetricSample(milli: $0, time: .zero, window: .zero) })
  }

  private let calculator = ReplicaCalculator(now: SimTime(seconds: 1_000))

  @Test("Samples of pods that are gone count in the average of a plain metric, not in a share")
  func strays() throws {
    let plain = try calculator.replicas(
      current: 1, targetAverageMilli: 100, pods: [pod(100)], resource: nil, strays: [500])
    #expect(plain.usageMilli == 300 && plain.replicas == 3)
    var asking = pod(100)
    asking.request = .success(100)
    let share = try calculator.replicas(
      current: 1, targetUtilization: 100, pods: [asking], resource: "memory", strays: [500])
    #expect(share.utilization == 100 && share.replicas == 1)
  }

  @Test("An object's metric needs pods, and a target of zero is no trap")
  func objects() throws {
    #expect(throws: MetricProblem.self) {
      try calculator.replicas(current: 2, valuesMilli: [10], targetMilli: 1, pods: [])
    }
    let none = try calculator.replicas(current: 0, valuesMilli: [0], targetMilli: 0, pods: [])
    #expect(none.replicas == 0)
  }

  @Test(
    "A usage of exactly 1.1 times the target scales up until tolerances have directions (1.33)",
    arguments: [(31, 11), (32, 11), (33, 10), (34, 10), (35, 10)])
  func tolerance(minor: Int, replicas: Int) throws {
    let text = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web}
      spec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 40}
      """
    let spec = try #require(AutoscalingWorld.autoscalers(text).first)
    let calculator = ReplicaCalculator(
      now: .zero, tolerance: spec.tolerance(in: ClusterVersion(minor: minor)))
    // In float64 1.1 - 1 is 0.10000000000000009, and 1 - 0.9 is 0.09999999999999998.
    for (usage, wanted) in [(11_000, replicas), (9_000, 10), (11_001, 12), (8_999, 9)] {
      let found = calculator.replicas(
        current: 10, valuesMilli: [Int64(usage)], targetAverageMilli: 1_000)
      #expect(found.replicas == wanted, "\(usage)")
    }
  }

  @Test("A budget needs a bound, and controllers whose scale can be read")
  func budgets() {
    let unbound = BudgetStatus(
      minAvailable: nil, maxUnavailable: nil, controllerScale: 3, podCount: 3, currentHealthy: 3)
    #expect(unbound.disruptionsAllowed == 0)
    var spec = SmallCluster.spec([
      SmallCluster.workload(.daemonSet, "agent", replicas: 1),
      SmallCluster.workload(.deployment, "web", replicas: 3),
      SmallCluster.workload(.pod, "alone", replicas: 1),
    ])
    spec.budgets = ["agent", "web", "alone"].map { app in
      var budget = BudgetSpec(
        name: app, namespace: "shop",
        selector: LabelSelector(matchLabels: StringMap([("app", app)])))
      budget.maxUnavailable = .int(1)
      return budget
    }
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.status(ofBudget: 0).disruptionsAllowed == 0)
    #expect(world.cluster.status(ofBudget: 1).disruptionsAllowed == 1)
    #expect(world.cluster.status(ofBudget: 2).disruptionsAllowed == 0)
  }

  /// disruption.go getExpectedPodCount, failSafe: only a whole number of `minAvailable` needs no
  /// scale.
  @Test(
    "A budget over pods without a scale knows nothing, unless it counts them",
    arguments: [
      (IntOrPercent.int(1), true, (expected: 0, healthy: 0, allowed: 0)),
      (.percent(50), true, (expected: 0, healthy: 0, allowed: 0)),
      (.percent(50), false, (expected: 0, healthy: 0, allowed: 0)),
      (.int(1), false, (expected: 6, healthy: 6, allowed: 5)),
    ] as [(IntOrPercent, Bool, (expected: Int, healthy: Int, allowed: Int))])
  func scaleless(
    bound: IntOrPercent, isMaximum: Bool, status: (expected: Int, healthy: Int, allowed: Int)
  ) {
    var spec = SmallCluster.spec([SmallCluster.workload(.daemonSet, "agent", replicas: 1)])
    var budget = BudgetSpec(
      name: "agent", namespace: "shop",
      selector: LabelSelector(matchLabels: StringMap([("app", "agent")])))
    if isMaximum { budget.maxUnavailable = bound } else { budget.minAvailable = bound }
    spec.budgets = [budget]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let found = world.cluster.status(ofBudget: 0)
    #expect(found.expectedPods == status.expected && found.currentHealthy == status.healthy)
    #expect(found.disruptionsAllowed == status.allowed)
  }

  /// Elastic's operator allows no disruption of a cluster that is not green
  /// (`pdb/reconcile_default.go`).
  @Test("A budget that follows a system's health keeps all of its pods while that is not well")
  func strictBudget() {
    var spec = SmallCluster.spec([SmallCluster.workload(.statefulSet, "logs", replicas: 3)])
    spec.workloads[0].userKind = "Elasticsearch"
    spec.workloads[0].userName = "quickstart"
    var budget = BudgetSpec(
      name: "quickstart-es-default", namespace: "shop",
      selector: LabelSelector(matchLabels: StringMap([("app", "logs")])))
    budget.minAvailable = .int(2)
    budget.strictMinimum = .int(3)
    budget.resource = ("Elasticsearch", "quickstart")
    spec.budgets = [budget]
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    for (isStrict, allowed) in [(false, 1), (true, 0), (false, 1)] {
      world.cluster.setBudgets(ofResourceBehind: 0, areStrict: isStrict)
      #expect(world.cluster.status(ofBudget: 0).disruptionsAllowed == allowed)
    }
  }

  @Test("A drain gives up pods that two budgets protect, and says that it failed")
  func doubleBudget() {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "web", replicas: 6)])
    spec.budgets = ["one", "two"].map { name in
      var budget = BudgetSpec(
        name: name, namespace: "shop",
        selector: LabelSelector(matchLabels: StringMap([("app", "web")])))
      budget.maxUnavailable = .int(1)
      return budget
    }
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.make(.drain(node: "worker-1", span: .unknown), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let reasons = world.cluster.drainEvents().map(\.reason)
    #expect(reasons.contains("EvictionFailed") && reasons.contains("DrainFailed"))
    #expect(!reasons.contains("NodeDrained"))
  }

  @Test("Ignored failures of an index lengthen its wait, even alone")
  func backoff() {
    let wait = JobBackoff.remaining(
      indexFailures: nil, ignored: 2, sinceLastFailure: .zero)
    #expect(wait == .seconds(40))
  }
}
