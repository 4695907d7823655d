import Cluster
import Glibc
import Manifests
import Metrics
import SimulationKernel
import Testing

@Suite("Autoscaling of a running cluster")
struct AutoscalingTests {
  static func autoscaler(behavior: String = "") -> String {
    """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 40
      metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
    \(behavior)
    """
  }

  /// Replicas at which usage in whole percent of the requests is within 10 % of the target.
  private static func settled(_ replicas: Int, demandMilli: Double) -> Bool {
    let utilization = (100 * demandMilli / (500 * Double(replicas))).rounded(.down)
    return abs(utilization / 50 - 1) <= 0.1 + 1e-9
  }

  @Test("replicas follow a step of the load to where usage meets the target", arguments: 0..<30)
  func step(seed: UInt64) {
    var world = AutoscalingWorld(
      manifest: Self.autoscaler(), replicas: 4,
      demand: [(.zero, 1_000), (SimTime(seconds: 120), 3_000)], seed: seed)
    var simulation = Simulation(seed: seed)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    // Before the step usage is on target: nothing changes.
    #expect(world.replicas(at: SimTime(seconds: 120)) == 4)
    #expect(Self.settled(world.replicas(at: SimTime(seconds: 600)), demandMilli: 3_000))
    // A reading up to 10 s old, 15 s to the next scrape that shows the step, 15 s to the sync.
    let first = world.scalings.first { $0.time > SimTime(seconds: 120) }
    #expect(first.map { $0.time <= SimTime(seconds: 120 + 40) } == true)
    for (before, after) in zip(world.scalings, world.scalings.dropFirst()) {
      // Default rules allow the greater of 4 pods and 100 % in 15 s.
      #expect(after.replicas <= max(before.replicas + 4, 2 * before.replicas))
    }
    let events = world.events.filter { $0.reason == "SuccessfulRescale" }
    #expect(events.count == world.scalings.count - 1)
    #expect(
      events.first?.message
        == "New size: \(first?.replicas ?? 0); reason: cpu resource utilization "
        + "(percentage of request) above target")
  }

  @Test("nothing is scaled down before five minutes of lower recommendations", arguments: 0..<30)
  func scaleDown(seed: UInt64) {
    var world = AutoscalingWorld(
      manifest: Self.autoscaler(), replicas: 12,
      demand: [(.zero, 3_000), (SimTime(seconds: 100), 1_000)], seed: seed)
    var simulation = Simulation(seed: seed)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 900))
    let first = world.scalings.first { $0.time > .zero }
    #expect(first.map { $0.time >= SimTime(seconds: 100 + 285) } == true)
    #expect(Self.settled(world.replicas(at: SimTime(seconds: 900)), demandMilli: 1_000))
    let reasons = world.events.filter { $0.reason == "SuccessfulRescale" }.map(\.message)
    #expect(reasons.allSatisfy { $0.hasSuffix("; reason: All metrics below target") })
  }

  @Test("the status wants what is asked of the target, not what the metrics alone propose")
  func desired() {
    // Metrics propose one pod; the window of the scale-down and then the bound allow no fewer.
    var world = AutoscalingWorld(
      manifest: Self.autoscaler(), replicas: 6, demand: [(.zero, 100)], seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    for seconds in [60, 240, 900] as [Double] {
      simulation.run(&world, through: SimTime(seconds: seconds))
      let desired = world.cluster.autoscaling.autoscalers[0].desiredReplicas
      #expect(desired == world.cluster.workloads[0].replicas)
    }
    #expect(world.cluster.workloads[0].replicas == 2)
  }

  @Test("a policy of one pod a minute is obeyed while the load wants more", arguments: 0..<10)
  func policy(seed: UInt64) {
    let behavior = "  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 60}]}}"
    var world = AutoscalingWorld(
      manifest: Self.autoscaler(behavior: behavior), replicas: 4, demand: [(.zero, 8_000)],
      seed: seed)
    var simulation = Simulation(seed: seed)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    #expect(world.scalings.count >= 8)
    for (before, after) in zip(world.scalings.dropFirst(), world.scalings.dropFirst(2)) {
      #expect(after.replicas == before.replicas + 1)
      #expect(after.time - before.time >= .seconds(60))
    }
  }

  @Test("a platform that has run has samples: no autoscaler fails at the start", arguments: 0..<30)
  func runningStart(seed: UInt64) {
    // Both are used as the target asks: all of the memory, half of the CPU that is requested.
    for target in [
      "cpu, target: {type: Utilization, averageUtilization: 50}",
      "memory, target: {type: Utilization, averageUtilization: 100}",
    ] {
      let manifest = Self.autoscaler().replacing(
        "cpu, target: {type: Utilization, averageUtilization: 50}", with: target)
      var world = AutoscalingWorld(
        manifest: manifest, replicas: 4, demand: [(.zero, 1_000)], seed: seed)
      var simulation = Simulation(seed: seed)
      world.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 120))
      #expect(!world.events.contains { $0.isWarning })
      #expect(world.replicas(at: SimTime(seconds: 120)) == 4)
    }
  }

  @Test("conditions say what holds a number back", arguments: 0..<10)
  func conditions(seed: UInt64) {
    let behavior = "  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 60}]}}"
    var world = AutoscalingWorld(
      manifest: Self.autoscaler(behavior: behavior), replicas: 4,
      demand: [(.zero, 8_000), (SimTime(seconds: 300), 100)], seed: seed)
    var simulation = Simulation(seed: seed)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 420))
    let changes = world.cluster.drainConditionChanges()
    let limited = changes.first { $0.condition == "ScalingLimited" && $0.status == .true }
    #expect(limited?.reason == "ScaleUpLimit")
    #expect(
      limited?.message
        == "the desired replica count is increasing faster than the maximum scale rate")
    let held = changes.last { $0.condition == "AbleToScale" }
    #expect(held?.reason == "ScaleDownStabilized")
    #expect(
      held?.message
        == "recent recommendations were higher than current one, applying the highest recent "
        + "recommendation")
    let active = changes.filter { $0.condition == "ScalingActive" }
    #expect(active.map(\.reason) == ["ValidMetricFound"])
  }

  @Test("without metrics-server nothing is scaled; once it is back it needs two scrapes")
  func metricsServer() throws {
    var server = SmallCluster.workload(.deployment, "metrics-server", replicas: 1)
    server.template.containers[0].image = "registry.k8s.io/metrics-server/metrics-server:v0.7.2"
    var world = AutoscalingWorld(
      manifest: Self.autoscaler(), replicas: 4,
      demand: [(.zero, 1_000), (SimTime(seconds: 120), 3_000)], seed: 6, others: [server])
    var simulation = Simulation(seed: 6)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(world.scalings.count == 1)
    let failure = try #require(world.events.last { $0.reason == "FailedGetResourceMetric" })
    #expect(
      failure.message
        == "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch "
        + "metrics from resource metrics API: the server is currently unable to handle the request "
        + "(get pods.metrics.k8s.io)")
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 420))
    let first = try #require(world.scalings.dropFirst().first)
    #expect(first.replicas > 4 && first.time > SimTime(seconds: 315))
  }

  @Test("Two autoscalers of the same pods hold each other back and say so")
  func overlap() {
    let twin = Self.autoscaler().replacing("{name: web, namespace", with: "{name: other, namespace")
    var world = AutoscalingWorld(
      manifest: Self.autoscaler() + "\n---\n" + twin, replicas: 4, demand: [(.zero, 3_000)],
      seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(world.scalings.count == 1)
    for index in 0..<2 {
      let conditions = world.cluster.autoscaling.autoscalers[index].conditions.entries
      let active = conditions.first { $0.kind == .scalingActive }
      #expect(active?.isTrue == false && active?.reason == "AmbiguousSelector")
    }
    let event = world.events.first { $0.reason == "AmbiguousSelector" }
    #expect(event?.message.hasSuffix("multiple HPAs: [{web shop} {other shop}]") == true)
  }

  @Test("one metric that fails keeps an autoscaler from scaling down, not from scaling up")
  func partialMetrics() {
    let other = """
      metrics:
          - type: External
            external: {metric: {name: queue}, target: {type: Value, value: 1}}
      """
    let manifest = Self.autoscaler().replacing("metrics:", with: other)
    var world = AutoscalingWorld(
      manifest: manifest, replicas: 4,
      demand: [(.zero, 3_000), (SimTime(seconds: 300), 100)], seed: 3)
    var simulation = Simulation(seed: 3)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 900))
    #expect(world.scalings.count > 1)
    #expect(
      zip(world.scalings, world.scalings.dropFirst()).allSatisfy { $1.replicas > $0.replicas })
    let failure = world.events.last { $0.reason == "FailedComputeMetricsReplicas" }
    #expect(
      failure?.message
        == "invalid metrics (1 invalid out of 2), first error is: failed to get queue external "
        + "metric value: failed to get queue external metric: unable to get external metric "
        + "shop/queue/nil: no metrics returned from external metrics API")
  }

  @Test("a container that a pod lacks leaves the metric without a value")
  func missingContainer() {
    let manifest = Self.autoscaler()
      .replacing("type: Resource", with: "type: ContainerResource")
      .replacing("resource: {name: cpu,", with: "containerResource: {name: cpu, container: side,")
    var world = AutoscalingWorld(
      manifest: manifest, replicas: 4, demand: [(.zero, 8_000)], seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.scalings.count == 1)
    let failure = world.events.last { $0.reason == "FailedGetContainerResourceMetric" }
    #expect(
      failure?.message.hasPrefix(
        "failed to get cpu utilization: unable to get metrics for resource cpu: failed to get "
          + "container metrics: container side not present in metrics for pod shop/web-") == true)
  }

  @Test("without the metric's API the controller says so and scales nothing")
  func missingMetric() {
    let manifest = Self.autoscaler().replacing(
      "resource: {name: cpu", with: "resource: {name: nvidia.com/gpu")
    var world = AutoscalingWorld(
      manifest: manifest, replicas: 4, demand: [(.zero, 8_000)], seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.scalings.count == 1)
    let failure = world.events.first { $0.reason == "FailedGetResourceMetric" }
    #expect(
      failure?.message
        == "failed to get nvidia.com/gpu utilization: unable to get metrics for resource "
        + "nvidia.com/gpu: no metrics returned from resource metrics API")
    #expect(failure?.isWarning == true)
  }

  @Test("where metrics-server reads each minute, a step of the load is seen as late")
  func resolution() throws {
    let step = SimTime(seconds: 120)
    var delays: [SimDuration] = []
    for seed in 0..<20 as Range<UInt64> {
      var world = AutoscalingWorld(
        manifest: Self.autoscaler(), replicas: 4, demand: [(.zero, 1_000), (step, 3_000)],
        seed: seed, resolution: .minutes(1))
      var simulation = Simulation(seed: seed)
      world.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 300))
      #expect(world.replicas(at: step) == 4)
      delays.append(try #require(world.scalings.first { $0.time > step }).time - step)
    }
    // Readings are 50 to 70 s apart and up to 10 s old, and there are 15 s to the sync; three
    // seconds of the step are no more than the tolerance.
    #expect(delays.allSatisfy { $0 <= .seconds(3 + 70 + 10 + 15) })
    // Readings each 15 s are seen within 40 s.
    #expect(delays.contains { $0 > .seconds(40) })
  }

  @Test("an autoscaler that is deleted and made again remembers nothing of before")
  func recreated() throws {
    let manifest = Self.autoscaler()
    var world = AutoscalingWorld(
      manifest: manifest, replicas: 12,
      demand: [(.zero, 3_000), (SimTime(seconds: 100), 1_000)], seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let object = NamedObject(
      kind: "HorizontalPodAutoscaler", namespace: "shop", name: "web", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    #expect(world.cluster.autoscaling.autoscalers[0].conditions.entries.isEmpty)
    // Its turn comes each 15 s.
    simulation.run(&world, through: SimTime(seconds: 230))
    var made = ClusterSpec()
    made.autoscalers = AutoscalingWorld.autoscalers(manifest)
    let update = ClusterUpdate(from: ClusterSpec(), to: made, documents: [])
    world.cluster.make(
      .apply(ManifestPath(path: "web.yaml", span: .unknown)), update: update, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 900))
    // Its first recommendation is the number of replicas that it finds, which five minutes keep.
    let first = world.scalings.first { $0.time > .zero }
    #expect(first.map { $0.time >= SimTime(seconds: 230 + 300) } == true)
    #expect(Self.settled(world.replicas(at: SimTime(seconds: 900)), demandMilli: 1_000))
  }

  @Test("daemons have no scale: their autoscaler says so and does nothing")
  func daemons() throws {
    let manifest = Self.autoscaler().replacing(
      "kind: Deployment, name: web", with: "kind: DaemonSet, name: agent")
    var world = AutoscalingWorld(
      manifest: manifest, replicas: 4, demand: [(.zero, 3_000)], seed: 1,
      others: [SmallCluster.workload(.daemonSet, "agent", replicas: 1)])
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let conditions = world.cluster.autoscaling.autoscalers[0].conditions.entries
    #expect(conditions.map(\.reason) == ["FailedGetScale"])
    #expect(
      conditions.first?.message == "the HPA controller was unable to get the target's current "
        + "scale: the server could not find the requested resource")
    #expect(world.cluster.notes.contains { $0.hasSuffix("a DaemonSet has no scale") })
  }

  /// horizontal.go reconcileAutoscaler asks for the mappings of the kind in the group.
  @Test(
    "A target's kind is looked for in its version's group alone",
    arguments: [
      ("apiVersion: apps/v1beta1, ", nil),
      (
        "apiVersion: extensions/v1beta1, ",
        "no matches for kind \"Deployment\" in group \"extensions\""
      ),
      ("", "no matches for kind \"Deployment\" in group \"\""),
      ("apiVersion: apps/v1/x, ", "unexpected GroupVersion string: apps/v1/x"),
    ] as [(String, String?)])
  func mapping(version: String, problem: String?) throws {
    let manifest = Self.autoscaler().replacing("apiVersion: apps/v1, ", with: version)
    var world = AutoscalingWorld(manifest: manifest, replicas: 1, demand: [(.zero, 0)], seed: 1)
    var simulation = Simulation(seed: 1)
    world.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let condition = try #require(
      world.cluster.autoscaling.autoscalers[0].conditions.entries.first {
        $0.kind == .ableToScale
      })
    #expect(condition.isTrue == (problem == nil))
    #expect(world.cluster.workloads[0].replicas == (problem == nil ? 2 : 1))
    guard let problem else { return }
    #expect(condition.reason == "FailedGetScale")
    #expect(
      condition.message
        == "the HPA controller was unable to get the target's current scale: \(problem)")
  }

  @Test("A target of a custom kind is not the Deployment of the same name")
  func customKind() throws {
    let version = "apiVersion: apps.example.com/v1"
    let text = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: deployments.apps.example.com}
      spec:
        group: apps.example.com
        scope: Namespaced
        names: {kind: Deployment, plural: deployments}
        versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
      \(ObjectDocument.deployment(pod: "containers: [{name: web, image: \"web:1\"}]"))
      ---
      \(Self.autoscaler().replacing("apiVersion: apps/v1", with: version))
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].replicas == 1)
    let event = try #require(
      world.cluster.drainEvents().first { $0.reason == "FailedGetScale" })
    #expect(event.message == "deployments.apps.example.com \"web\" not found")
  }
}
