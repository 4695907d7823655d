import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

@Suite("Evictions under pressure")
struct EvictionTests {
  private func spec(_ workloads: [WorkloadSpec]) -> ClusterSpec {
    var spec = SmallCluster.spec(workloads)
    for index in spec.nodes.indices {
      spec.nodes[index].capacity.ephemeralStorage = 100 << 30
      spec.nodes[index].allocatable.ephemeralStorage = 100 << 30
    }
    return spec
  }

  /// eviction_manager.go Start, waitForPodsCleanup: the next one goes as soon as the one before has
  /// ended, for which the kubelet looks each second.
  @Test("A full disk drives its pods to other nodes, one by one, and no new ones come")
  func disk() throws {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(
      cluster: Cluster(
        spec([SmallCluster.workload(.deployment, "cart", replicas: 18)]), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let fault = try FaultTests.fault("diskFill: {node: worker-2, share: 90%}")
    let hit = world.cluster.inject(
      fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
    let before = hit.targets.count { $0.kind == "Pod" }
    #expect(before >= 2)
    simulation.run(&world, through: SimTime(seconds: 120))
    let events = world.cluster.drainEvents()
    let shown = try #require(events.first { $0.reason == "NodeHasDiskPressure" })
    #expect(shown.name == "worker-2" && shown.time.seconds <= 15)
    let evicted = events.filter { $0.reason == "Evicted" }.map(\.time)
    #expect(evicted.count == before)
    for (earlier, later) in zip(evicted, evicted.dropFirst()) {
      #expect(later - earlier >= .seconds(1) && later - earlier <= .seconds(5))
    }
    let node = Int32(1)
    // The objects of evicted pods stay, as Failed.
    let left = world.cluster.workloads[0].pods.count {
      world.cluster.pods[$0].node == node && world.cluster.pods[$0].phase != .failed
    }
    #expect(left == 0 && world.cluster.workloads[0].readyCount == 18)
    world.cluster.repair(hit.repair, in: &simulation)
    let repaired = simulation.now
    simulation.run(&world, through: repaired + .seconds(400))
    let relieved = try #require(
      world.cluster.drainEvents().first { $0.reason == "NodeHasNoDiskPressure" })
    // The condition stays for five minutes after the last look that found too little.
    #expect(relieved.time - repaired >= .minutes(5) - .seconds(10))
    #expect(relieved.time - repaired <= .minutes(5) + .seconds(10))
  }

  /// pkg/kubelet/eviction: nodefs.inodesFree<5% brings DiskPressure, and pods go by their priority.
  @Test("A disk without inodes drives its pods away in the kubelet's words, unimportant ones first")
  func inodes() throws {
    var important = SmallCluster.workload(.pod, "important", replicas: 1)
    important.template.priority = 100
    var pods = [important, SmallCluster.workload(.pod, "usual", replicas: 1)]
    for place in pods.indices { pods[place].template.nodeName = "worker-2" }
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec(pods), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let fault = try FaultTests.fault("diskFill: {node: worker-2, inodes: 96%}")
    let hit = world.cluster.inject(
      fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "NodeHasDiskPressure" && $0.name == "worker-2" })
    #expect(events.contains { $0.message == "Attempting to reclaim inodes" })
    let evicted = events.filter { $0.reason == "Evicted" }
    #expect(evicted.map(\.name) == ["usual", "important"])
    // A hundred GiB have an inode for each 16 KiB: 6553600, of which 4 % are free and the kubelet
    // wants 5 %, both as it counts them: in Ki, and in decimal thousands.
    #expect(
      evicted.map(\.message)
        == Array(
          repeating: "The node was low on resource: inodes. Threshold quantity: 320Ki, "
            + "available: 262144. ", count: 2))
    world.cluster.repair(hit.repair, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(320))
    #expect(world.cluster.drainEvents().contains { $0.reason == "NodeHasNoDiskPressure" })
  }

