import Cluster
import Manifests
import SimulationKernel
import Testing

/// pkg/quota/v1/evaluator/core/pods.go podMatchesScopeFunc.
@Suite("Scopes of quotas")
struct QuotaScopeTests {
  @Test("A quota of a class of volumes' attributes counts no pods")
  func volumeAttributes() throws {
    let text =
      ObjectDocument.quota("count/pods: 1", ", scopes: [VolumeAttributesClass]")
      + ObjectDocument.deployment(replicas: 3, pod: "containers: [{name: web, image: \"web:1\"}]")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(world.cluster.workloads[0].readyCount == 3)
    let used = world.cluster.usage(of: world.cluster.quotas[0], at: simulation.now)
    #expect(used == [0])
  }

  /// pkg/quota/v1/evaluator/core/persistent_volume_claims.go pvcMatchesScopeFunc.
  @Test("It counts the claims that have such a class")
  func claims() throws {
    func claim(_ name: String, _ attributes: String) -> String {
      """

      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: \(name), namespace: shop}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: {requests: {storage: 2Gi}}
        \(attributes)
      """
    }
    let quota = ObjectDocument.quota(
      "persistentvolumeclaims: 1",
      ", scopeSelector: {matchExpressions: "
        + "[{scopeName: VolumeAttributesClass, operator: In, values: [gold]}]}")
    let text =
      quota + claim("a", "") + claim("b", "volumeAttributesClassName: gold")
      + claim("c", "volumeAttributesClassName: gold")
      + claim("d", "volumeAttributesClassName: silver")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    let refused = world.cluster.drainEvents().filter { $0.reason == "Forbidden" }
    #expect(refused.map(\.name) == ["c"])
    let used = world.cluster.usage(of: world.cluster.quotas[0], at: simulation.now)
    #expect(used == [1_000])
  }
}
