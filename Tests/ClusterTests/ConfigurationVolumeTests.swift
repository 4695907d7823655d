import Cluster
import SimulationKernel
import Testing

/// ConfigMaps and Secrets of volumes, and those of every namespace.
@Suite("Configuration volumes")
struct ConfigurationVolumeTests {
  private static func text(_ volume: String) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: cm, namespace: shop}
    data: {a: "1"}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: s, namespace: shop}
    data: {a: MQ==}
    """
      + ObjectDocument.deployment(
        pod: """
          containers: [{name: web, image: "example/web:1"}]
          volumes: [{name: v, \(volume)}]
          """)
  }

  /// MakePayload of pkg/volume/configmap and pkg/volume/secret.
  @Test(
    "A key that a volume shows must be there, unless it is optional",
    arguments: [
      ("configMap: {name: cm, items: [{key: a, path: a}]}", nil),
      (
        "configMap: {name: cm, items: [{key: a, path: a}, {key: zz, path: zz}]}",
        "configmap references non-existent config key: zz"
      ),
      ("configMap: {name: cm, optional: true, items: [{key: zz, path: zz}]}", nil),
      (
        "secret: {secretName: s, items: [{key: zz, path: zz}]}",
        "references non-existent secret key: zz"
      ),
      (
        "projected: {sources: [{secret: {name: s, items: [{key: zz, path: zz}]}}]}",
        "references non-existent secret key: zz"
      ),
    ] as [(String, String?)])
  func keys(volume: String, problem: String?) throws {
    var spec = try ClusterSpec.of(Self.text(volume))
    spec.start = .cold
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].readyCount == (problem == nil ? 1 : 0))
    let failed = world.cluster.drainEvents().filter { $0.reason == "FailedMount" }.map(\.message)
    let text = problem.map { "MountVolume.SetUp failed for volume \"v\" : \($0)" }
    #expect(failed.first == text)
  }

  @Test("Only with Istio does a namespace have its certificate")
  func certificates() throws {
    let plain = Self.text("emptyDir: {}")
    let gateway = """
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        selector: {app: web}
        servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example]}]
      """
    for (text, isThere) in [(plain, false), (plain + "\n---\n" + gateway, true)] {
      let names = try ClusterSpec.of(text).configurations.map(\.name)
      #expect(names.contains("kube-root-ca.crt"))
      #expect(names.contains("istio-ca-root-cert") == isThere)
    }
  }
}