  /// A share is a float32 (eviction helpers.go parsePercentage), so that 15 % of 100 GiB are some
  /// bytes more.
  @Test("A pod that a full disk drives away is told the threshold and what it used, as by kubelets")
  func diskMessage() throws {
    var pod = SmallCluster.workload(.pod, "usual", replicas: 1)
    pod.template.nodeName = "worker-2"
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec([pod]), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let fault = try FaultTests.fault("diskFill: {node: worker-2, share: 90%}")
    _ = world.cluster.inject(
      fault, random: EntityRandom(seed: 1, stream: "fault/hit"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let evicted = try #require(world.cluster.drainEvents().first { $0.reason == "Evicted" })
    let share = Double(Float(15) / 100)
    let threshold = Int64(Double(100 << 30) * share)
    #expect(threshold != (100 << 30) * 15 / 100)
    #expect(
      evicted.message.hasPrefix(
        "The node was low on resource: ephemeral-storage. Threshold quantity: \(threshold), "))
  }

  /// Before 1.32 the kubelet's grace stands in place of the pod's, even where it is longer
  /// (kubernetes issue 64530, feature AllowOverwriteTerminationGracePeriodSeconds).
  @Test(
    "A soft threshold waits for its time and gives the pod the kubelet's grace",
    arguments: [(40, 34, 20), (10, 34, 10), (10, 31, 20)]
  )
  func soft(own: Int64, minor: Int, grace: Int64) throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.terminationGrace = .seconds(own)
    workload.template.containers[0].preStop = .seconds(5)
    var spec = spec([workload])
    spec.version = ClusterVersion(minor: minor)
    for index in spec.nodes.indices {
      spec.nodes[index].kubelet.eviction.soft.memory = .count(8 << 30)
      spec.nodes[index].kubelet.eviction.softGrace.memory = .seconds(90)
      spec.nodes[index].kubelet.eviction.maxPodGrace = .seconds(20)
    }
    var simulation = Simulation(seed: 2)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 2))
    world.cluster.setSoftware(workload: 0, room: .workload, reportsMemory: true)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let pod = world.cluster.workloads[0].pods[0]
    _ = world.cluster.holdMemory(9 << 30, in: pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 140))
    let events = world.cluster.drainEvents()
    let shown = try #require(events.first { $0.reason == "NodeHasInsufficientMemory" }).time
    let evicted = try #require(events.first { $0.reason == "Evicted" }).time
    #expect(evicted - shown >= .seconds(90) && evicted - shown <= .seconds(100))
    let told = world.told.filter { $0.argument == pod.rawValue }
    let asked = try #require(told.first { $0.kind == PodNotice.stopping.rawValue }).time
    let ended = try #require(told.first { $0.kind == PodNotice.stopped.rawValue }).time
    #expect(asked == evicted + .seconds(5) && ended == evicted + .seconds(grace))
  }

  /// kubelet_pods.go filterOutInactivePods: a pod that ends is active until it has ended.
  @Test("A pod that takes its time to end is evicted before a smaller one")
  func leaving() throws {
    var workloads = ["large", "small"].map {
      SmallCluster.workload(.deployment, $0, replicas: 1)
    }
    for index in workloads.indices {
      workloads[index].template.terminationGrace = .seconds(600)
      workloads[index].template.nodeName = "worker-1"
    }
    var spec = spec(workloads)
    // 1.5 GiB of 16 are too little.
    spec.nodes[0].kubelet.eviction.hard.memory = .count(2 << 30)
    spec.nodes[0].allocatable.memory = 14 << 30
    var simulation = Simulation(seed: 2)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 2))
    for workload in 0..<2 {
      world.cluster.setSoftware(workload: workload, room: .workload, reportsMemory: true)
    }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    let pods = (0..<2).map { world.cluster.workloads[$0].pods[0] }
    world.cluster.deletePod(pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    _ = world.cluster.holdMemory(11 << 30, in: pods[0], in: &simulation)
    _ = world.cluster.holdMemory(7 << 29, in: pods[1], in: &simulation)
    let large = world.cluster.name(of: pods[0])
    simulation.run(&world, through: SimTime(seconds: 40))
    let events = world.cluster.drainEvents().filter { $0.reason == "Evicted" }
    #expect(events.map(\.name) == [large])
    let ended = try #require(
      world.told.first { $0.kind == PodNotice.stopped.rawValue && $0.argument == pods[0].rawValue })
    #expect(ended.time < SimTime(seconds: 40) && world.cluster.pods[pods[1]].isServing)
  }

  /// Ten pods of a node of 16 GiB hold 1,500 MiB each, so that 1,384 MiB are free.
  ///
  /// A threshold of 10 % is met until 1,638.4 MiB are free: one pod has to go. With 4 GiB to reclaim
  /// beyond it others go until 5,734.4 MiB are (thresholdsMet, enforceMinReclaim): three in all.
  @Test(
    "A share of memory is one of the node's, and what is to be reclaimed beyond it costs more pods",
    arguments: [(nil, 1), (.count(4 << 30), 3), (.share(0.25), 3)] as [(EvictionAmount?, Int)])
  func reclaim(_ reclaim: EvictionAmount?, going: Int) throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 10)
    workload.template.containers[0].requests.memory = 1 << 20
    workload.template.nodeName = "worker-1"
    var spec = spec([workload])
    for index in spec.nodes.indices {
      #expect(spec.nodes[index].capacity.memory == 16 << 30)
      // What the threshold takes, pods do not get (a share is a float32).
      spec.nodes[index].allocatable.memory -= Int64(Double(16 << 30) * Double(Float(0.1)))
      spec.nodes[index].kubelet.eviction.hard.memory = .share(0.1)
      spec.nodes[index].kubelet.eviction.reclaim.memory = reclaim
    }
    var simulation = Simulation(seed: 4)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 4))
    world.cluster.setSoftware(workload: 0, room: .workload, reportsMemory: true)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    for pod in world.cluster.workloads[0].pods {
      _ = world.cluster.holdMemory(1_500 << 20, in: pod, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 120))
    let evicted = world.cluster.drainEvents().filter { $0.reason == "Evicted" }
    #expect(evicted.count == going)
    let counts = world.cluster.evictionCountIndices.compactMap { world.cluster.evictions(at: $0) }
    #expect(counts.map(\.count) == [going] && counts.map(\.signal) == ["memory.available"])
    #expect(counts.map(\.node) == [0])
  }

  @Test("A node pool's kubelet settings are those of KubeletConfiguration")
  func settings() throws {
    let cluster = try #require(
      try load(
        """
        apiVersion: vhsim.dev/v1alpha1
        kind: Cluster
        metadata: {name: test}
        spec:
          zones: [{name: a}]
          registry: {missing: ["shop/cart:2.*"]}
          controllerManager: {terminatedPodGCThreshold: 100}
          nodePools:
            - name: worker
              cpu: "4"
              memory: 8Gi
              annotations: {cluster-autoscaler.kubernetes.io/scale-down-disabled: "true"}
              kubelet:
                evictionHard: {memory.available: 200Mi, nodefs.available: 5%, nodefs.inodesFree: 4%}
                evictionSoft:
                  {memory.available: 1Gi, imagefs.available: 20%, imagefs.inodesFree: 9%}
                evictionSoftGracePeriod:
                  {memory.available: 90s, imagefs.available: 2m, imagefs.inodesFree: 3m}
                evictionMinimumReclaim: {memory.available: 0Mi, nodefs.available: 500Mi}
                evictionMaxPodGracePeriod: 60
                evictionPressureTransitionPeriod: 1m
                crashLoopBackOff: {maxContainerRestartPeriod: 30s}
                maxParallelImagePulls: 3
                registryPullQPS: 0
                registryBurst: 20
                imageGCHighThresholdPercent: 70
                imageGCLowThresholdPercent: 60
                imageMinimumGCAge: 1h
        """
      ).models.cluster)
    let spec = ClusterSpec(manifests: ManifestSet(), cluster: cluster)
    let kubelet = try #require(spec.nodes.first).kubelet
    var hard = EvictionLimits()
    (hard.memory, hard.nodeDisk) = (.count(200 << 20), .share(0.05))
    hard.nodeInodes = .share(0.04)
    var soft = EvictionLimits()
    (soft.memory, soft.imageDisk) = (.count(1 << 30), .share(0.2))
    soft.imageInodes = .share(0.09)
    var reclaim = EvictionLimits()
    (reclaim.memory, reclaim.nodeDisk) = (.count(0), .count(500 << 20))
    #expect(kubelet.eviction.hard == hard && kubelet.eviction.soft == soft)
    #expect(kubelet.eviction.reclaim == reclaim)
    #expect(kubelet.eviction.softGrace.memory == .seconds(90))
    #expect(kubelet.eviction.softGrace.imageDisk == .minutes(2))
    #expect(kubelet.eviction.softGrace.imageInodes == .minutes(3))
    #expect(kubelet.eviction.maxPodGrace == .seconds(60))
    #expect(kubelet.eviction.transition == .minutes(1))
    #expect(kubelet.maxRestartWait == .seconds(30))
    // Who says how many at once need not say that they are not pulled one after the other.
    #expect(kubelet.imagePulls.atOnce == 3 && kubelet.imagePulls.callsPerSecond == 0)
    #expect(kubelet.imagePulls.burst == 20)
    let collection = kubelet.imageCollection
    #expect(collection.highPercent == 70 && collection.lowPercent == 60)
    #expect(collection.leastAge == .minutes(60))
    #expect(spec.nodes[0].keepsFromScaleDown && spec.endedPodLimit == 100)
    #expect(spec.registry.missing == ["shop/cart:2.*"])
  }

  private func load(_ document: String) throws -> LoadedScenario {
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: test}
      spec: {duration: 10m}
      ---
      \(document)
      """
    let loaded = ScenarioFile.load(
      Array(text.utf8), path: "scenario.yaml", overrides: [], sources: SourceMap(),
      diagnostics: DiagnosticCollector())
    return try #require(loaded)
  }
}
