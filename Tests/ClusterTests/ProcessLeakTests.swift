import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

/// Process IDs of nodes and pods, and their shortage.
///
/// A node has 300 processes of its own; each pod adds its shim's eleven threads, its pause
/// container and what its software has.
@Suite("Leaked processes")
struct ProcessLeakTests {
  private typealias Leak = (targets: [FaultTargetRow], repair: any ClusterRepair)

  private func pinned(_ kind: WorkloadKind, _ name: String, priority: Int32 = 0) -> WorkloadSpec {
    var workload = SmallCluster.workload(kind, name, replicas: 1)
    workload.template.nodeName = "worker-2"
    workload.template.priority = priority
    return workload
  }

  /// A probe by a shell, every ten seconds.
  private var shellProbe: ProbeSpec {
    var probe = ProbeSpec()
    probe.handler = .exec
    probe.command = ["/bin/sh", "-c", "check | grep well"]
    return probe
  }

  private func world(
    _ workloads: [WorkloadSpec], processes: [Int64] = [], _ simulation: inout Simulation,
    change: (inout NodeSpec) -> Void = { _ in }
  ) -> ClusterWorld {
    var spec = SmallCluster.spec(workloads)
    for index in spec.nodes.indices { change(&spec.nodes[index]) }
    simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    for (index, count) in processes.enumerated() {
      world.cluster.setSoftware(workload: index, room: .cluster, processes: count)
    }
    world.cluster.start(in: &simulation)
    return world
  }

  private func leak(
    _ text: String, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) throws -> Leak {
    let fault = try FaultTests.fault("processLeak: \(text)")
    return world.cluster.inject(
      fault, random: EntityRandom(seed: 5, stream: "fault/leak"), in: &simulation)
  }

