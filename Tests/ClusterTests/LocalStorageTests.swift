import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("What pods may write on their node's disk")
struct LocalStorageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Limits of the container whose software logs, of the other one, and of the volume, in MiB.
    var main: Int64?
    var other: Int64?
    var volume: Int64?
    /// How much the log may have, in MiB.
    var most: Int64
    var message: String
  }

  static let cases = [
    Case(
      testDescription: "a container", main: 50, other: 100, most: 50,
      message: "Container main exceeded its local ephemeral storage limit \"50Mi\". "),
    Case(
      testDescription: "all containers together, of which only one has a limit", other: 20,
      most: 20,
      message: "Pod ephemeral local storage usage exceeds the total limit of containers 20Mi. "),
    Case(
      testDescription: "a volume", main: 100, other: 100, volume: 40, most: 40,
      message: "Usage of EmptyDir volume \"logs\" exceeds the limit \"40Mi\". "),
  ]

  private func spec(_ row: Case, requested: Int64 = 0) -> ClusterSpec {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.containers.append(ContainerSpec(name: "second", image: "second:1"))
    workload.template.containers[0].ephemeralLimit = row.main.map { $0 << 20 }
    workload.template.containers[0].requests.ephemeralStorage = requested << 20
    workload.template.containers[1].ephemeralLimit = row.other.map { $0 << 20 }
    if let size = row.volume {
      workload.template.scratchVolumes = [ScratchVolume(name: "logs", sizeLimit: size << 20)]
    }
    var spec = SmallCluster.spec([workload])
    for node in spec.nodes.indices {
      spec.nodes[node].capacity.ephemeralStorage = 100 << 30
      spec.nodes[node].allocatable.ephemeralStorage = 100 << 30
      spec.nodes[node].kubelet.logFileBytes = 1 << 40
    }
    return spec
  }

  @Test("More than a limit evicts the pod at the kubelet's next look", arguments: cases)
  func limits(_ row: Case) throws {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec(row), seed: 1))
    if row.volume != nil {
      let isAbsent = !world.cluster.setLogVolume("log", ofWorkload: 0)
      let isThere = world.cluster.setLogVolume("logs", ofWorkload: 0)
      #expect(isAbsent && isThere)
    }
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    simulation.run(&world, through: SimTime(seconds: 5))
    world.cluster.writeLog(row.most << 20, of: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.pods[pod].isReady)
    world.cluster.writeLog(1, of: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.pods[pod].phase == .failed)
    let evicted = world.cluster.drainEvents().filter { $0.reason == "Evicted" }
    let event = try #require(evicted.first)
    #expect(evicted.count == 1 && event.message == row.message)
    #expect(event.time <= SimTime(seconds: 70))
    // Another pod takes its place, with a log of its own.
    let next = world.cluster.workloads[0].pods.filter { world.cluster.pods[$0].isReady }
    #expect(next.count == 1 && next.allSatisfy { world.cluster.logBytes(of: $0) == 0 })
  }

  @Test("What a container requests stands for what it writes, its log included")
  func requests() {
    let row = Case(testDescription: "", main: 50, most: 0, message: "")
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec(row, requested: 50), seed: 1))
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.filesHeld(by: pod) == 50 << 20)
    world.cluster.writeLog(40 << 20, of: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.filesHeld(by: pod) == 50 << 20)
    #expect(world.cluster.pods[pod].isReady)
    world.cluster.writeLog(20 << 20, of: pod, in: &simulation)
    #expect(world.cluster.filesHeld(by: pod) == 60 << 20)
    simulation.run(&world, through: SimTime(seconds: 120))
    // The container has ended; its log stays with the object.
    #expect(world.cluster.pods[pod].phase == .failed)
    #expect(world.cluster.filesHeld(by: pod) == 60 << 20)
  }

  @Test("Nobody puts a log aside that is in a volume", arguments: [true, false])
  func rotation(_ isFile: Bool) {
    let row = Case(testDescription: "", volume: 1_000, most: 0, message: "")
    var spec = spec(row)
    for node in spec.nodes.indices { spec.nodes[node].kubelet.logFileBytes = 10 << 20 }
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    if isFile { _ = world.cluster.setLogVolume("logs", ofWorkload: 0) }
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    for _ in 0..<20 { world.cluster.writeLog(12 << 20, of: pod, in: &simulation) }
    let all: Int64 = 20 * 12 << 20
    #expect((world.cluster.logBytes(of: pod) == all) == isFile)
    #expect(world.cluster.filesHeld(by: pod) == world.cluster.logBytes(of: pod))
  }
}
