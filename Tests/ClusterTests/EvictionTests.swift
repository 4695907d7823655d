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

  @Test("A full disk drives its pods to other nodes, one a pass, and no new ones come")
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
      #expect(later - earlier >= .seconds(10))
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

  @Test("A soft threshold waits for its time and gives the pod its grace")
  func soft() throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.terminationGrace = .seconds(40)
    workload.template.containers[0].preStop = .seconds(5)
    var spec = spec([workload])
    for index in spec.nodes.indices {
      spec.nodes[index].kubelet.eviction.softMemory = 8 << 30
      spec.nodes[index].kubelet.eviction.softMemoryGrace = .seconds(90)
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
    #expect(asked == evicted + .seconds(5) && ended == evicted + .seconds(20))
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
                  {memory.available: 90s, nodefs.available: 2m, nodefs.inodesFree: 3m}
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
    #expect(kubelet.eviction.hardMemory == 200 << 20 && kubelet.eviction.hardDisk == 0.05)
    #expect(kubelet.eviction.softMemory == 1 << 30 && kubelet.eviction.softDisk == 0.2)
    #expect(kubelet.eviction.softMemoryGrace == .seconds(90))
    #expect(kubelet.eviction.softDiskGrace == .minutes(2))
    #expect(kubelet.eviction.hardInodes == 0.04 && kubelet.eviction.softInodes == 0.09)
    #expect(kubelet.eviction.softInodesGrace == .minutes(3))
    #expect(kubelet.eviction.maxPodGrace == .seconds(60))
    #expect(kubelet.eviction.transition == .minutes(1))
    #expect(kubelet.maxRestartWait == .seconds(30))
    // Who says how many at once need not say that they are not pulled one after the other.
    #expect(kubelet.imagePulls.atOnce == 3 && kubelet.imagePulls.callsPerSecond == 0)
    #expect(kubelet.imagePulls.burst == 20)
    let collection = kubelet.imageCollection
    #expect(collection.highShare == 0.7 && collection.lowShare == 0.6)
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
