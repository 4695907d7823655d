import Cluster
import Manifests
import SimulationKernel
import Testing

/// Who dies when the cgroup of a pod, or a machine whose pods ask memory as a whole, is full, and
/// what the restarts that follow mean to a scale-down.
@Suite("Memory of pods as a whole")
struct PodMemoryTests {
  /// A Deployment's pods on one machine of 8 GiB, with a container that says what it holds and one
  /// that holds its request of 200 MiB.
  private func text(_ name: String, _ resources: String, replicas: Int = 1) -> String {
    ObjectDocument.deployment(
      name, replicas: replicas,
      pod: """
        resources: \(resources)
        containers:
          - {name: main, image: "main:1", resources: {requests: {memory: 100Mi}}}
          - {name: side, image: "side:1", resources: {requests: {memory: 200Mi}}}
        """)
  }

  private func world(
    _ text: String, _ simulation: inout Simulation
  ) throws -> ClusterWorld {
    let spec = try ClusterSpec.of(text, minor: 34)
    simulation = Simulation(seed: 6)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 6))
    for index in spec.workloads.indices {
      world.cluster.setSoftware(
        workload: index, room: .workload, container: "main", reportsMemory: true)
    }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    return world
  }

  private func limited(_ mebibytes: Int64) -> String {
    "{requests: {memory: 300Mi}, limits: {memory: \(mebibytes)Mi}}"
  }

  /// mm/oom_kill.c: within the pod's cgroup the scores are 988 + 1000 * held / limit for the
  /// container that requests 100 MiB of 8 GiB, and 976 and as much for the other.
  ///
  /// The one that asks holds what the other has left when the limit is full.
  @Test(
    "Where a pod's own limit is full its greatest container dies, whoever asks",
    arguments: [(350, 310, "side"), (500, 320, "main")] as [(Int64, Int64, String)])
  func full(limit: Int64, wanted: Int64, victim: String) throws {
    var simulation = Simulation(seed: 6)
    var world = try world(text("web", limited(limit)), &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    _ = world.cluster.holdMemory(100 << 20, in: pod, in: &simulation)
    let range = world.cluster.containerRange(of: pod)
    let held = range.map { world.cluster.workingSet(ofContainer: $0) >> 20 }
    #expect(held == [100, 200] && world.cluster.workingSet(of: pod) == 300 << 20)
    let left = world.cluster.holdMemory(wanted << 20, in: pod, in: &simulation)
    let kills = world.cluster.drainEvents().filter { $0.reason == "OOMKilling" }
    #expect(kills.count == 1 && kills.allSatisfy { $0.message.contains("(\(victim))") })
    #expect(world.cluster.pods[pod].isServing == (victim == "side"))
    #expect(left == (victim == "side" ? (limit - wanted) << 20 : 0))
  }

  /// pkg/kubelet/qos/policy.go: 4 GiB of 8 are requested by the pod, 300 MiB by its containers, so
  /// that each has half of the rest and scores 1000 - 243; without that share it would die first.
  @Test("What a pod requests as a whole protects its containers when the machine is full")
  func shared() throws {
    var simulation = Simulation(seed: 6)
    var world = try world(
      text("whole", "{requests: {memory: 4Gi}}") + text("parts", "{requests: {memory: 300Mi}}"),
      &simulation)
    let pods = (0..<2).map { world.cluster.workloads[$0].pods[0] }
    _ = world.cluster.holdMemory(4 << 30, in: pods[0], in: &simulation)
    _ = world.cluster.holdMemory(3 << 30, in: pods[1], in: &simulation)
    _ = world.cluster.holdMemory(5 << 30, in: pods[0], in: &simulation)
    let kills = world.cluster.drainEvents().filter { $0.reason == "OOMKilling" }
    #expect(kills.count == 1 && kills.allSatisfy { $0.message.contains("shop/parts") })
  }

  /// pkg/controller/controller_utils.go maxContainerRestarts.
  @Test("A scale-down takes the pod with the container that restarted most, whatever the sums say")
  func restarts() throws {
    var simulation = Simulation(seed: 6)
    var world = try world(text("web", limited(350), replicas: 2), &simulation)
    let pods = world.cluster.workloads[0].pods
    // One has lost both containers twice, the other its main one thrice.
    for round in 0..<3 {
      world.cluster.crash(pods[1], exitCode: 1, reason: .error, in: &simulation)
      if round < 2 {
        _ = world.cluster.holdMemory(150 << 20, in: pods[0], in: &simulation)
        _ = world.cluster.holdMemory(310 << 20, in: pods[0], in: &simulation)
        world.cluster.crash(pods[0], exitCode: 1, reason: .error, in: &simulation)
      }
      simulation.run(&world, through: simulation.now + .seconds(60))
    }
    #expect(world.cluster.pods[pods[0]].restarts == 4 && world.cluster.pods[pods[1]].restarts == 3)
    for pod in pods { world.cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 900))
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 905))
    #expect(world.cluster.pods[pods[1]].isTerminating && !world.cluster.pods[pods[0]].isTerminating)
  }
}
