import Cluster
import Manifests
import SimulationKernel
import Testing

/// App containers of one pod that lack something beside others that do not
/// (pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod, pkg/kubelet/kubelet_pods.go getPhase).
@Suite("App containers beside others")
struct ContainerOrderTests {
  /// A pod whose first container lacks something, with a sidecar and another container.
  private func text(_ first: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: mixed, namespace: shop}
    spec:
      initContainers: [{name: side, image: "side:1", restartPolicy: Always}]
      containers:
        - {name: lacking, \(first)}
        - {name: other, image: "other:1"}
    """
  }

  private func started(
    _ first: String, _ simulation: inout Simulation, change: (inout ClusterSpec) -> Void = { _ in }
  ) throws -> ClusterWorld {
    var spec = try ClusterSpec.of(text(first), minor: 34)
    change(&spec)
    simulation = Simulation(seed: 8)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 8))
    world.cluster.start(in: &simulation)
    return world
  }

  @Test(
    "One that lacks its image or its configuration does not hold the others; its pod is Pending",
    arguments: [
      ("image: \"BAD//bad:1\"", ContainerWaiting.invalidImageName),
      ("image: \"a:1\", imagePullPolicy: Never", .errImageNeverPull),
      ("image: \"missing:1\"", .imagePullBackOff),
      ("image: \"a:1\", envFrom: [{configMapRef: {name: none}}]", .createContainerConfigError),
    ])
  func others(_ first: String, _ reason: ContainerWaiting) throws {
    var simulation = Simulation(seed: 8)
    var world = try started(first, &simulation) { $0.registry.missing = ["missing:1"] }
    simulation.run(&world, through: SimTime(seconds: 400))
    let events = world.cluster.drainEvents()
    #expect(events.count { $0.reason == "Started" && $0.message.hasSuffix(" other") } == 1)
    #expect(events.allSatisfy { $0.reason != "Started" || !$0.message.hasSuffix(" lacking") })
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].phase == .pending && !world.cluster.pods[pod].isReady)
    #expect(world.cluster.pods[pod].waiting == reason && world.cluster.pods[pod].restarts == 0)
    let reasons = world.cluster.containerRange(of: pod).map {
      world.cluster.waitingReason(ofContainer: $0)
    }
    #expect(reasons == [reason.name, nil, nil])
    guard reason == .imagePullBackOff else { return }
    // Each pull that fails doubles the wait: 10, 20, 40 s; those that follow are more than the
    // kubelet's recorder lets through.
    let pulls = events.filter { $0.message == "Pulling image \"missing:1\"" }.map(\.time)
    #expect(pulls.count >= 3)
    for (index, pair) in zip(pulls, pulls.dropFirst()).enumerated() {
      #expect((pair.1 - pair.0).seconds >= Double(10 << index))
    }
  }

  /// pkg/printers/internalversion/printers.go printPod: the first container that waits.
  @Test(
    "A pod shows why its first container waits, whatever the others come to", arguments: [0, 1])
  func reasons(lacking: Int) throws {
    let name = "main"
    let containers = ["{name: lacking, image: \"missing:1\"}", "{name: \(name), image: \"a:1\"}"]
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: mixed, namespace: shop}
      spec:
        containers:
          - \(containers[lacking])
          - \(containers[1 - lacking])
      """
    var spec = try ClusterSpec.of(text, minor: 34)
    spec.registry.missing = ["missing:1"]
    spec.workloads[0].mainContainerName = name
    var simulation = Simulation(seed: 8)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 8))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let pod = world.cluster.workloads[0].pods[0]
    let unpulled: [ContainerWaiting] = [.errImagePull, .imagePullBackOff]
    // The second end is followed by a wait.
    for _ in 0..<2 {
      #expect(world.cluster.pods[pod].isServing)
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
      simulation.run(&world, through: simulation.now + .seconds(5))
    }
    let reason = world.cluster.pods[pod].waiting
    #expect(!world.cluster.pods[pod].isServing)
    #expect(lacking == 0 ? unpulled.contains(reason) : reason == .crashLoopBackOff)
    simulation.run(&world, through: simulation.now + .seconds(20))
    #expect(world.cluster.pods[pod].isServing)
    #expect(unpulled.contains(world.cluster.pods[pod].waiting))
    let restarts = world.cluster.restartCounts(of: pod)
    #expect(restarts.filter(\.isMain).map(\.count) == [2])
    #expect(restarts.filter { $0.name == "lacking" }.map(\.count) == [0])
  }

  /// pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses.
  @Test(
    "While an init container lacks its image the app containers wait for the init, and it says why",
    arguments: [true, false])
  func initial(isSidecar: Bool) throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: mixed, namespace: shop}
      spec:
        initContainers:
          - {name: first, image: "first:1"}
          - {name: side, image: "missing:1"\(isSidecar ? ", restartPolicy: Always" : "")}
        containers: [{name: main, image: "a:1"}, {name: other, image: "a:1"}]
      """
    var spec = try ClusterSpec.of(text, minor: 34)
    spec.registry.missing = ["missing:1"]
    var simulation = Simulation(seed: 8)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 8))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pod = world.cluster.workloads[0].pods[0]
    let waiting = world.cluster.pods[pod].waiting
    #expect(waiting == .errImagePull || waiting == .imagePullBackOff)
    let reasons = world.cluster.containerRange(of: pod).map {
      world.cluster.waitingReason(ofContainer: $0)
    }
    let own = isSidecar ? [waiting.name] : []
    #expect(reasons == ["PodInitializing", "PodInitializing"] + own)
    let initial = world.cluster.waitingInit(of: pod)
    #expect(initial?.step == (isSidecar ? nil : 1))
    #expect(initial?.reason == (isSidecar ? nil : waiting.name))
  }

  @Test("It starts as soon as it has what it lacked, which is no restart")
  func found() throws {
    var simulation = Simulation(seed: 8)
    var world = try started(
      "image: \"a:1\", envFrom: [{configMapRef: {name: late}}]", &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.apply(
      ConfigurationSpec(kind: .configMap, namespace: "shop", name: "late", keys: ["key"]),
      in: simulation)
    simulation.run(&world, through: SimTime(seconds: 80))
    let pod = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[pod].phase == .running && world.cluster.pods[pod].isReady)
    #expect(world.cluster.pods[pod].waiting == .none && world.cluster.pods[pod].restarts == 0)
  }
}
