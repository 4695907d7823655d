import Cluster
import Manifests
import SimulationKernel
import Testing

/// Resources that change in running pods, by the rules of KEP-1287.
@Suite("Pods that are resized in place")
struct PodResizeTests {
  /// Amounts of a change: thousandths of a core and MiB.
  struct Amounts {
    var cpu: Int64?
    var memory: Int64?

    var list: ResourceList {
      var list = ResourceList()
      list["cpu"] = cpu.map { Quantity(milli: $0) }
      list["memory"] = memory.map { Quantity($0 << 20) }
      return list
    }
  }

  func workload(
    _ name: String, _ requests: Amounts, limits: Amounts = Amounts(), priority: Int32 = 0
  ) -> WorkloadSpec {
    var workload = SmallCluster.workload(
      .deployment, name, replicas: 1, milli: requests.cpu ?? 0)
    workload.template.containers[0].requests.memory = (requests.memory ?? 0) << 20
    workload.template.containers[0].hasCPURequest = requests.cpu != nil
    workload.template.containers[0].hasMemoryRequest = requests.memory != nil
    workload.template.containers[0].cpuLimitMilli = limits.cpu
    workload.template.containers[0].memoryLimit = limits.memory.map { $0 << 20 }
    workload.template.priority = priority
    return workload
  }

  /// One node of four cores and 16 GiB.
  func spec(_ workloads: [WorkloadSpec], minor: Int) -> ClusterSpec {
    var spec = SmallCluster.spec(workloads)
    spec.version = ClusterVersion(minor: minor)
    spec.nodes = [SmallCluster.node("worker-1", zone: "zone-0")]
    return spec
  }

