import Cluster
import Manifests
import SimulationKernel
import Testing

/// Which requests webhooks are asked about, and what they see of them.
extension WebhookTests {
  private static let absent = failed + "no endpoints available for service \"hook\""

  /// Takes the webhook's pods away, for longer than its endpoints stay.
  private func silence(_ world: inout ClusterWorld, _ simulation: inout Simulation) {
    scale("hook", in: "guard", to: 0, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
  }

  /// The pod's resources `resize` and `eviction` (pkg/registry/core/pod/storage), and kubectl's
  /// words (pkg/cmd/drain RunCordonOrUncordon, pkg/drain deleteOrEvictPods).
  @Test("Resizes, evictions and changes of nodes are refused in kubectl's words")
  func subresources() throws {
    let rules =
      "[{operations: [\"*\"], apiGroups: [\"\"], apiVersions: [v1], "
      + "resources: [nodes, pods/eviction, pods/resize]}]"
    let text = Self.platform("failurePolicy: Fail", rules: rules)
      .replacing("\"a:1\"", with: "\"a:1\", resources: {requests: {cpu: 100m}}")
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(text, minor: 35), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    silence(&world, &simulation)
    let node = world.cluster.nodeSpecs[0].name
    var requests = ResourceList()
    requests["cpu"] = Quantity(milli: 200)
    let resize = ResizeChange(
      workload: Self.reference("web", "shop"), container: "a", requests: requests)
    let server = "Error from server (InternalError): " + Self.absent
    let resized = world.cluster.make(.resize(resize), update: nil, in: &simulation)
    #expect(resized == server)
    let taint = TaintChange(
      node: node, span: .unknown, key: "k", value: "", effect: .noSchedule, isRemoved: false)
    let tainted = world.cluster.make(.taint(taint), update: nil, in: &simulation)
    #expect(tainted == server)
    let cordon = ChangeAction.cordon(node: node, span: .unknown)
    let cordoned = world.cluster.make(cordon, update: nil, in: &simulation)
    #expect(cordoned == "error: unable to cordon node \"\(node)\": " + Self.absent)
    world.cluster.make(.drain(node: node, span: .unknown), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    let pod = world.cluster.name(of: try workload(world, "web").pods[0])
    let told = world.cluster.drainEvents().map(\.message)
    #expect(told.contains("error when evicting pods/\"\(pod)\" -n \"shop\": " + Self.absent))
    #expect(try workload(world, "web").readyCount == 1)
    scale("hook", in: "guard", to: 1, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(40))
    let later = world.cluster.make(cordon, update: nil, in: &simulation)
    #expect(later == nil)
  }

  /// pkg/controller/deployment/sync.go getNewReplicaSet; its template's hash is a label of the set.
  @Test("A Deployment's new ReplicaSet waits for the webhook that is asked about it")
  func replicaSets() throws {
    let rules =
      "[{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [replicasets]}]"
    let fields = "objectSelector: {matchExpressions: [{key: pod-template-hash, operator: Exists}]}"
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(Self.platform(fields, rules: rules), in: &simulation)
    silence(&world, &simulation)
    world.cluster.make(.restart(Self.reference("web", "shop")), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(20))
    let events = world.cluster.drainEvents()
    let refusal = events.first { $0.reason == "ReplicaSetCreateError" }?.message ?? ""
    #expect(refusal.hasPrefix("Failed to create new replica set \"web-"), "\(refusal)")
    #expect(refusal.hasSuffix("\": " + Self.absent), "\(refusal)")
    let isScaled = { (event: ClusterEvent) in
      event.reason == "ScalingReplicaSet" && event.name == "web"
    }
    #expect(!events.contains(where: isScaled))
    scale("hook", in: "guard", to: 1, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(120))
    let later = world.cluster.drainEvents()
    #expect(later.contains(where: isScaled))
  }

  @Test("A call that nobody answers takes its time also where its failure is ignored")
  func ignored() throws {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(Self.platform("failurePolicy: Ignore"), in: &simulation)
    let hook = try #require(try workload(world, "hook").pods.first)
    let node = Int(world.cluster.pods[hook].node)
    world.cluster.powerOff(node: node, in: &simulation)
    scale("web", in: "shop", to: 2, &world, &simulation)
    simulation.run(&world, through: simulation.now + .seconds(2))
    scale("web", in: "shop", to: 3, &world, &simulation)
    // The node is found dead after 40 s at the earliest.
    simulation.run(&world, through: simulation.now + .seconds(30))
    let times = world.cluster.drainEvents().filter { $0.reason == "SuccessfulCreate" }.map(\.time)
    try #require(times.count == 2)
    #expect(times[1] - times[0] >= .seconds(10))
  }

  @Test("Webhooks see the labels of workloads, of claims and of a CronJob's Jobs")
  func labels() throws {
    let rules =
      "[{operations: [\"*\"], apiGroups: [\"*\"], apiVersions: [\"*\"], "
      + "resources: [deployments, jobs, persistentvolumeclaims]}]"
    let text =
      Self.platform("objectSelector: {matchLabels: {guarded: \"yes\"}}", rules: rules)
      .replacing(
        "{name: web, namespace: shop}", with: "{name: web, namespace: shop, \(Self.guarded)}")
      + Self.others
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    silence(&world, &simulation)
    let refused = world.cluster.make(
      .restart(Self.reference("web", "shop")), update: nil, in: &simulation)
    let taken = world.cluster.make(
      .restart(Self.reference("hook", "guard")), update: nil, in: &simulation)
    #expect(refused == "Error from server (InternalError): " + Self.absent && taken == nil)
    let set = WorkloadReference(
      kind: "statefulset", namespace: "shop", name: "db", span: .unknown)
    world.cluster.make(.scale(set, replicas: 1), update: nil, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(90))
    let told = world.cluster.drainEvents().map(\.message)
    #expect(told.contains("Error creating job: " + Self.absent))
    #expect(
      told.contains(
        "create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: " + Self.absent))
  }

  private static let guarded = "labels: {guarded: \"yes\"}"

  /// A set with claims and a CronJob, whose claims and Jobs have the label.
  private static let others = """
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      replicas: 0
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec: {containers: [{name: a, image: "a:1"}]}
      volumeClaimTemplates:
        - metadata: {name: data, \(guarded)}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    ---
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: tick, namespace: shop}
    spec:
      schedule: "* * * * *"
      jobTemplate:
        metadata: {\(guarded)}
        spec:
          template:
            spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}

    """
}
