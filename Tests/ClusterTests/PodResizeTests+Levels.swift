import Cluster
import Manifests
import SimulationKernel
import Testing

/// What is asked for, what the kubelet has set aside and what containers have, each by itself.
extension PodResizeTests {
  /// A pod that uses 300 MiB under a limit of 400, beside another one, and is asked for half a core
  /// more under a limit of 200, which the kubelet grants and can not write.
  private func stuck(
    _ others: [WorkloadSpec], minor: Int, _ simulation: inout Simulation
  ) -> ClusterWorld {
    let web = workload("web", Amounts(cpu: 1_000, memory: 100), limits: Amounts(memory: 400))
    var spec = spec([web] + others, minor: minor)
    if others.count > 1 { spec.workloads[2].replicas = 0 }
    var world = world(spec, reportsMemory: true, &simulation)
    let pod = pod(0, world)
    _ = world.cluster.holdMemory(300 << 20, in: pod, in: &simulation)
    let problem = resize(
      "web", requests: Amounts(cpu: 1_500), limits: Amounts(memory: 200), &world, in: &simulation)
    #expect(problem == nil)
    run(&world, for: 5, in: &simulation)
    return world
  }

  /// Thousandths of a core that a template requests.
  private func cpu(_ template: Int32, _ world: borrowing ClusterWorld) -> Int64 {
    world.cluster.templates[Int(template)].requests.cpuMilli
  }

  /// Thousandths of a core that are asked for, set aside, had and counted by the scheduler.
  private func levels(of pod: PodHandle, _ world: borrowing ClusterWorld) -> [Int64] {
    [
      world.cluster.writtenTemplate(of: pod), world.cluster.allocatedTemplate(of: pod),
      world.cluster.pods[pod].template, world.cluster.chargedTemplate(of: pod),
    ].map { cpu($0, world) }
  }