  func world(
    _ spec: ClusterSpec, reportsMemory: Bool = false, _ simulation: inout Simulation
  ) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    if reportsMemory {
      world.cluster.setSoftware(workload: 0, room: .workload, reportsMemory: true)
    }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 1))
    return world
  }

  func resize(
    _ name: String, requests: Amounts = Amounts(), limits: Amounts = Amounts(),
    _ world: inout ClusterWorld, in simulation: inout Simulation
  ) -> String? {
    let reference = WorkloadReference(kind: nil, namespace: "shop", name: name, span: .unknown)
    let change = ResizeChange(
      workload: reference, container: "main", requests: requests.list, limits: limits.list)
    return world.cluster.make(.resize(change), update: nil, in: &simulation)
  }

  func pod(_ workload: Int, _ world: borrowing ClusterWorld) -> PodHandle {
    world.cluster.workloads[workload].pods[0]
  }

  func run(
    _ world: inout ClusterWorld, for seconds: Int64, in simulation: inout Simulation
  ) {
    simulation.run(&world, through: simulation.now + .seconds(seconds))
  }

  /// A request of the API and the words that refuse it; nil where it is taken.
  struct Row: Sendable {
    var minor = 35
    /// Requests and limits of the pod, then of the change: CPU, then MiB.
    var has: (Int64?, Int64?, Int64?, Int64?)
    var asks: (Int64?, Int64?, Int64?, Int64?)
    var restarts = false
    var words: String?
  }

  private static let quality =
    "Pod QOS Class may not change as a result of resizing"

  /// The first rows are those of test/e2e/common/node/pod_resize.go doPodResizeErrorTests.
  ///
  /// Several causes are printed each in a line (kubectl pkg/cmd/util/helpers.go MultilineError).
  @Test(
    "The API server takes what validation lets change",
    arguments: [
      Row(has: (nil, nil, nil, nil), asks: (nil, 40, nil, nil), words: quality),
      Row(
        minor: 33, has: (100, 100, 200, 200), asks: (nil, nil, nil, 150),
        words: "memory limits cannot be decreased unless resizePolicy is RestartContainer"),
      Row(
        minor: 33, has: (100, 100, 200, nil), asks: (nil, nil, nil, 150),
        words: "memory limits cannot be added unless resizePolicy is RestartContainer"),
      Row(minor: 33, has: (100, 100, 200, 200), asks: (nil, nil, nil, 150), restarts: true),
      Row(minor: 34, has: (100, 100, 200, 200), asks: (nil, nil, nil, 150)),
      Row(has: (200, 200, 200, 200), asks: (100, nil, nil, nil), words: quality),
      Row(has: (200, 200, 200, 200), asks: (100, nil, 100, nil)),
      Row(
        has: (100, 100, 200, 200), asks: (300, nil, nil, nil),
        words: "\"300m\": must be less than or equal to cpu limit of 200m"),
      Row(
        has: (100, 100, 200, 200), asks: (nil, nil, 0, nil),
        words: "\"100m\": must be less than or equal to cpu limit of 0"),
      Row(has: (nil, 100, 200, 200), asks: (nil, nil, 0, nil)),
      Row(
        minor: 33, has: (200, 200, 200, 200), asks: (nil, 150, nil, 150),
        words: "is invalid: spec.containers[0].resources.limits[memory]: Forbidden: memory limits"),
      Row(
        minor: 33, has: (200, 200, 200, 200), asks: (nil, 100, nil, 150),
        words: "is invalid: \n* spec: Invalid value: \"Guaranteed\": \(quality)\n* spec."
          + "containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased"),
      Row(
        has: (200, 200, 200, 200), asks: (300, 300, nil, nil),
        words: "is invalid: \n* spec.containers[0].resources.requests: Invalid value: \"300m\": "
          + "must be less than or equal to cpu limit of 200m\n* spec.containers[0].resources."
          + "requests: Invalid value: \"300Mi\": must be less than or equal to memory limit of "
          + "200Mi\n* spec: Invalid value: \"Guaranteed\": \(quality)"),
      Row(
        minor: 32, has: (100, 100, 200, 200), asks: (150, nil, nil, nil),
        words: "the server could not find the requested resource"),
    ])
  func validation(row: Row) {
    var web = workload(
      "web", Amounts(cpu: row.has.0, memory: row.has.1),
      limits: Amounts(cpu: row.has.2, memory: row.has.3))
    web.template.containers[0].restartsForMemory = row.restarts
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: row.minor), &simulation)
    let problem = resize(
      "web", requests: Amounts(cpu: row.asks.0, memory: row.asks.1),
      limits: Amounts(cpu: row.asks.2, memory: row.asks.3), &world, in: &simulation)
    #expect((problem == nil) == (row.words == nil), "\(problem ?? "taken")")
    if let words = row.words { #expect(problem?.contains(words) ?? false, "\(problem ?? "")") }
    let isAsked = world.cluster.resize(of: pod(0, world)) != nil
    #expect(isAsked == (row.words == nil))
  }

  /// Ten seconds of two busy threads under a limit of half a core, then of a whole one.
  @Test(
    "A limit of CPU is doubled without a restart",
    arguments: [
      (33, []), (34, ["ResizeCompleted"]), (35, ["ResizeStarted", "ResizeCompleted"]),
    ] as [(Int, [String])])
  func cpu(minor: Int, told: [String]) throws {
    let web = workload(
      "web", Amounts(cpu: 500, memory: 64), limits: Amounts(cpu: 500, memory: 64))
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: minor), &simulation)
    let pod = pod(0, world)
    let main = Int(world.cluster.pods[pod].mainCPU)
    for _ in 0..<2 {
      _ = world.cluster.cpu.start(
        work: .seconds(60), container: main, notify: Room.workload.rawValue, kind: 0, argument: 0,
        in: &simulation)
    }
    run(&world, for: 10, in: &simulation)
    let before = world.cluster.cpu.usage(of: main, at: simulation.now).used
    let amounts = Amounts(cpu: 1_000)
    let problem = resize("web", requests: amounts, limits: amounts, &world, in: &simulation)
    #expect(problem == nil)
    run(&world, for: 10, in: &simulation)
    let after = world.cluster.cpu.usage(of: main, at: simulation.now).used
    // A budget at each end of the spans, and the time until the kubelet hears of it.
    #expect(abs((before - .seconds(5)).nanoseconds) <= 60_000_000)
    #expect(abs((after - before - .seconds(10)).nanoseconds) <= 300_000_000)
    let state = world.cluster.pods[pod]
    #expect(state.restarts == 0 && Int(state.mainCPU) == main && state.isReady)
    let found = world.cluster.resize(of: pod)
    let resized = try #require(found)
    #expect(resized.stage == .done && resized.generation == 2)
    let events = world.cluster.drainEvents().filter { $0.reason.hasPrefix("Resize") }
    #expect(events.filter { $0.reason != "Resized" }.map(\.reason) == told)
    let amount = #"{"cpu":"1","memory":"64Mi"}"#
    let text =
      #"{"containers":[{"name":"main","resources":{"limits":"# + amount
      + #","requests":"# + amount + "}}]"
    if let last = events.last, minor > 33 {
      let end = minor == 34 ? "}" : #","generation":2}"#
      #expect(last.message == "Pod resize completed: " + text + end)
    }
  }

  @Test("Only a resource whose policy says so starts a container anew")
  func restart() {
    var web = workload("web", Amounts(cpu: 100, memory: 64))
    web.template.containers[0].restartsForMemory = true
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: 35), &simulation)
    let pod = pod(0, world)
    let first = resize("web", requests: Amounts(cpu: 200), &world, in: &simulation)
    run(&world, for: 30, in: &simulation)
    #expect(first == nil && world.cluster.pods[pod].restarts == 0)
    let second = resize("web", requests: Amounts(memory: 128), &world, in: &simulation)
    run(&world, for: 60, in: &simulation)
    #expect(second == nil && world.cluster.pods[pod].restarts == 1)
    #expect(world.cluster.workingSet(of: pod) == 128 << 20)
    let stage = world.cluster.resize(of: pod)?.stage
    #expect(stage == .done)
    let kills = world.cluster.drainEvents().filter { $0.reason == "Killing" }.map(\.message)
    #expect(kills == ["Container main resize requires restart"])
  }

  /// What the node has free is less than the pod asks for; the scheduler keeps the room for it.
  @Test("A resize waits for room, which no other pod gets", arguments: [33, 35])
  func deferral(minor: Int) throws {
    let workloads = [
      workload("web", Amounts(cpu: 1_000, memory: 64)),
      workload("batch", Amounts(cpu: 2_500, memory: 64)),
      workload("late", Amounts(cpu: 400, memory: 64)),
    ]
    var simulation = Simulation(seed: 1)
    var spec = spec(workloads, minor: minor)
    spec.workloads[2].replicas = 0
    var world = world(spec, &simulation)
    let web = pod(0, world)
    let problem = resize("web", requests: Amounts(cpu: 2_000), &world, in: &simulation)
    run(&world, for: 1, in: &simulation)
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    run(&world, for: 200, in: &simulation)
    let found = world.cluster.resize(of: web)
    let waiting = try #require(found)
    #expect(problem == nil && waiting.stage == .deferred)
    #expect(
      waiting.message
        == "Node didn't have enough resource: cpu, requested: 2000, used: 2500, capacity: 4000")
    let late = pod(2, world)
    #expect(world.cluster.pods[late].node < 0)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    // The pod's grace, and before 1.34 the next sync of the pod that waits.
    run(&world, for: 60 + (minor < 34 ? 90 : 0), in: &simulation)
    let done = world.cluster.resize(of: web)?.stage
    #expect(done == .done && world.cluster.pods[late].node == 0)
    let told = world.cluster.drainEvents().count { $0.reason == "ResizeDeferred" }
    #expect(told == (minor < 35 ? 0 : 1))
  }

  @Test(
    "A resize that waits for room waits for the kubelet and the runtime of its node too",
    arguments: [NodeDaemon.kubelet, .containerRuntime])
  func stoppedDaemon(daemon: NodeDaemon) {
    let workloads = [
      workload("web", Amounts(cpu: 1_000, memory: 64)),
      workload("batch", Amounts(cpu: 2_500, memory: 64)),
    ]
    var simulation = Simulation(seed: 1)
    var world = world(spec(workloads, minor: 35), &simulation)
    let (web, batch) = (pod(0, world), pod(1, world))
    let problem = resize("web", requests: Amounts(cpu: 2_000), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let stopped = world.cluster.stop(daemon, of: 0, in: &simulation)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    world.cluster.deletePod(batch, grace: .zero, in: &simulation)
    // It is tried again every three minutes.
    run(&world, for: 200, in: &simulation)
    let isGone = !world.cluster.pods.contains(batch)
    let waiting = world.cluster.resize(of: web)?.stage
    #expect(problem == nil && isGone && waiting == .deferred)
    world.cluster.start(stopped, in: &simulation)
    run(&world, for: 20, in: &simulation)
    let done = world.cluster.resize(of: web)?.stage
    #expect(done == .done && world.cluster.pods[web].restarts == 0)
  }

  @Test("A resize that is asked of a machine that is off comes with its boot")
  func boot() {
    var simulation = Simulation(seed: 1)
    var world = world(
      spec([workload("web", Amounts(cpu: 500, memory: 64))], minor: 35), &simulation)
    let web = pod(0, world)
    world.cluster.powerOff(node: 0, in: &simulation)
    let problem = resize("web", requests: Amounts(cpu: 2_000), &world, in: &simulation)
    run(&world, for: 20, in: &simulation)
    let asked = world.cluster.resize(of: web)?.stage
    #expect(problem == nil && asked == .asked)
    world.cluster.powerOn(node: 0, in: &simulation)
    run(&world, for: 60, in: &simulation)
    let done = world.cluster.resize(of: web)?.stage
    #expect(done == .done && world.cluster.pods[web].isReady)
    #expect(world.cluster.pods[web].restarts == 1)
  }

  /// Room for one of two comes free (allocation_manager.go sortPendingResizes).
  @Test("The more important of two pods that wait is resized first")
  func order() {
    let workloads = [
      workload("low", Amounts(cpu: 500, memory: 64)),
      workload("high", Amounts(cpu: 500, memory: 64), priority: 100),
      workload("going", Amounts(cpu: 1_000, memory: 64)),
      workload("staying", Amounts(cpu: 1_900, memory: 64)),
    ]
    var simulation = Simulation(seed: 1)
    var world = world(spec(workloads, minor: 35), &simulation)
    for name in ["low", "high"] {
      let problem = resize(name, requests: Amounts(cpu: 1_500), &world, in: &simulation)
      #expect(problem == nil)
      run(&world, for: 5, in: &simulation)
    }
    world.cluster.scale(workload: 2, to: 0, in: &simulation)
    run(&world, for: 60, in: &simulation)
    let low = world.cluster.resize(of: pod(0, world))?.stage
    let high = world.cluster.resize(of: pod(1, world))?.stage
    #expect(low == .deferred && high == .done)
  }

  /// The scheduler counts what a pod has whose resize is infeasible
  /// (component-helpers resource.IsPodResizeInfeasible).
  @Test("What no node of the pod's kind has is refused, at once from 1.36 on")
  func infeasible() throws {
    let workloads = [
      workload("web", Amounts(cpu: 1_000, memory: 64)),
      workload("late", Amounts(cpu: 2_900, memory: 64)),
    ]
    var simulation = Simulation(seed: 1)
    var spec = spec(workloads, minor: 35)
    spec.workloads[1].replicas = 0
    var world = world(spec, &simulation)
    let taken = resize("web", requests: Amounts(cpu: 5_000), &world, in: &simulation)
    run(&world, for: 1, in: &simulation)
    let found = world.cluster.resize(of: pod(0, world))
    let resized = try #require(found)
    #expect(taken == nil && resized.stage == .infeasible)
    #expect(
      resized.message == "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000")
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    run(&world, for: 10, in: &simulation)
    #expect(world.cluster.pods[pod(1, world)].node == 0)
    spec.version = ClusterVersion(minor: 36)
    simulation = Simulation(seed: 1)
    var newer = self.world(spec, &simulation)
    let refused = resize("web", requests: Amounts(cpu: 5_000), &newer, in: &simulation)
    #expect(
      refused?.hasSuffix(
        "is forbidden: node didn't have enough allocatable resources: cpu, requested: 5000, "
          + "allocatable: 4000") ?? false)
  }

  @Test("A limit of memory falls when less is used, and kills from then on")
  func memory() throws {
    let web = workload(
      "web", Amounts(cpu: 100, memory: 100), limits: Amounts(cpu: 200, memory: 400))
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: 35), reportsMemory: true, &simulation)
    let pod = pod(0, world)
    _ = world.cluster.holdMemory(300 << 20, in: pod, in: &simulation)
    let problem = resize("web", limits: Amounts(memory: 200), &world, in: &simulation)
    run(&world, for: 30, in: &simulation)
    let found = world.cluster.resize(of: pod)
    let waiting = try #require(found)
    #expect(problem == nil && waiting.stage == .inProgress)
    #expect(
      waiting.message == "cannot decrease memory limits: [attempting to set pod memory limit "
        + "(\(200 << 20)) below current usage (\(300 << 20)), attempting to set container \"main\" "
        + "memory limit (\(200 << 20)) below current usage (\(300 << 20))]")
    let left = world.cluster.holdMemory(100 << 20, in: pod, in: &simulation)
    #expect(left == 300 << 20)
    // The failed sync is repeated after 10 to 15 s.
    run(&world, for: 17, in: &simulation)
    let done = world.cluster.resize(of: pod)?.stage
    let rest = world.cluster.holdMemory(150 << 20, in: pod, in: &simulation)
    #expect(done == .done && rest == 50 << 20)
    let killed = world.cluster.holdMemory(250 << 20, in: pod, in: &simulation)
    #expect(killed == 0 && !world.cluster.pods[pod].isServing)
  }

  /// A swapped unit: 128 GiB of memory as cores, which is a thousand times what a million are.
  @Test("An amount beyond any machine counts as the greatest there is")
  func beyondMachines() {
    let web = workload("web", Amounts(cpu: 100, memory: 64), limits: Amounts(cpu: 200))
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: 35), &simulation)
    let problem = resize("web", limits: Amounts(cpu: (128 << 30) * 1_000), &world, in: &simulation)
    run(&world, for: 30, in: &simulation)
    let stage = world.cluster.resize(of: pod(0, world))?.stage
    let container = world.cluster.resizedContainer(of: pod(0, world))
    #expect(problem == nil && stage == .done)
    #expect(container?.cpuLimitMilli == 1_000_000_000)
  }
}
