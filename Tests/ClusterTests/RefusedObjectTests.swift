import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

/// Objects that the API server does not take, when a cluster starts or when a file is applied, in
/// its words.
@Suite("Objects that the API refuses")
struct RefusedObjectTests {
  private func cluster(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    return world
  }

  private func deployment(_ pod: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {\(pod), containers: [{name: web, image: "web:1"}]}
    """
  }

  /// plugin/pkg/admission/priority Admit: what is not as computed is refused; what is passes.
  @Test(
    "A priority or a preemption policy that is not the class's keeps pods out",
    arguments: [
      ("priority: 7", "integer value of priority (7)", "0"),
      ("priorityClassName: meek, priority: 7", "integer value of priority (7)", "50"),
      (
        "preemptionPolicy: Never", "string value of PreemptionPolicy (Never)",
        "PreemptLowerPriority"
      ),
      (
        "priorityClassName: meek, preemptionPolicy: PreemptLowerPriority",
        "string value of PreemptionPolicy (PreemptLowerPriority)", "Never"
      ),
      ("priorityClassName: meek, priority: 50, preemptionPolicy: Never", "", ""),
      ("priority: 0, preemptionPolicy: PreemptLowerPriority", "", ""),
    ])
  func priority(fields: String, written: String, computed: String) throws {
    let meek = """

      ---
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: meek}
      value: 50
      preemptionPolicy: Never
      """
    var simulation = Simulation(seed: 1)
    var world = try cluster(deployment(fields) + meek, &simulation)
    #expect(world.cluster.workloads[0].readyCount == (written.isEmpty ? 1 : 0))
    let refusal = world.cluster.drainEvents().first { $0.reason == "FailedCreate" }?.message
    #expect((refusal == nil) == written.isEmpty)
    guard let refusal else { return }
    #expect(
      refusal.hasSuffix(
        "is forbidden: the \(written) must not be provided in pod spec; priority admission "
          + "controller computed \(computed) from the given PriorityClass name"))
  }

  @Test("A pod that a file brings and admission refuses is the answer to the file, and not tried")
  func barePod() throws {
    let before = deployment("priority: 0") + ObjectDocument.quota("pods: \"1\"")
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: debug, namespace: shop}
      spec: {containers: [{name: a, image: "a:1"}]}
      """
    var simulation = Simulation(seed: 1)
    var world = try cluster(before, &simulation)
    let problem = try world.apply(pod, to: before, in: &simulation)
    #expect(
      problem
        == "pods \"debug\" is forbidden: exceeded quota: bounds, requested: pods=1, used: pods=1, "
        + "limited: pods=1")
    let refused = world.cluster.drainEvents().filter { $0.kind == "Pod" && $0.isWarning }
    #expect(!refused.isEmpty && refused.allSatisfy { $0.source == .kubectl })
    let raised = try world.apply(ObjectDocument.quota("pods: \"2\""), to: before, in: &simulation)
    #expect(raised == nil)
    simulation.run(&world, through: simulation.now + .seconds(60))
    #expect(world.cluster.workloads.allSatisfy { $0.kind != .pod || $0.pods.isEmpty })
    let again = try world.apply(pod, to: before, in: &simulation)
    #expect(again == nil)
    simulation.run(&world, through: simulation.now + .seconds(60))
    #expect(world.cluster.workloads.contains { $0.kind == .pod && $0.readyCount == 1 })
  }

  @Test(
    "A pod that was refused at the start is refused again when a file brings it",
    arguments: [ClusterSpec.Start.cold, .running])
  func barePodAtStart(start: ClusterSpec.Start) throws {
    let namespace = """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
      ---

      """
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: debug, namespace: shop}
      spec: {hostNetwork: true, containers: [{name: a, image: "a:1"}]}
      """
    var spec = try ClusterSpec.of(namespace + pod)
    spec.start = start
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let forbidden =
      "pods \"debug\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces "
      + "(hostNetwork=true)"
    let first = world.cluster.drainEvents().filter { $0.name == "debug" }.map(\.message)
    #expect(first == ["Error creating: " + forbidden])
    for _ in 0..<2 {
      let problem = try world.apply(pod, to: namespace + pod, in: &simulation)
      #expect(problem == forbidden)
      simulation.run(&world, through: simulation.now + .seconds(30))
      let said = world.cluster.drainEvents().filter { $0.name == "debug" }.map(\.message)
      #expect(said == [forbidden])
    }
  }

  @Test("A ConfigMap that a quota kept out at the start is created by the next file")
  func refusedAtStart() throws {
    let map = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: shop}
      data: {a: b}
      """
    var simulation = Simulation(seed: 1)
    // The namespace's root certificate is the first one.
    let before =
      deployment("priority: 0") + "\n---\n" + map + ObjectDocument.quota("configmaps: \"1\"")
    var world = try cluster(before, &simulation)
    try world.apply(ObjectDocument.quota("configmaps: \"2\""), to: before, in: &simulation)
    _ = world.cluster.drainEvents()
    for outcome in ["created", "unchanged"] {
      try world.apply(map, to: before, in: &simulation)
      let said = world.cluster.drainEvents().filter { $0.name == "settings" }.map(\.message)
      #expect(said == ["configmap/settings \(outcome)"])
    }
  }

  @Test("A ConfigMap beyond a quota is missed by the pods that refer to it")
  func configuration() throws {
    let refers = "volumes: [{name: c, configMap: {name: settings}}]"
    let map = """

      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: shop}
      data: {a: b}
      """
    // The namespace's root certificate is the first one.
    for (hard, ready) in [("configmaps: \"1\"", 0), ("configmaps: \"2\"", 1)] {
      var simulation = Simulation(seed: 1)
      let world = try cluster(deployment(refers) + map + ObjectDocument.quota(hard), &simulation)
      #expect(world.cluster.workloads[0].readyCount == ready)
    }
  }

  /// Applies a file with Services alone, without the checks of all files together.
  private func answer(
    to text: String, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) throws -> String? {
    let spec = try ClusterSpec.of(text)
    var update = ClusterUpdate(from: spec, to: spec, documents: [])
    update.services = spec.services
    let path = ManifestPath(path: "more.yaml", span: .unknown)
    return world.cluster.make(.apply(path), update: update, in: &simulation)
  }

  /// pkg/registry/core/service/storage/alloc.go; a Service's own numbers stay its own.
  @Test("A Service gets no port of the nodes and no address that another has")
  func allocations() throws {
    func service(_ name: String, _ spec: String) -> String {
      """
      apiVersion: v1
      kind: Service
      metadata: {name: \(name), namespace: shop}
      spec: {selector: {app: web}, \(spec)}
      """
    }
    let first = "type: NodePort, clusterIP: 10.96.0.55, ports: [{port: 80, nodePort: 30080}]"
    var simulation = Simulation(seed: 1)
    let before = deployment("priority: 0") + "\n---\n" + service("first", first)
    var world = try cluster(before, &simulation)
    let port = try answer(
      to: service("second", "type: NodePort, ports: [{port: 81, nodePort: 30080}]"), &world,
      &simulation)
    #expect(
      port
        == "The Service \"second\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: "
        + "provided port is already allocated")
    let address = try answer(
      to: service("second", "clusterIP: 10.96.0.55, ports: [{port: 81}]"), &world, &simulation)
    #expect(
      address
        == "The Service \"second\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.55\"]: "
        + "failed to allocate IP 10.96.0.55: provided IP is already allocated")
    let same = try answer(
      to: service("first", first.replacing("port: 80,", with: "port: 8080,")), &world, &simulation)
    #expect(same == nil)
  }
}
