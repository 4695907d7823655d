import Cluster
import Manifests
import SimulationKernel
import Testing

/// The software that scales a workload with the cluster (kubernetes-sigs
/// cluster-proportional-autoscaler).
@Suite("Autoscalers that follow the number of nodes")
struct ProportionalAutoscalerTests {
  private static let image = "registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.8.9"

  /// A DNS Deployment, its autoscaler, and what that may do where `rules` are given.
  private static func text(
    parameters: String? = "linear: '{\"nodesPerReplica\": 2}'", flags: [String] = [],
    rules: String? = nil, target: String = "deployment/coredns"
  ) -> String {
    let words =
      ["--namespace=kube-system", "--configmap=dns-autoscaler", "--target=\(target)"] + flags
    return configMap(parameters) + deployment("coredns", "image: registry.k8s.io/coredns:1.11")
      + deployment("scaler", "image: \(image), args: \(words)") + access(rules)
  }

  private static func configMap(_ parameters: String?) -> String {
    guard let parameters else { return "" }
    return """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: dns-autoscaler, namespace: kube-system}
      data: {\(parameters)}
      """
  }

  private static func deployment(_ name: String, _ container: String) -> String {
    ObjectDocument.deployment(
      name, in: "kube-system",
      pod: "serviceAccountName: \(name)\ncontainers: [{name: main, \(container)}]")
  }

  private static func access(_ rules: String?) -> String {
    let accounts = ["coredns", "scaler"].map {
      "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: \($0), namespace: kube-system}\n"
    }.joined()
    guard let rules else { return accounts }
    return accounts + """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: scaler}
      rules: [\(rules)]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: scaler}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: scaler}
      subjects: [{kind: ServiceAccount, name: scaler, namespace: kube-system}]
      """
  }

  /// The cluster on six nodes of four cores each.
  private func world(
    _ text: String, start: ClusterSpec.Start = .running, _ simulation: inout Simulation
  ) throws -> ClusterWorld {
    var spec = try ClusterSpec.of(text)
    spec.nodes = SmallCluster.spec([]).nodes
    spec.start = start
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  private func index(of name: String, in world: borrowing ClusterWorld) throws -> Int {
    let found = world.cluster.workloadIndex(namespace: "kube-system", name: name)
    return try #require(found)
  }

  private func replicas(_ world: borrowing ClusterWorld) throws -> Int {
    world.cluster.workloads[try index(of: "coredns", in: world)].replicas
  }

  @Test("A platform that runs has its replicas; those of one that comes up follow")
  func starts() throws {
    var simulation = Simulation(seed: 1)
    let running = try world(Self.text(), &simulation)
    #expect(try replicas(running) == 3)
    var cold = try world(Self.text(), start: .cold, &simulation)
    #expect(try replicas(cold) == 1)
    simulation.run(&cold, through: SimTime(seconds: 120))
    #expect(try replicas(cold) == 3)
    let told = cold.cluster.drainEvents().filter { $0.reason == "UpdatedReplicas" }
    #expect(
      told.map(\.message)
        == ["Replicas are not as expected : updating replicas from 1 to 3"])
  }

  @Test("A cordoned node counts no more, by the next poll")
  func cordoned() throws {
    var simulation = Simulation(seed: 1)
    var world = try world(Self.text(flags: ["--poll-period-seconds=30"]), &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    for node in 0..<2 { world.cluster.cordon(node: node, true, in: &simulation) }
    #expect(try replicas(world) == 3)
    simulation.run(&world, through: SimTime(seconds: 91))
    #expect(try replicas(world) == 2)
  }

  @Test("Another ConfigMap, and another mode in it, count from the next poll on")
  func changed() throws {
    let before = Self.text()
    var simulation = Simulation(seed: 1)
    var world = try world(before, &simulation)
    try world.apply(
      Self.configMap("ladder: '{\"coresToReplicas\": [[1, 1], [24, 5]]}'"), to: before,
      in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 11))
    #expect(try replicas(world) == 5)
  }

