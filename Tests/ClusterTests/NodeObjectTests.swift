import Cluster
import Manifests
import SimulationKernel
import Testing

/// What `kubectl apply` of Node objects does to a running cluster.
@Suite("Node objects that are applied")
struct NodeObjectTests {
  private func node(_ name: String, _ more: String = "", labels: String = "") -> String {
    """
    apiVersion: v1
    kind: Node
    metadata: {name: \(name), labels: {\(labels)}}
    spec: {\(more)}
    status: {capacity: {cpu: "4", memory: 8Gi, pods: "110"}}

    """
  }

  private let picky = """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: picky, namespace: shop}
    spec:
      replicas: 1
      selector: {matchLabels: {app: picky}}
      template:
        metadata: {labels: {app: picky}}
        spec: {nodeSelector: {disk: fast}, containers: [{name: a, image: "a:1"}]}

    """

  /// Two nodes, and one pod that only nodes with a fast disk may take.
  private func objects(_ labels: String) -> String {
    node("n1", labels: labels) + "---\n" + node("n2") + picky
  }

  private func world(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var spec = try ClusterSpec.of(text)
    spec.start = .cold
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    return world
  }

  private func place(_ world: borrowing ClusterWorld) -> String? {
    world.cluster.workloads[0].pods.first { !world.cluster.pods[$0].isTerminating }
      .flatMap { world.cluster.pods[$0].node < 0 ? nil : Int(world.cluster.pods[$0].node) }
      .map { world.cluster.nodeSpecs[$0].name }
  }

  private func applied(_ world: inout ClusterWorld) -> [String] {
    world.cluster.drainEvents().filter { $0.kind == "Node" && $0.reason == "Applied" }
      .map(\.message)
  }

  @Test("A label that a waiting pod asks for brings it to the node; taken away, it brings no other")
  func labels() throws {
    var simulation = Simulation(seed: 1)
    let text = objects("")
    var world = try world(text, &simulation)
    let before = place(world)
    #expect(before == nil)
    let fast = node("n2", labels: "disk: fast")
    try world.apply(fast, to: text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    let after = place(world)
    let lines = applied(&world)
    #expect(after == "n2" && lines == ["node/n2 configured"])
    try world.apply(node("n2"), to: fast, in: &simulation)
    let pod = try #require(world.cluster.workloads[0].pods.first)
    world.cluster.deletePod(pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 480))
    let last = place(world)
    #expect(last == nil)
  }

  @Test("A NoExecute taint evicts, and a cordon keeps away what it evicts")
  func taints() throws {
    var simulation = Simulation(seed: 1)
    let text = objects("disk: fast")
    var world = try world(text, &simulation)
    let before = place(world)
    #expect(before == "n1")
    let tainted = node(
      "n1", "unschedulable: true, taints: [{key: repair, effect: NoExecute}]",
      labels: "disk: fast")
    try world.apply(tainted, to: text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    let during = place(world)
    #expect(during == nil && world.cluster.nodes[0].isCordoned)
    let whole = node("n1", labels: "disk: fast")
    try world.apply(whole, to: tainted, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 480))
    let after = place(world)
    #expect(after == "n1" && !world.cluster.nodes[0].isCordoned)
    try world.apply(whole, to: whole, in: &simulation)
    let lines = applied(&world)
    #expect(lines == ["node/n1 configured", "node/n1 configured", "node/n1 unchanged"])
  }

  /// kubelet_node_status.go initialNode.
  @Test("A node that is registered anew has lost the labels that a file gave it")
  func registration() throws {
    var simulation = Simulation(seed: 1)
    let text = objects("")
    var world = try world(text, &simulation)
    try world.apply(node("n2", labels: "disk: fast"), to: text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    let before = place(world)
    let object = NamedObject(kind: "Node", namespace: nil, name: "n2", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    // The collector's quarantine of 40 s is over: the pod is gone.
    simulation.run(&world, through: SimTime(seconds: 400))
    let reboot = RebootChange(node: "n2", span: .unknown, downtime: .seconds(20))
    world.cluster.make(.reboot(reboot), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    let (index, after) = (world.cluster.nodeIndex("n2") ?? -1, place(world))
    try #require(index >= 0)
    #expect(before == "n2" && after == nil)
    #expect(world.cluster.nodeSpecs[index].labels["disk"] == nil)
  }

  @Test("A node without a machine is not called created, and no label moves a machine")
  func absent() throws {
    var simulation = Simulation(seed: 1)
    let text = objects("topology.kubernetes.io/zone: a")
    var world = try world(text, &simulation)
    try world.apply(node("n3"), to: text, in: &simulation)
    let moved = node("n1", labels: "topology.kubernetes.io/zone: b")
    try world.apply(moved, to: text, in: &simulation)
    let told = world.cluster.drainEvents().filter { $0.reason == "NotSimulated" }.map(\.message)
    #expect(
      told == [
        "node/n3 is not created: no machine of the cluster stands behind it",
        "label topology.kubernetes.io/zone of node/n1 stays: no machine moves",
      ])
    #expect(world.cluster.nodeSpecs[0].labels["topology.kubernetes.io/zone"] == "a")
    #expect(world.cluster.nodeIndex("n3") == nil)
  }

  @Test("Pods count in the domain that their node comes into (podtopologyspread)")
  func domains() throws {
    let spread = picky.replacing(
      "nodeSelector: {disk: fast}",
      with: "topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, "
        + "whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: picky}}}]")
    let text = node("n1", labels: "rack: a") + "---\n" + node("n2")
    var simulation = Simulation(seed: 1)
    var world = try world(text + spread, &simulation)
    let first = place(world)
    #expect(first == "n1")
    let moved = node("n1", labels: "rack: b") + "---\n" + node("n2", labels: "rack: a")
    try world.apply(moved, to: text + spread, in: &simulation)
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    let nodes = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].node }
    #expect(nodes == [0, 1])
  }
}
