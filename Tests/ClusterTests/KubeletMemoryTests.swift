import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

@Suite("Memory of containers and nodes")
struct KubeletMemoryTests {
  /// One node of 1 GiB that keeps 100 MiB from pods.
  private func spec(_ workloads: [WorkloadSpec]) -> ClusterSpec {
    var spec = SmallCluster.spec(workloads)
    var node = NodeSpec(
      name: "worker-1", capacity: PodResources(cpuMilli: 4_000, memory: 1 << 30))
    node.allocatable.memory -= 100 << 20
    spec.nodes = [node]
    return spec
  }

  private func workload(
    _ name: String, request: Int64, limit: Int64? = nil, priority: Int32 = 0
  ) -> WorkloadSpec {
    var workload = SmallCluster.workload(.deployment, name, replicas: 1)
    workload.template.containers[0].requests.memory = request << 20
    workload.template.containers[0].memoryLimit = limit.map { $0 << 20 }
    workload.template.priority = priority
    return workload
  }

  private func world(
    _ workloads: [WorkloadSpec], seed: UInt64, _ simulation: inout Simulation
  ) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec(workloads), seed: seed))
    for index in workloads.indices {
      world.cluster.setSoftware(workload: index, room: .workload, reportsMemory: true)
    }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1))
    return world
  }

  /// What it holds from the first is more than its limit (the waits are those of doBackOff).
  @Test("A container whose start exceeds its limit is started again, whatever its command lasts")
  func start() {
    var greedy = workload("greedy", request: 200, limit: 100)
    greedy.template.containers[0].command = PlainCommand(length: .seconds(3_600))
    var spec = spec([greedy])
    spec.start = .cold
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 150))
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].restarts >= 3)
  }

  @Test("A container that wants more than its limit is OOM-killed and crash-loops")
  func limit() throws {
    var simulation = Simulation(seed: 1)
    var world = world([workload("cart", request: 100, limit: 200)], seed: 1, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let left = world.cluster.holdMemory(150 << 20, in: pod, in: &simulation)
    #expect(left == 50 << 20)
    #expect(world.cluster.workingSet(of: pod) == 150 << 20)
    var waits: [Double] = []
    for _ in 0..<7 {
      let killed = simulation.now.seconds
      let refused = world.cluster.holdMemory(201 << 20, in: pod, in: &simulation)
      #expect(refused == 0)
      #expect(world.cluster.workingSet(of: pod) == 0 && !world.cluster.pods[pod].isServing)
      while !world.cluster.pods[pod].isServing {
        simulation.run(&world, through: simulation.now + .milliseconds(50))
      }
      waits.append(simulation.now.seconds - killed)
    }
    for (wait, rule) in zip(waits, [0, 10, 20, 40, 80, 160, 300].map { Double($0) }) {
      // The kubelet looks each 10 to 15 s whether the wait is over.
      #expect(wait >= rule && wait <= rule + (rule > 0 ? 15 : 0) + 1.3)
    }
    let events = world.cluster.drainEvents()
    let kills = events.filter { $0.reason == "OOMKilling" && $0.kind == "Node" }
    // The kernel kills when the limit is full, whatever was held before: 200 MiB.
    #expect(kills.count == 7 && kills.allSatisfy { $0.message.contains("anon-rss:204800kB") })
    // The kubelet says that it waits at the end and at each look before the wait is over, which is
    // more than its recorder's burst for all that it says of one pod: 25, and one more each 5 min.
    let rules = [10, 20, 40, 80, 160, 300]
    #expect(rules.reduce(0) { $0 + 1 + ($1 - 1) / 15 } > 25)
    let said = events.count { $0.kind == "Pod" && $0.reason != "Scheduled" }
    #expect(said >= 25 && said <= 25 + Int(simulation.now.seconds) / 300)
  }

  @Test("A node without memory kills the container with the greatest score")
  func systemOOM() throws {
    // Requests of a 1024 MiB node: 100 MiB score 903 and 400 MiB 610, before what they hold.
    try withEverySeed(30) { seed in
      var random = EntityRandom(seed: seed, stream: "memory")
      var simulation = Simulation(seed: seed)
      let requests: [Int64] = [100, 400, 0]
      var world = world(
        requests.enumerated().map { workload("w\($0)", request: $1) }, seed: seed, &simulation)
      let pods = (0..<3).map { world.cluster.workloads[$0].pods[0] }
      var held = requests.map { _ in Int64(random.below(300)) }
      for index in 0..<3 {
        _ = world.cluster.holdMemory(held[index] << 20, in: pods[index], in: &simulation)
      }
      // The slow oracle: scores in exact thousandths, by the kernel's formula.
      let scores = (0..<3).map { index in
        held[index] == 0
          ? Int64.min
          : (requests[index] == 0 ? 999 : 1_000 - 1_000 * requests[index] / 1_024)
            + held[index] * 1_000 / 1_024
      }
      held[0] += 1_024
      _ = world.cluster.holdMemory(held[0] << 20, in: pods[0], in: &simulation)
      // What one asks for beyond the node's memory costs the others their lives first, if they
      // score higher than it did.
      let own = scores[0]
      for index in 1..<3 where scores[index] != own && scores[index] > .min {
        #expect(
          !world.cluster.pods[pods[index]].isServing == (scores[index] > own), "seed \(seed)")
      }
      #expect(!world.cluster.pods[pods[0]].isServing)
    }
  }

  @Test("A hard threshold evicts one pod a pass: over its request, by priority, by excess")
  func evictionOrder() throws {
    var simulation = Simulation(seed: 4)
    var world = world(
      [
        workload("low-within", request: 200), workload("low-over", request: 50),
        workload("low-over-more", request: 50), workload("high-over", request: 50, priority: 100),
      ], seed: 4, &simulation)
    let pods = (0..<4).map { world.cluster.workloads[$0].pods[0] }
    for (pod, mebibytes) in zip(pods, [190, 200, 250, 350] as [Int64]) {
      _ = world.cluster.holdMemory(mebibytes << 20, in: pod, in: &simulation)
    }
    // 34 MiB are left: less than 100 MiB. Each eviction frees enough to stop after one.
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    let evicted = events.filter { $0.reason == "Evicted" }.map(\.name)
    #expect(evicted.count == 1 && evicted.allSatisfy { $0.hasPrefix("low-over-more-") })
    let shown = try #require(events.first { $0.reason == "NodeHasInsufficientMemory" })
    #expect(shown.time.seconds <= 11)
    // The condition stays for five minutes after relief.
    simulation.run(&world, through: SimTime(seconds: 600))
    let later = world.cluster.drainEvents()
    let relieved = try #require(later.first { $0.reason == "NodeHasSufficientMemory" })
    #expect(relieved.time - shown.time >= .minutes(5))
    #expect(relieved.time - shown.time <= .minutes(5) + .seconds(31))
  }

  /// pkg/kubelet/cm/node_container_manager_linux.go getNodeAllocatableInternalAbsolute,
  /// pkg/kubelet/eviction/helpers.go addAllocatableThresholds: of 1024 MiB 300 are reserved for the
  /// system, and the kubelet evicts 100 MiB before the end of what is left.
  @Test(
    "Pods go when they hold more than is allocatable, and die before they fill what is reserved",
    arguments: [620, 630, 725] as [Int64])
  func reserved(sum: Int64) throws {
    var known = spec([workload("one", request: 50), workload("other", request: 50)])
    known.nodes[0].allocatable.memory = 624 << 20
    var simulation = Simulation(seed: 4)
    var world = ClusterWorld(cluster: Cluster(known, seed: 4))
    for index in 0..<2 {
      world.cluster.setSoftware(workload: index, room: .workload, reportsMemory: true)
    }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1))
    let pods = (0..<2).map { world.cluster.workloads[$0].pods[0] }
    _ = world.cluster.holdMemory(310 << 20, in: pods[1], in: &simulation)
    _ = world.cluster.holdMemory(300 << 20, in: pods[0], in: &simulation)
    let left = world.cluster.holdMemory((sum - 310) << 20, in: pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let events = world.cluster.drainEvents()
    let evicted = events.filter { $0.reason == "Evicted" }
    let kills = events.filter { $0.reason == "OOMKilling" }
    #expect(events.allSatisfy { $0.reason != "SystemOOM" })
    #expect(evicted.count == (sum == 630 ? 1 : 0) && kills.count == (sum == 725 ? 1 : 0))
    for event in evicted {
      #expect(
        event.message.hasPrefix(
          "The node was low on resource: memory. Threshold quantity: 100Mi, available: 94Mi. "))
    }
    for event in kills {
      // The other one held more when the limit was met; without it there is room.
      #expect(event.message.hasPrefix("Memory cgroup out of memory: Killed process 1"))
      #expect(event.message.contains("shop/other") && left == (724 - 415) << 20)
    }
  }

  @Test("Memory is conserved: what containers hold is what the node lacks, whatever happens")
  func conservation() throws {
    try withEverySeed(50) { seed in
      var random = EntityRandom(seed: seed, stream: "memory")
      var simulation = Simulation(seed: seed)
      var world = world(
        (0..<4).map { workload("w\($0)", request: 50, limit: 400) }, seed: seed, &simulation)
      for _ in 0..<40 {
        let index = random.below(4)
        if let pod = world.cluster.workloads[index].pods.first, random.below(8) > 0 {
          _ = world.cluster.holdMemory(
            Int64(random.below(450)) << 20, in: pod, in: &simulation)
        } else if random.below(2) == 0, let pod = world.cluster.workloads[index].pods.first {
          world.cluster.deletePod(pod, grace: .zero, in: &simulation)
        }
        simulation.run(&world, through: simulation.now + .seconds(Int64(random.below(20))))
        let held = world.cluster.workloads.flatMap(\.pods).reduce(Int64(0)) {
          $0 + world.cluster.workingSet(of: $1)
        }
        #expect(held + world.cluster.availableMemory(on: 0) == 1 << 30, "seed \(seed)")
        #expect(world.cluster.availableMemory(on: 0) >= 0, "seed \(seed)")
      }
    }
  }
}
