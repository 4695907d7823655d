import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Operators and their resources")
struct OperatorTests {
  /// Prometheus' two pods, as prometheus-operator writes them, and the operator itself.
  private static func spec() -> ClusterSpec {
    var set = SmallCluster.workload(.statefulSet, "prometheus-main", replicas: 2)
    set.userKind = "Prometheus"
    var keeper = SmallCluster.workload(.deployment, "prometheus-operator", replicas: 1)
    keeper.template.containers[0].image =
      "quay.io/prometheus-operator/prometheus-operator:v0.85.0"
    return SmallCluster.spec([set, keeper])
  }

  private static func update(image: String) -> ClusterUpdate {
    var changed = spec()
    changed.workloads[0].template.containers[0].image = image
    return ClusterUpdate(from: spec(), to: changed, documents: [])
  }

  private static let file = ManifestPath(path: "prometheus.yaml", span: .unknown)

  private func images(_ world: borrowing ClusterWorld) -> [String] {
    world.cluster.workloads[0].pods.map { pod in
      let template = Int(world.cluster.pods[pod].template)
      return world.cluster.templates[template].spec.containers[0].image
    }
  }

  @Test("A change of an operator's object reaches the pods only while the operator is at work")
  func waits() {
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 3))
    world.cluster.start(in: &simulation)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let isAway = !world.cluster.isAtWork(1)
    #expect(isAway)
    world.cluster.make(.apply(Self.file), update: Self.update(image: "new:2"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(images(world).allSatisfy { $0 != "new:2" }, "nobody brought the change")
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "ChangeWaits" })
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(images(world) == ["new:2", "new:2"], "\(images(world))")
  }

  @Test("A StatefulSet that an operator wrote comes back when somebody deletes it")
  func comesBack() {
    var simulation = Simulation(seed: 4)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 4))
    world.cluster.start(in: &simulation)
    let object = NamedObject(
      kind: "StatefulSet", namespace: "shop", name: "prometheus-main", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].readyCount == 2)
    // The object itself stays deleted.
    let custom = NamedObject(
      kind: "Prometheus", namespace: "shop", name: "prometheus-main", span: .unknown)
    world.cluster.make(.delete(custom), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(!world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.isEmpty)
  }

  @Test("An operator whose machine died is not at work")
  func dead() {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let wasAtWork = world.cluster.isAtWork(1)
    let node = Int(world.cluster.pods[world.cluster.workloads[1].pods[0]].node)
    world.cluster.powerOff(node: node, in: &simulation)
    let isAtWork = world.cluster.isAtWork(1)
    #expect(wasAtWork && !isAtWork)
  }
}