  /// pkg/kubelet/eviction/helpers_test.go TestOrderedByPriorityProcess.
  @Test("Pods go for the processes of their node by priority, then by how many they have")
  func order() throws {
    let pods = [
      pinned(.pod, "high-low", priority: 100), pinned(.pod, "high-high", priority: 100),
      pinned(.pod, "low-low"), pinned(.pod, "low-high"),
    ]
    let counts: [Int64] = [5, 20, 6, 20]
    var simulation = Simulation(seed: 5)
    var world = world(pods, processes: counts, &simulation) {
      $0.pidMax = 1_000
      $0.kubelet.eviction.hard.processes = .count(600)
    }
    simulation.run(&world, through: SimTime(seconds: 5))
    let hit = try leak("{node: worker-2, processes: 500}", &world, &simulation)
    #expect(hit.targets.first?.name == "worker-2" && hit.targets.count == 5)
    simulation.run(&world, through: SimTime(seconds: 180))
    let events = world.cluster.drainEvents()
    let shown = try #require(events.first { $0.reason == "NodeHasInsufficientPID" })
    #expect(shown.name == "worker-2" && shown.time.seconds <= 15)
    #expect(events.contains { $0.message == "Attempting to reclaim pids" })
    let evicted = events.filter { $0.reason == "Evicted" }
    #expect(evicted.map(\.name) == ["low-high", "low-low", "high-high", "high-low"])
    // With each pod its software's processes, its shim's and its sandbox's come free.
    let taken: Int64 = 300 + 500 + 4 * 12
    var free = 1_000 - taken - counts.reduce(0, +)
    for (event, count) in zip(evicted, [20, 6, 20, 5] as [Int64]) {
      #expect(
        event.message
          == "The node was low on resource: pids. Threshold quantity: 600, available: \(free). ")
      free += count + 12
    }
    world.cluster.repair(hit.repair, in: &simulation)
    let repaired = simulation.now
    simulation.run(&world, through: repaired + .seconds(320))
    let relieved = try #require(
      world.cluster.drainEvents().first { $0.reason == "NodeHasSufficientPID" })
    #expect(relieved.time - repaired >= .minutes(5) - .seconds(10))
  }

  /// pkg/kubelet/eviction/eviction_manager.go Admit: conditions other than memory pressure reject
  /// all pods but critical ones.
  @Test("A node under pressure takes no pod, not even one with requests; the scheduler avoids it")
  func admission() throws {
    var simulation = Simulation(seed: 5)
    let spare = SmallCluster.workload(.deployment, "spare", replicas: 5)
    var world = world([pinned(.deployment, "pinned"), spare], &simulation) {
      $0.kubelet.eviction.hard.processes = .share(0.1)
    }
    _ = try leak("{node: worker-2, share: 95%}", &world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.message == "The node had condition: [PIDPressure]. " })
    world.cluster.scale(workload: 1, to: 20, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[1].readyCount == 20)
    let node = world.cluster.nodeIndex("worker-2") ?? -1
    let misplaced = world.cluster.workloads[1].pods.filter {
      Int(world.cluster.pods[$0].node) == node && world.cluster.pods[$0].phase == .running
    }
    #expect(misplaced.isEmpty)
  }

  @Test("A pod's own limit keeps a fork bomb from its neighbours, and its shell probes fail")
  func containment() throws {
    var workloads = [pinned(.deployment, "bomb"), pinned(.deployment, "neighbour")]
    for index in workloads.indices {
      workloads[index].template.containers[0].livenessProbe = shellProbe
    }
    var simulation = Simulation(seed: 5)
    var world = world(workloads, &simulation) { $0.kubelet.podProcesses = 100 }
    let neighbour = world.cluster.workloads[1].pods[0]
    let hit = try leak("{workload: shop/bomb}", &world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    // The node has others left, so that what ends there starts again.
    world.cluster.crash(neighbour, exitCode: 1, reason: .error, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    let events = world.cluster.drainEvents()
    let failures = events.filter { $0.reason == "Unhealthy" }
    #expect(!failures.isEmpty && failures.allSatisfy { $0.name.hasPrefix("bomb") })
    #expect(
      failures.allSatisfy {
        $0.message == "Liveness probe failed: sh: fork: Resource temporarily unavailable"
      })
    #expect(events.contains { $0.reason == "Killing" && $0.name.hasPrefix("bomb") })
    #expect(events.allSatisfy { $0.reason != "Failed" && $0.reason != "NodeHasInsufficientPID" })
    #expect(world.cluster.pods[neighbour].isReady)
    world.cluster.repair(hit.repair, in: &simulation)
    // A restart that is due may wait five minutes.
    simulation.run(&world, through: simulation.now + .minutes(6))
    let bomb = world.cluster.workloads[0].pods[0]
    let restarts = world.cluster.pods[bomb].restarts
    simulation.run(&world, through: simulation.now + .minutes(10))
    #expect(world.cluster.pods[bomb].restarts == restarts && world.cluster.pods[bomb].isReady)
  }

  /// pkg/kubelet/cm/node_container_manager_linux.go: kubepods' pids.max is what is not reserved.
  @Test(
    "What is reserved of a node's process IDs no pod takes: its machine goes on, its pods don't")
  func reserved() throws {
    var workloads = ["new", "restarted", "bomb"].map { pinned(.deployment, $0) }
    workloads[2].template.containers[0].livenessProbe = shellProbe
    var simulation = Simulation(seed: 5)
    var world = world(workloads, &simulation) {
      $0.pidMax = 2_000
      $0.kubelet.reservedProcesses = 1_000
      // The machine's own 300, three shims and its pods' 1,000 leave more than that.
      $0.kubelet.eviction.hard.processes = .count(600)
    }
    simulation.run(&world, through: SimTime(seconds: 5))
    let pods = (0..<3).map { world.cluster.workloads[$0].pods[0] }
    let hit = try leak("{workload: shop/bomb, processes: 5000}", &world, &simulation)
    world.cluster.deletePod(pods[0], in: &simulation)
    world.cluster.crash(pods[1], exitCode: 1, reason: .error, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let events = world.cluster.drainEvents()
    #expect(events.allSatisfy { $0.reason != "NodeHasInsufficientPID" })
    #expect(events.allSatisfy { !$0.message.contains("fork/exec") })
    for (reason, name) in [("FailedCreatePodSandBox", "new"), ("Failed", "restarted")] {
      let tries = events.filter { $0.reason == reason && $0.message.contains("read init-p") }
      #expect(tries.count { $0.name.hasPrefix(name) } >= 4)
    }
    #expect(
      events.contains {
        $0.message == "Liveness probe failed: sh: fork: Resource temporarily unavailable"
      })
    world.cluster.repair(hit.repair, in: &simulation)
    simulation.run(&world, through: simulation.now + .minutes(6))
    #expect((0..<3).allSatisfy { world.cluster.workloads[$0].readyCount == 1 })
  }

  @Test("Software with more threads than its pod may have ends as often as it starts")
  func limitBelowSoftware() {
    var simulation = Simulation(seed: 5)
    var world = world([pinned(.deployment, "many")], processes: [200], &simulation) {
      $0.kubelet.podProcesses = 100
    }
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(!world.cluster.pods[pod].isServing && world.cluster.pods[pod].restarts >= 3)
    #expect(world.cluster.drainEvents().allSatisfy { $0.reason != "Failed" })
  }

  @Test("On a node without process IDs nothing starts until there are some; what runs goes on")
  func exhaustion() throws {
    var simulation = Simulation(seed: 5)
    let names = ["new", "restarted", "steady"]
    var world = world(names.map { pinned(.deployment, $0) }, &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let pods = (0..<3).map { world.cluster.workloads[$0].pods[0] }
    let hit = try leak("{workload: shop/steady, mode: all}", &world, &simulation)
    #expect(hit.targets.map(\.kind) == ["Pod"])
    world.cluster.deletePod(pods[0], in: &simulation)
    world.cluster.crash(pods[1], exitCode: 1, reason: .error, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let events = world.cluster.drainEvents()
    let sandboxes = events.filter { $0.reason == "FailedCreatePodSandBox" }
    #expect(sandboxes.count >= 10 && sandboxes.allSatisfy { $0.name.hasPrefix("new") })
    #expect(
      sandboxes.allSatisfy { $0.message.hasSuffix(": resource temporarily unavailable") })
    let starts = events.filter {
      $0.reason == "Failed"
        && $0.message.hasSuffix(
          "fork/exec /usr/bin/runc: resource temporarily unavailable: unknown")
    }
    #expect(starts.allSatisfy { $0.name.hasPrefix("restarted") })
    // A container that can not be started waits as one that crashes: 10 s, 20 s, 40 s and on. Before
    // the fifth start BackOff has been said so often that the kubelet's recorder is silent.
    let said = events.count { $0.kind == "Pod" && $0.name.hasPrefix("restarted") }
    #expect(starts.count == 4 && said == 25)
    for (index, pair) in zip(starts, starts.dropFirst()).enumerated() {
      #expect(pair.1.time - pair.0.time >= .seconds(10) * (Int64(1) << index))
    }
    let main = world.cluster.mainContainer(of: pods[1])
    #expect(world.cluster.lastTermination(ofContainer: main) == .startError)
    #expect(world.cluster.pods[pods[2]].isReady && world.cluster.pods[pods[2]].restarts == 0)
    world.cluster.repair(hit.repair, in: &simulation)
    simulation.run(&world, through: simulation.now + .minutes(6))
    #expect((0..<3).allSatisfy { world.cluster.workloads[$0].readyCount == 1 })
  }

  /// Two pods of 301 processes leave 74 of 1,000: enough for a third pod's sandbox and for what has
  /// one process, not for its software of 300.
  @Test("Software counts without a leak; one that can not start has no hook that others wait for")
  func ownProcesses() throws {
    var workloads = ["one", "other", "late"].map { pinned(.deployment, $0) }
    for index in workloads.indices {
      workloads[index].template.containers[0].postStart = .minutes(60)
      workloads[index].template.containers.append(ContainerSpec(name: "second", image: "second"))
    }
    var simulation = Simulation(seed: 5)
    var world = world(workloads, processes: [300, 300, 300], &simulation) { $0.pidMax = 1_000 }
    world.cluster.deletePod(world.cluster.workloads[2].pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let events = world.cluster.drainEvents().filter { $0.name.hasPrefix("late") }
    let failure = try #require(
      events.first { $0.reason == "Failed" && $0.message.contains("fork/exec /usr/bin/runc") })
    let start = try #require(events.first { $0.reason == "Started" })
    #expect(start.time - failure.time < .seconds(60))
    #expect(!world.cluster.pods[world.cluster.workloads[2].pods[0]].isServing)
  }

  /// pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions.
  @Test("A pod without restarts has failed when its init container can not start")
  func initContainer() {
    var never = pinned(.pod, "never")
    never.template.restartPolicy = .never
    var workloads = [never, pinned(.pod, "always")]
    for index in workloads.indices {
      workloads[index].template.initContainers = [ContainerSpec(name: "first", image: "first")]
    }
    var simulation = Simulation(seed: 5)
    var spec = SmallCluster.spec(workloads, start: .cold)
    for index in spec.nodes.indices { spec.nodes[index].kubelet.podProcesses = 5 }
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let phases = (0..<2).map { world.cluster.pods[world.cluster.workloads[$0].pods[0]].phase }
    #expect(phases == [.failed, .pending])
    let tries = world.cluster.drainEvents().filter { $0.message.contains("read init-p") }
    #expect(tries.count { $0.name == "never" } == 1 && tries.count { $0.name == "always" } > 1)
  }

  @Test("What a machine leaked ends with its power, and its repair takes nothing from a later leak")
  func reboot() throws {
    var simulation = Simulation(seed: 5)
    var world = world([pinned(.deployment, "pinned")], &simulation)
    let first = try leak("{node: worker-2}", &world, &simulation)
    let power = world.cluster.powerOff(
      node: world.cluster.nodeIndex("worker-2") ?? -1, in: &simulation)
    world.cluster.powerOn(power, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    #expect(world.cluster.workloads[0].readyCount == 1)
    #expect(world.cluster.drainEvents().allSatisfy { $0.reason != "FailedCreatePodSandBox" })
    _ = try leak("{node: worker-2}", &world, &simulation)
    world.cluster.repair(first.repair, in: &simulation)
    world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    #expect(world.cluster.drainEvents().contains { $0.reason == "FailedCreatePodSandBox" })
  }

  /// pkg/kubelet/prober/worker.go doProbe throws a prober's own error away.
  @Test("A probe's command that the runtime can not start changes nothing")
  func erroredProbe() throws {
    var workload = pinned(.deployment, "asked")
    workload.template.containers[0].livenessProbe = shellProbe
    var simulation = Simulation(seed: 5)
    var spec = SmallCluster.spec([workload])
    spec.nodes[1].pidMax = 1_000
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    world.cluster.setSoftware(workload: 0, room: .workload, answersProbes: true)
    world.cluster.start(in: &simulation)
    _ = try leak("{node: worker-2}", &world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let checks = world.cluster.drainEvents().filter { $0.reason == "Unhealthy" }
    // One each ten seconds, of which the kubelet's recorder lets 25 through.
    #expect(checks.count == 25)
    #expect(
      checks.allSatisfy {
        $0.message.hasPrefix("Liveness probe errored and resulted in unknown state: ")
      })
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].isReady && world.cluster.pods[pod].restarts == 0)
  }

  /// A node of a thousand with 300 of its own is short of 600 only with those of a model.
  @Test("The pods of a CronJob's Jobs have the processes of its model")
  func cronJob() throws {
    var workload = pinned(.cronJob, "report")
    workload.template.restartPolicy = .never
    workload.job = JobSettings()
    workload.cron = CronSettings(schedule: try #require(CronSchedule(parsing: "* * * * *")))
    for (processes, isShort) in [(1, false), (500, true)] as [(Int64, Bool)] {
      var simulation = Simulation(seed: 5)
      var world = world([workload], &simulation) {
        $0.pidMax = 1_000
        $0.kubelet.eviction.hard.processes = .count(600)
      }
      // Software of a room that says nothing does not end.
      world.cluster.setSoftware(workload: 0, room: .workload, processes: processes)
      simulation.run(&world, through: SimTime(seconds: 100))
      let events = world.cluster.drainEvents()
      #expect(events.contains { $0.reason == "NodeHasInsufficientPID" } == isShort)
    }
  }

  /// kernel/fork.c set_max_threads: an eighth of the memory in stacks of 16 KiB.
  @Test("A machine's process IDs are limited by its kernel's setting and by its memory")
  func limits() {
    var node = SmallCluster.node("a", zone: "a")
    node.capacity.memory = 1 << 30
    #expect(node.processIDs == 8_192)
    node.pidMax = 4_096
    #expect(node.processIDs == 4_096)
    node.capacity.memory = 0
    #expect(node.processIDs == 4_096)
  }
}
