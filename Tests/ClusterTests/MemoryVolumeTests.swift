import Cluster
import SimulationKernel
import Testing

/// A Deployment of one pod whose software holds some MiB itself and logs into an emptyDir in
/// memory.
@Suite("Volumes in memory")
struct MemoryVolumeTests {
  private struct Bench: ~Copyable {
    var simulation = Simulation(seed: 1)
    var world: ClusterWorld

    /// Limits in MiB; zero stands for none.
    init(limit: Int64, volume: Int64, other: Int64 = 0) {
      var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
      workload.template.scratchVolumes = [
        ScratchVolume(name: "logs", sizeLimit: volume == 0 ? nil : volume << 20, isInMemory: true)
      ]
      workload.template.containers[0].memoryLimit = limit == 0 ? nil : limit << 20
      if other > 0 {
        workload.template.containers.append(ContainerSpec(name: "second", image: "second:1"))
        workload.template.containers[1].memoryLimit = other << 20
      }
      world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 1))
      world.cluster.setSoftware(workload: 0, room: .workload, reportsMemory: true)
      let isThere = world.cluster.setLogVolume("logs", ofWorkload: 0)
      precondition(isThere, "the template has the volume")
      world.cluster.start(in: &simulation)
    }

    var pod: PodHandle { world.cluster.workloads[0].pods[0] }
    var node: Int { Int(world.cluster.pods[pod].node) }
    /// MiB that the pod counts.
    var held: Int64 { world.cluster.workingSet(of: pod) >> 20 }
    var log: Int64 { world.cluster.logBytes(of: pod) >> 20 }
    /// Why the main container ended last.
    var lastEnd: TerminationReason? {
      world.cluster.lastTermination(ofContainer: world.cluster.mainContainer(of: pod))
    }
    var restarts: UInt16 { world.cluster.pods[pod].restarts }

    mutating func hold(_ mib: Int64) {
      _ = world.cluster.holdMemory(mib << 20, in: pod, in: &simulation)
    }

    mutating func write(_ mib: Int64) {
      world.cluster.writeLog(mib << 20, of: pod, in: &simulation)
    }

    mutating func wait(_ seconds: Int64) {
      simulation.run(&world, through: simulation.now + .seconds(seconds))
    }
  }

  @Test(
    "What is written counts as the container's memory and not on the disk, up to the volume's size")
  func size() {
    var bench = Bench(limit: 500, volume: 100)
    let node = bench.node
    let free = bench.world.cluster.availableMemory(on: node)
    bench.hold(40)
    bench.write(70)
    #expect(bench.held == 110 && bench.log == 70)
    #expect(bench.world.cluster.filesHeld(by: bench.pod) == 0)
    bench.write(70)
    bench.hold(50)
    #expect(bench.held == 150 && bench.log == 100)
    #expect(bench.world.cluster.availableMemory(on: node) == free - (150 << 20))
    bench.wait(60)
    // No eviction: the volume can not outgrow its limit.
    #expect(bench.world.cluster.pods[bench.pod].phase == .running && bench.restarts == 0)
    let pod = bench.pod
    bench.world.cluster.deletePod(pod, in: &bench.simulation)
    bench.wait(60)
    let isGone = !bench.world.cluster.pods.contains(pod)
    #expect(isGone && bench.world.cluster.availableMemory(on: node) == free)
  }

  @Test("Files alone can break the container's limit; they outlive it in their pod")
  func kill() {
    var bench = Bench(limit: 200, volume: 0)
    bench.hold(150)
    bench.write(40)
    #expect(bench.restarts == 0 && bench.held == 190)
    bench.write(11)
    bench.wait(5)
    #expect(bench.restarts == 1)
    let killed = bench.world.cluster.drainEvents().filter { $0.reason == "OOMKilling" }
    #expect(killed.count == 1 && killed.allSatisfy { $0.message.contains("shmem-rss:52224kB") })
    // The new container has its whole limit; but the pod's is the sum of all limits, which is the
    // same here: the files keep 51 MiB of it.
    #expect(bench.log == 51 && bench.held == 51)
    bench.hold(140)
    bench.wait(1)
    #expect(bench.restarts == 1 && bench.held == 191)
    bench.hold(150)
    bench.wait(5)
    #expect(bench.lastEnd == .outOfMemory)
    #expect(bench.held == 51)
  }

  @Test("With room in its pod a new container has its whole limit beside the old one's files")
  func room() {
    var bench = Bench(limit: 200, volume: 0, other: 300)
    bench.hold(150)
    bench.write(60)
    bench.wait(5)
    #expect(bench.restarts == 1 && bench.held == 60)
    bench.hold(190)
    #expect(bench.held == 250)
    // What it writes itself is charged to it again.
    bench.write(20)
    bench.wait(1)
    #expect(bench.lastEnd == .outOfMemory)
    #expect(bench.held == 80)
  }

  @Test("A pod that has ended, or whose machine lost its power, keeps nothing in memory")
  func end() {
    var bench = Bench(limit: 0, volume: 0)
    let node = bench.node
    let free = bench.world.cluster.availableMemory(on: node)
    bench.hold(10)
    bench.write(30)
    bench.world.cluster.powerOff(node: node, in: &bench.simulation)
    #expect(bench.world.cluster.availableMemory(on: node) == free && bench.log == 0)
  }
}
