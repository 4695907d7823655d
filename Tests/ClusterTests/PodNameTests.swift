import Cluster
import SimulationKernel
import Testing

/// Generated names have the letters of upstream's; UIDs are those that hashing whole texts gives.
@Suite("Names and UIDs of pods")
struct PodNameTests {
  /// FNV-1a of a text with a final mix, written down once more.
  private func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    hash ^= hash >> 32
    return hash &* 0x9e37_79b9_7f4a_7c15 ^ hash >> 29
  }

  /// The letters of generated names (apimachinery pkg/util/rand).
  private static let alphabet = "bcdfghjklmnpqrstvwxz2456789"

  private func uid(_ name: String) -> String {
    let digits = [name, name + "/uid"].map { text in
      let digits = String(hash(text), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    var text = Array(digits.joined())
    text[12] = "4"
    text[16] = "a"
    return [text[0..<8], text[8..<12], text[12..<16], text[16..<20], text[20...]]
      .map { String($0) }.joined(separator: "-")
  }

  @Test("A pod has its owner's name with five letters, and a UID of its own")
  func names() throws {
    let workloads = [
      SmallCluster.workload(.deployment, "a", replicas: 12),
      SmallCluster.workload(.replicaSet, "a-rather-long-name-of-a-set", replicas: 3),
      SmallCluster.workload(.daemonSet, "agent", replicas: 1),
    ]
    let nodes = (1...3).map { SmallCluster.node("worker-\($0)", zone: "zone-\($0)") }
    var spec = SmallCluster.spec(workloads, start: .cold)
    spec.nodes = nodes
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    for workload in world.cluster.workloads.indices {
      let owner = world.cluster.workloads[workload]
      #expect(!owner.pods.isEmpty)
      let maker = owner.kind == .deployment ? owner.revisions[0].name : owner.name
      #expect(maker.hasPrefix(owner.name))
      for pod in owner.pods {
        let serial = world.cluster.pods[pod].serial
        let suffix = world.cluster.name(of: pod).dropFirst(maker.count + 1)
        #expect(world.cluster.name(of: pod) == maker + "-" + suffix && suffix.count == 5)
        #expect(suffix.allSatisfy { Self.alphabet.contains($0) })
        #expect(world.cluster.uid(of: pod) == uid("\(owner.qualifiedName)#\(serial)"))
      }
    }
  }
}