  @Test("Nobody scales while no pod of it is ready")
  func away() throws {
    var simulation = Simulation(seed: 1)
    var world = try world(Self.text(), &simulation)
    let scaler = try index(of: "scaler", in: world)
    world.cluster.scale(workload: scaler, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let target = try index(of: "coredns", in: world)
    world.cluster.scale(workload: target, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(try replicas(world) == 1)
    world.cluster.scale(workload: scaler, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    #expect(try replicas(world) == 3)
  }

  private static let nodes = "{apiGroups: [\"\"], resources: [nodes], verbs: [list, watch]}"
  private static let maps = "{apiGroups: [\"\"], resources: [configmaps], verbs: [get]}"

  private static let reading =
    nodes + ", " + maps + ", {apiGroups: [apps], resources: [deployments/scale], verbs: [get]}"
  private static let refusal =
    "Update failure: deployments.apps \"coredns\" is forbidden: User "
    + "\"system:serviceaccount:kube-system:scaler\" cannot "
  private static let refusals: [(rules: String, problem: String)] = [
    (maps, "Error while getting cluster status: nodes is forbidden"),
    (nodes, "Error syncing configMap with apiserver: configmaps \"dns-autoscaler\" is forbidden"),
    (nodes + ", " + maps, refusal + "get"),
    (reading, refusal + "update"),
  ]

  @Test(
    "What its service account may not do is told once, and nothing is scaled", arguments: refusals)
  func forbidden(rules: String, problem: String) throws {
    var simulation = Simulation(seed: 1)
    var world = try world(Self.text(rules: rules), start: .cold, &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(try replicas(world) == 1)
    let told = world.cluster.drainEvents().filter { $0.reason == "PollFailed" }.map(\.message)
    #expect(told.count == 1 && told[0].hasPrefix(problem), "\(told)")
  }

  /// What the log says in two minutes of a platform that comes up, which scales nothing.
  private func problems(_ text: String) throws -> [String] {
    var simulation = Simulation(seed: 1)
    var world = try world(text, start: .cold, &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(try replicas(world) == 1)
    return world.cluster.drainEvents().filter { $0.reason == "PollFailed" }.map(\.message)
  }

  private static let daemon = """

    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: agent, namespace: kube-system}
    spec:
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec: {containers: [{name: main, image: "agent:1"}]}
    """

  @Test(
    "What has no scale, or is of another group, is not scaled",
    arguments: ["deployments.apps.example.com/coredns", "daemonsets.apps/agent"])
  func unscalable(target: String) throws {
    let told = try problems(Self.text(target: target) + Self.daemon)
    #expect(told == ["Update failure: the server could not find the requested resource"])
  }

  @Test("The resource may be named with its version and its group")
  func versioned() throws {
    var simulation = Simulation(seed: 1)
    let world = try world(Self.text(target: "deployments.v1.apps/coredns"), &simulation)
    #expect(try replicas(world) == 3)
  }

  @Test("More replicas than a run holds are refused")
  func many() throws {
    let told = try problems(Self.text(parameters: "ladder: '{\"nodesToReplicas\": [[1, 500001]]}'"))
    #expect(
      told == ["Update failure: 500001 replicas are asked for, and a run holds 500000"])
  }

  private static func hook(_ rule: String) -> String {
    ObjectDocument.webhook(
      service: "absent", rules: "[{apiVersions: [v1], \(rule)}]", "failurePolicy: Fail")
  }

  @Test("Webhooks are asked about the scale and about the ConfigMap that it makes")
  func webhooks() throws {
    let refusal = "Internal error occurred: failed calling webhook \"check.guard.example\""
    let scale = "operations: [UPDATE], apiGroups: [apps], resources: [deployments/scale]"
    let scaled = try problems(Self.text() + Self.hook(scale))
    #expect(scaled.count == 1 && scaled[0].hasPrefix("Update failure: " + refusal), "\(scaled)")
    let map = "operations: [CREATE], apiGroups: [\"\"], resources: [configmaps]"
    let flag = "--default-params={\"linear\": {\"coresPerReplica\": 5}}"
    let made = try problems(Self.text(parameters: nil, flags: [flag]) + Self.hook(map))
    let start = "Error syncing configMap with apiserver: "
    #expect(made.count == 1 && made[0].hasPrefix(start + refusal), "\(made)")
  }

  @Test(
    "Flags that are none are told before the run",
    arguments: [
      ("--default-params=linear", "\"linear\" for \"--default-params\" flag: no JSON object"),
      ("--nodelabels=zone a", "--nodelabels is no label selector: zone a"),
      ("--nodelabels=(", "--nodelabels is no label selector: ("),
    ])
  func wrongFlag(flag: String, problem: String) throws {
    let notes = try ClusterSpec.of(Self.text(flags: [flag])).notes
    let found = notes.contains {
      $0.hasPrefix("Deployment kube-system/scaler scales nothing: ") && $0.hasSuffix(problem)
    }
    #expect(found, "\(notes)")
  }

  /// NewK8sClient lists the nodes by the flag as a selector.
  @Test(
    "The flag of nodes' labels is a selector of any form",
    arguments: [("kept", 1), ("!kept", 5), ("kept notin (a, b)", 5), ("kept=a", 1)])
  func selected(labels: String, wanted: Int) throws {
    var spec = try ClusterSpec.of(
      Self.text(
        parameters: "linear: '{\"nodesPerReplica\": 1}'", flags: ["--nodelabels=\(labels)"]))
    spec.nodes = SmallCluster.spec([]).nodes
    spec.nodes[0].labels["kept"] = "a"
    spec.start = .running
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    #expect(try replicas(world) == wanted)
  }

  @Test("Without its ConfigMap it makes one of its default parameters, or scales nothing")
  func defaults() throws {
    let flag = "--default-params={\"linear\": {\"coresPerReplica\": 5}}"
    for (flags, wanted) in [([flag], 5), ([], 1)] {
      var simulation = Simulation(seed: 1)
      var world = try world(Self.text(parameters: nil, flags: flags), start: .cold, &simulation)
      simulation.run(&world, through: SimTime(seconds: 120))
      #expect(try replicas(world) == wanted)
    }
  }

  @Test("It ends after as many failed polls as it is told")
  func exhausted() throws {
    var simulation = Simulation(seed: 1)
    var world = try world(
      Self.text(parameters: nil, flags: ["--max-sync-failures=3"]), &simulation)
    simulation.run(&world, through: SimTime(seconds: 45))
    let scaler = try index(of: "scaler", in: world)
    let pod = world.cluster.workloads[scaler].pods[0]
    #expect(world.cluster.pods[pod].restarts == 1)
  }
}
