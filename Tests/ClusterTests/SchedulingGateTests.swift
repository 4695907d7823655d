import Cluster
import Manifests
import SimulationKernel
import Testing

/// Gates that keep a pod from the scheduler until a file takes the last one away.
@Suite("Scheduling gates")
struct SchedulingGateTests {
  private static func pod(_ gates: String, selector: String = "") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: one, namespace: shop}
    spec:
      schedulingGates: [\(gates)]
      nodeSelector: {\(selector)}
      containers: [{name: app, image: "app:1"}]
    """
  }

  @Test("Without the last gate a pod goes where the file says by then")
  func release() throws {
    let before = Self.pod("{name: example.com/quota}, {name: example.com/place}")
    let half = Self.pod("{name: example.com/place}")
    let free = Self.pod("", selector: "topology.kubernetes.io/zone: zone-1")
    var spec = try ClusterSpec.of(before)
    spec.nodes = SmallCluster.spec([]).nodes
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    let one = world.cluster.workloads[0].pods[0]
    for (known, file) in zip([before, half], [half, free]) {
      #expect(world.cluster.pods[one].node < 0)
      let problem = try world.apply(file, to: known, in: &simulation)
      #expect(problem == nil)
      simulation.run(&world, through: simulation.now + .seconds(60))
    }
    #expect(world.cluster.pods[one].isReady)
    let node = world.cluster.nodeSpecs[Int(world.cluster.pods[one].node)]
    #expect(node.labels["topology.kubernetes.io/zone"] == "zone-1")
  }
}
