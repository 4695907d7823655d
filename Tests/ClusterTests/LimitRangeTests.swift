import Cluster
import Manifests
import SimulationKernel
import Testing

/// The bounds and defaults of limit ranges (plugin/pkg/admission/limitranger/admission.go).
@Suite("Limit ranges")
struct LimitRangeTests {
  struct Row: Sendable {
    /// The range's item.
    let item: String
    /// The containers of the pod.
    let containers: String
    /// The end of the API server's answer; nil where the pod is created.
    let answer: String?
  }

  private static func container(_ resources: String) -> String {
    "containers: [{name: a, image: \"a:1\", resources: {\(resources)}}]"
  }

  private static func deployment(_ containers: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {\(containers)}
    """
  }

  private static let storage = "type: Container, max: {ephemeral-storage: 2Gi}"
  private static let pod = "type: Pod, max: {memory: 1Gi}"
  private static let ratio = "type: Container, maxLimitRequestRatio: {cpu: \"4\"}"

  private static let rows = [
    Row(item: storage, containers: container(""), answer: nil),
    Row(
      item: storage, containers: container("limits: {ephemeral-storage: 3Gi}"),
      answer: "maximum ephemeral-storage usage per Container is 2Gi, but limit is 3Gi"),
    Row(
      item: "type: Container, max: {nvidia.com/gpu: 1}",
      containers: container("limits: {nvidia.com/gpu: 2}"),
      answer: "maximum nvidia.com/gpu usage per Container is 1, but limit is 2"),
    Row(
      item: pod,
      containers: "containers: [{name: a, image: \"a:1\", resources: {limits: {memory: 512Mi}}}, "
        + "{name: b, image: \"b:1\"}]", answer: nil),
    Row(
      item: pod, containers: container(""),
      answer: "maximum memory usage per Pod is 1Gi.  No limit is specified"),
    Row(
      item: pod,
      containers: "initContainers: [{name: i, image: \"i:1\", resources: {limits: {memory: 2Gi}}}]"
        + ", " + container("limits: {memory: 512Mi}"),
      answer: "maximum memory usage per Pod is 1Gi, but limit is 2Gi"),
    Row(
      item: "type: Container, default: {cpu: 500m}", containers: container("requests: {cpu: 700m}"),
      answer: "is invalid: spec.containers[0].resources.requests: Invalid value: \"700m\": must be "
        + "less than or equal to cpu limit of 500m"),
    Row(
      item: ratio, containers: container("requests: {cpu: 100m}"),
      answer: "cpu max limit to request ratio per Container is 4, but no limit is specified or "
        + "limit is 0"),
    Row(
      item: ratio, containers: container("requests: {cpu: 100m}, limits: {cpu: 650m}"),
      answer: "cpu max limit to request ratio per Container is 4, but provided ratio is 6.500000"),
    Row(
      item: ratio, containers: container("requests: {cpu: 100m}, limits: {cpu: 400m}"),
      answer: nil),
  ]

  @Test("Containers and pods are bounded by what they name", arguments: rows)
  func bounds(_ row: Row) throws {
    let text = """
      \(Self.deployment(row.containers))
      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{\(row.item)}]}
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    let refusal = world.cluster.drainEvents().first { $0.reason == "FailedCreate" }?.message
    #expect(world.cluster.workloads[0].activeCount == (row.answer == nil ? 1 : 0))
    #expect(refusal == nil && row.answer == nil || refusal?.hasSuffix(row.answer ?? "-") == true)
  }

  /// pkg/controller/deployment/progress.go syncRolloutStatus: only a complete rollout can not time
  /// out, and it gets on as soon as there are pods.
  @Test(
    "A Deployment whose pods were never taken has waited for an hour when a run begins",
    arguments: [(600, 0), (5_400, 1_800)])
  func deadline(seconds: Int, missed: Int) throws {
    let range = """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: Container, max: {cpu: 100m}}]}
      """
    let web = Self.deployment(Self.container("limits: {cpu: 200m}"))
      .replacing(
        "spec:\n  selector", with: "spec:\n  progressDeadlineSeconds: \(seconds)\n  selector")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(web + "\n---\n" + range, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: Double(missed) + 60))
    let changes = world.cluster.drainConditionChanges().filter { $0.condition == "Progressing" }
    #expect(changes.map(\.reason) == ["ProgressDeadlineExceeded"])
    let time = try #require(changes.first).time
    #expect(time >= SimTime(seconds: Double(missed)))
    #expect(time <= SimTime(seconds: Double(missed) + 5))
    let sizes = NamedObject(kind: "LimitRange", namespace: "shop", name: "sizes", span: .unknown)
    world.cluster.make(.delete(sizes), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(1_200))
    #expect(world.cluster.workloads[0].readyCount == 1)
    #expect(world.cluster.workloads[0].rollout.progress == .complete)
  }

  @Test("Without their range the pods of a template have none of its defaults")
  func deletedRange() throws {
    let text = """
      \(Self.deployment(Self.container("")))
      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: Container, default: {cpu: 500m}}]}
      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: bounds, namespace: shop}
      spec: {hard: {limits.cpu: "4"}}
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    #expect(world.cluster.workloads[0].readyCount == 1)
    let name = world.cluster.name(of: world.cluster.workloads[0].pods[0])
    for (kind, name) in [("LimitRange", "sizes"), ("Pod", name)] {
      let object = NamedObject(kind: kind, namespace: "shop", name: name, span: .unknown)
      world.cluster.make(.delete(object), update: nil, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 120))
    let refusal = world.cluster.drainEvents().first { $0.reason == "FailedCreate" }?.message
    #expect(
      refusal?.hasSuffix("is forbidden: failed quota: bounds: must specify limits.cpu for: a")
        == true)
  }

  /// The second version's image is not there, so that the first one's ReplicaSet stays.
  @Test("Another range gives its defaults to the next pods of older revisions too")
  func olderRevision() throws {
    let range = { (cpu: String) in
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: Container, default: {cpu: \(cpu)}}]}
      """
    }
    let first = Self.deployment(Self.container("")) + "\n---\n" + range("400m")
    let second = first.replacing("a:1", with: "a:2")
    var simulation = Simulation(seed: 1)
    var spec = try ClusterSpec.of(first)
    spec.registry.missing = ["*a:2"]
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    try world.apply(second, to: first, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let old = try #require(world.cluster.workloads[0].pods.first { world.cluster.pods[$0].isReady })
    try world.apply(range("500m"), to: second, in: &simulation)
    let pod = NamedObject(
      kind: "Pod", namespace: "shop", name: world.cluster.name(of: old), span: .unknown)
    world.cluster.make(.delete(pod), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let containers = world.cluster.workloads[0].pods.map { pod in
      world.cluster.templates[Int(world.cluster.pods[pod].template)].spec.containers[0]
    }
    #expect(!world.cluster.workloads[0].pods.contains(old))
    let next = try #require(containers.first { $0.image == "a:1" })
    #expect(next.cpuLimitMilli == 500)
  }

  @Test("Another range leaves a new template to the ReplicaSet that is made of it")
  func heldTemplate() throws {
    let files = ["one", "two"].map { version in
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        paused: \(version == "two")
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web, version: \(version)}}
          spec: {\(Self.container(""))}
      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes, namespace: shop}
      spec: {limits: [{type: Container, default: {cpu: \(version == "two" ? "500m" : "400m")}}]}
      """
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(files[0], in: &simulation)
    try world.apply(files[1], to: files[0], in: &simulation)
    let name = world.cluster.name(of: world.cluster.workloads[0].pods[0])
    let pod = NamedObject(kind: "Pod", namespace: "shop", name: name, span: .unknown)
    world.cluster.make(.delete(pod), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let pods = world.cluster.workloads[0].pods
    // The old ReplicaSet makes the next pod too.
    #expect(pods.count == 1)
    for pod in pods {
      #expect(world.cluster.name(of: pod) != name)
      #expect(world.cluster.labels(of: pod).contains { $0.key == "version" && $0.value == "one" })
    }
  }
}
