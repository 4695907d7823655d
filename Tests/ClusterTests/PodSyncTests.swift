import Cluster
import SimulationKernel
import Testing

@Suite("Syncs of pods")
struct PodSyncTests {
  /// By the renewal theorem the mean rest of an interval is E[X²] / (2 E[X]); X is uniform from 60
  /// to 90 s here, so that it is 5,700 / 150 s.
  @Test("A change waits for the rest of the interval between two syncs")
  func rest() {
    let places = (0..<200).map { (Double($0) + 0.5) / 200 }
    let waits = places.flatMap { one in places.map { PodSync.wait(one, $0).seconds } }
    let mean = waits.reduce(0, +) / Double(waits.count)
    #expect(abs(mean - 38) < 0.01, "\(mean)")
    #expect((waits.min() ?? 0) < 1 && (waits.max() ?? 0) < 90)
    // Up to the shortest interval the rest has the density 1 / E[X].
    let early = waits.count { $0 < 15 }
    #expect(abs(Double(early) / Double(waits.count) - 15.0 / 75) < 0.01)
  }

  /// Three of five wait for more than half a minute: of forty 24, with a deviation of 3.1.
  @Test("Volumes show a changed ConfigMap pod by pod, all of them within 90 s")
  func volumes() throws {
    let text = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: cm, namespace: shop}
      data: {a: "1"}
      """
      + ObjectDocument.deployment(
        replicas: 40,
        pod: """
          containers: [{name: web, image: "example/web:1"}]
          volumes: [{name: v, configMap: {name: cm}}]
          """)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    let object = ConfigurationSpec(
      kind: .configMap, namespace: "shop", name: "cm", keys: ["a"], content: 2)
    world.cluster.apply(object, in: simulation)
    let counts = [101, 130, 191].map { (second: Double) in
      world.cluster.workloads[0].pods.count {
        world.cluster.hasStaleVolumes($0, at: SimTime(seconds: second))
      }
    }
    #expect(counts[0] >= 35 && (12...36).contains(counts[1]) && counts[2] == 0, "\(counts)")
  }
}