  private func resizeEvents(_ world: inout ClusterWorld) -> [String] {
    world.cluster.drainEvents().filter { $0.reason.hasPrefix("Resize") && $0.reason != "Resized" }
      .map { event in
        "\(event.reason) \(event.message.digits(after: "\"generation\":"))"
      }
  }

  /// The steps of the KEP's flow control, with the node's room as what is short: the second resize
  /// has no room beside the other pod's core, or is more than the node has.
  @Test(
    "A resize that waits or can not be leaves the earlier one under way",
    arguments: [(3_500, PodResize.Stage.deferred), (5_000, .infeasible)]
      as [(
        Int64, PodResize.Stage
      )])
  func laterResize(asked: Int64, stage: PodResize.Stage) throws {
    let others = [
      workload("batch", Amounts(cpu: 1_000, memory: 64)),
      workload("late", Amounts(cpu: 1_400, memory: 64)),
    ]
    var simulation = Simulation(seed: 1)
    var world = stuck(others, minor: 35, &simulation)
    let web = pod(0, world)
    let problem = resize("web", requests: Amounts(cpu: asked), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let waiting = world.cluster.resize(of: web)
    let waits = try #require(waiting)
    #expect(problem == nil && waits.stage == stage && waits.isInProgress)
    // The scheduler counts what is asked for where that can come yet.
    let counted = stage == .deferred ? asked : 1_500
    let during = levels(of: web, world)
    #expect(during == [asked, 1_500, 1_000, counted])
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    _ = world.cluster.holdMemory(100 << 20, in: web, in: &simulation)
    run(&world, for: 17, in: &simulation)
    let going = world.cluster.resize(of: web)
    let later = try #require(going)
    #expect(later.stage == stage && !later.isInProgress && later.problem.isEmpty)
    let after = levels(of: web, world)
    #expect(after == [asked, 1_500, 1_500, counted])
    // The node of four cores has 1,500 thousandths left beside what is set aside.
    let isPlaced = world.cluster.pods[pod(2, world)].node == 0
    #expect(isPlaced == (stage == .infeasible))
    let told = resizeEvents(&world)
    let word = stage == .deferred ? "ResizeDeferred" : "ResizeInfeasible"
    #expect(told == ["ResizeStarted 2", "ResizeError 2", "\(word) 3", "ResizeCompleted 2"])
  }

  @Test("What is deferred comes when there is room, after what was set aside before")
  func laterRoom() {
    var simulation = Simulation(seed: 1)
    var world = stuck(
      [workload("batch", Amounts(cpu: 1_000, memory: 64))], minor: 35, &simulation)
    let web = pod(0, world)
    let problem = resize(
      "web", requests: Amounts(cpu: 3_500), limits: Amounts(memory: 600), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    // The grace of a pod; a limit that grows is written at once.
    run(&world, for: 60, in: &simulation)
    let stage = world.cluster.resize(of: web)?.stage
    let after = levels(of: web, world)
    #expect(problem == nil && stage == .done && after == [3_500, 3_500, 3_500, 3_500])
    let told = resizeEvents(&world)
    #expect(
      told == [
        "ResizeStarted 2", "ResizeError 2", "ResizeDeferred 3", "ResizeStarted 3",
        "ResizeCompleted 3",
      ])
  }

  @Test("A resize under way is taken back by one that asks for what the containers have")
  func takenBack() {
    var simulation = Simulation(seed: 1)
    var world = stuck([], minor: 35, &simulation)
    let web = pod(0, world)
    let problem = resize(
      "web", requests: Amounts(cpu: 1_000), limits: Amounts(memory: 400), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let stage = world.cluster.resize(of: web)?.stage
    let message = world.cluster.resize(of: web)?.message
    let after = levels(of: web, world)
    #expect(problem == nil && stage == .done && message == "")
    #expect(after == [1_000, 1_000, 1_000, 1_000] && world.cluster.pods[web].restarts == 0)
  }

  /// The sum of what containers have never exceeds their node, whose kubelet counts the greater of
  /// what is set aside and had.
  @Test("What a pod is to give back is free when its containers have given it")
  func shrinking() {
    let web = workload("web", Amounts(cpu: 2_000, memory: 100), limits: Amounts(memory: 400))
    let other = workload("other", Amounts(cpu: 1_500, memory: 64))
    var simulation = Simulation(seed: 1)
    var world = world(spec([web, other], minor: 35), reportsMemory: true, &simulation)
    let (first, second) = (pod(0, world), pod(1, world))
    _ = world.cluster.holdMemory(300 << 20, in: first, in: &simulation)
    let shrunk = resize(
      "web", requests: Amounts(cpu: 500), limits: Amounts(memory: 200), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let grown = resize("other", requests: Amounts(cpu: 3_000), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let waiting = world.cluster.resize(of: second)?.stage
    #expect(shrunk == nil && grown == nil && waiting == .deferred)
    let during = levels(of: first, world)
    #expect(during == [500, 500, 2_000, 2_000])
    _ = world.cluster.holdMemory(100 << 20, in: first, in: &simulation)
    run(&world, for: 17, in: &simulation)
    let done = world.cluster.resize(of: second)?.stage
    let sum = [first, second].map { levels(of: $0, world)[2] }
    #expect(done == .done && sum == [500, 3_000])
  }

  /// Before 1.37 the kubelet names what the whole pod uses (pull request 141100).
  @Test("A limit of memory below what is used is not written", arguments: [34, 36, 37])
  func containerLimit(minor: Int) {
    var web = workload("web", Amounts(cpu: 100, memory: 100), limits: Amounts(memory: 400))
    var side = web.template.containers[0]
    side.name = "side"
    side.memoryLimit = nil
    web.template.containers.append(side)
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: minor), reportsMemory: true, &simulation)
    let pod = pod(0, world)
    _ = world.cluster.holdMemory(300 << 20, in: pod, in: &simulation)
    let problem = resize("web", limits: Amounts(memory: 200), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let whole = world.cluster.workingSet(of: pod)
    let used = minor < 37 ? whole : 300 << 20
    let message = world.cluster.resize(of: pod)?.message
    #expect(problem == nil && whole > 300 << 20)
    // The side container limits nothing, so that the pod as a whole has no limit.
    #expect(
      message == "cannot decrease memory limits: attempting to set container \"main\" memory limit "
        + "(\(200 << 20)) below current usage (\(used))")
  }

  /// A resize is admitted as a new pod is, for which others go that are not critical or less so
  /// (pkg/kubelet/types Preemptable; kubernetes issue 139996).
  @Test(
    "A critical pod's resize ends less important ones",
    arguments: [
      (2_000_000_000, 0, true), (2_000_001_000, 2_000_000_000, true),
      (2_000_000_000, 2_000_000_000, false), (1_000, 0, false),
    ] as [(Int32, Int32, Bool)])
  func critical(priority: Int32, others: Int32, preempts: Bool) {
    let web = workload("web", Amounts(cpu: 500, memory: 64), priority: priority)
    let cart = workload("cart", Amounts(cpu: 1_000, memory: 64), priority: others)
    var spec = spec([web, cart], minor: 35)
    spec.workloads[1].replicas = 3
    var simulation = Simulation(seed: 1)
    var world = world(spec, &simulation)
    let problem = resize("web", requests: Amounts(cpu: 1_500), &world, in: &simulation)
    run(&world, for: 60, in: &simulation)
    let stage = world.cluster.resize(of: pod(0, world))?.stage
    let message = world.cluster.resize(of: pod(0, world))?.message
    #expect(problem == nil && stage == (preempts ? .done : .deferred))
    #expect(world.cluster.workloads[1].readyCount == (preempts ? 2 : 3))
    let preempted = world.cluster.drainEvents().count { $0.reason == "Preempting" }
    #expect(preempted == (preempts ? 1 : 0))
    // Half a core is short of 1,500 thousandths beside three cores.
    let words =
      others > 0
      ? "Unexpected error while attempting to recover from admission failure: preemption: error "
        + "finding a set of pods to preempt: no set of running pods found to reclaim resources: "
        + "[(res: cpu, q: 500), ]"
      : "Node didn't have enough resource: cpu, requested: 1500, used: 3000, capacity: 4000"
    #expect(message == (preempts ? "" : words))
  }

  /// A kubelet waits for the end of what it preempts, and asks no API for that
  /// (pkg/kubelet/preemption evictPodsToFreeRequests); what is asked later it has to hear of.
  @Test("A resize for which others go needs no API until the next one", arguments: [nil, 1_200])
  func criticalWithoutAPI(later: Int64?) {
    let web = workload("web", Amounts(cpu: 500, memory: 64), priority: 2_000_000_000)
    var cart = workload("cart", Amounts(cpu: 1_000, memory: 64))
    cart.template.containers[0].preStop = .seconds(10)
    var spec = spec([web, cart], minor: 35)
    spec.workloads[1].replicas = 3
    var simulation = Simulation(seed: 1)
    var world = world(spec, &simulation)
    let pod = pod(0, world)
    let problem = resize("web", requests: Amounts(cpu: 1_500), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let making = world.cluster.resize(of: pod)?.stage
    let preempted = world.cluster.drainEvents().count { $0.reason == "Preempting" }
    #expect(problem == nil && making == .asked && preempted == 1)
    world.cluster.setReachable(node: 0, false, in: &simulation)
    if let later {
      let problem = resize("web", requests: Amounts(cpu: later), &world, in: &simulation)
      #expect(problem == nil)
    }
    run(&world, for: 20, in: &simulation)
    let alone = world.cluster.resize(of: pod)?.stage
    #expect(alone == (later == nil ? .done : .asked))
    world.cluster.setReachable(node: 0, true, in: &simulation)
    run(&world, for: 20, in: &simulation)
    let done = world.cluster.resize(of: pod)?.stage
    let last = levels(of: pod, world)
    #expect(done == .done && last == Array(repeating: later ?? 1_500, count: 4))
  }

  /// Templates that are there when pods have a resize under way and are asked for more than their
  /// node has, so that the greatest of what is set aside and had is neither of them.
  private func templates(ofPods replicas: Int) -> Int {
    var web = workload("web", Amounts(cpu: 100, memory: 100), limits: Amounts(memory: 400))
    web.replicas = replicas
    var simulation = Simulation(seed: 1)
    var world = world(spec([web], minor: 35), reportsMemory: true, &simulation)
    run(&world, for: 30, in: &simulation)
    let pods = world.cluster.workloads[0].pods
    for pod in pods { _ = world.cluster.holdMemory(300 << 20, in: pod, in: &simulation) }
    let first = resize(
      "web", requests: Amounts(cpu: 150), limits: Amounts(memory: 200), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    let second = resize("web", requests: Amounts(cpu: 5_000), &world, in: &simulation)
    run(&world, for: 5, in: &simulation)
    #expect(first == nil && second == nil && pods.count == replicas)
    for pod in pods {
      let found = levels(of: pod, world)
      #expect(found == [5_000, 150, 100, 150])
    }
    return world.cluster.templates.count
  }

  @Test("Pods that are alike share the templates of their resizes")
  func sharedTemplates() {
    let (one, many) = (templates(ofPods: 1), templates(ofPods: 8))
    #expect(one == many)
  }
}

extension String {
  /// The digits that follow a word.
  fileprivate func digits(after word: String) -> Substring {
    guard let found = firstRange(of: word) else { return "" }
    return self[found.upperBound...].prefix(while: \.isNumber)
  }
}
