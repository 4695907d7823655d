import Cluster
import SimulationKernel
import Testing

@Suite("Logs of containers")
struct ContainerLogTests {
  /// A kubelet's directory, file by file: what is written, put aside and packed.
  private struct SlowLog {
    var files: [(bytes: Int64, isPacked: Bool)] = [(0, false)]

    mutating func rotate(limit: Int64, most: Int) {
      guard files[files.count - 1].bytes >= limit else { return }
      // Of those put aside all but the newest `most - 2` go, then what is left is packed.
      while files.count - 1 > most - 2 { files.removeFirst() }
      for index in files.indices.dropLast() where !files[index].isPacked {
        files[index] = (Int64(Double(files[index].bytes) * 0.1), true)
      }
      files.append((0, false))
    }

    var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }
  }

  @Test("A log is what a directory of files holds, whatever is written between two looks")
  func directory() {
    for seed in 0..<200 as Range<UInt64> {
      var random = EntityRandom(seed: seed, stream: "log")
      let most = 2 + random.below(5)
      var log = ContainerLog()
      var slow = SlowLog()
      for _ in 0..<100 {
        let bytes = Int64(random.below(4_000_000))
        log.write(bytes)
        slow.files[slow.files.count - 1].bytes += bytes
        log.rotate(limit: 10_000_000, files: most)
        slow.rotate(limit: 10_000_000, most: most)
        #expect(log.bytes == slow.bytes, "seed \(seed)")
        #expect(slow.files.count <= most)
      }
    }
  }

  @Test("Logs fill a node's disk, which comes under pressure, and go with their pods")
  func pressure() {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 1)])
    for node in spec.nodes.indices { spec.nodes[node].capacity.ephemeralStorage = 1 << 30 }
    var simulation = Simulation(seed: 8)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 8))
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    // A burst between two looks is all in one file.
    world.cluster.writeLog(950 << 20, of: pod, in: &simulation)
    let held = world.cluster.logBytes(of: pod)
    #expect(held == 950 << 20)
    simulation.run(&world, through: SimTime(seconds: 120))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "NodeHasDiskPressure" })
    #expect(events.contains { $0.reason == "Evicted" })
    let other = world.cluster.workloads[0].pods.filter { world.cluster.pods[$0].isReady }
    let left = other.reduce(0) { $0 + world.cluster.logBytes(of: $1) }
    #expect(other.count == 1 && left == 0)
  }
}
