import Cluster
import Manifests
import SimulationKernel
import Testing

import struct Cluster.NodeTaint

@Suite("Scheduling in a running cluster")
struct SchedulingTests {
  /// What came of a run: the events, and the nodes of the first workload's pods.
  private struct Outcome {
    var events: [ClusterEvent]
    var places: [Int32]
  }

  private func run(_ spec: ClusterSpec) -> Outcome {
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: .zero + .minutes(5))
    return Outcome(
      events: world.cluster.drainEvents(),
      places: world.cluster.workloads[0].pods.map { world.cluster.pods[$0].node })
  }

  private func messages(_ reason: String, in events: [ClusterEvent], of name: String) -> [String] {
    events.filter { $0.reason == reason && $0.name.hasPrefix(name) }.map(\.message)
  }

  /// A pod that fits nowhere for three reasons.
  private func hopeless(_ start: ClusterSpec.Start) -> ClusterSpec {
    var workload = SmallCluster.workload(.deployment, "large", replicas: 1, milli: 5_000)
    workload.template.nodeSelector = StringMap([("kubernetes.io/os", "linux")])
    var spec = SmallCluster.spec([workload], start: start)
    for node in 0..<2 {
      spec.nodes[node].taints = [NodeTaint(key: "dedicated", value: "db", effect: .noSchedule)]
    }
    spec.nodes[2].labels["kubernetes.io/os"] = "windows"
    return spec
  }

  @Test(
    "A pod that fits nowhere says why of every node, and why preemption does not help",
    arguments: [ClusterSpec.Start.cold, .running])
  func messageOfReasons(start: ClusterSpec.Start) throws {
    let events = run(hopeless(start)).events
    let found = try #require(messages("FailedScheduling", in: events, of: "large").first)
    #expect(
      found == "0/6 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, "
        + "2 node(s) had untolerated taint {dedicated: db}, 3 Insufficient cpu. preemption: "
        + "0/6 nodes are available: 3 No preemption victims found for incoming pod, "
        + "3 Preemption is not helpful for scheduling.")
  }

  @Test("Terms that name nodes which exclude each other are said to conflict", arguments: [31, 33])
  func conflict(minor: Int) {
    var workload = SmallCluster.workload(.deployment, "torn", replicas: 1)
    workload.template.requiredNodeTerms = [
      NodeTerm(
        labels: [],
        fields: ["worker-1", "worker-2"].map {
          NodeRequirement(key: "metadata.name", comparison: .isIn, values: [$0])
        })
    ]
    workload.template.hasRequiredNodeTerms = true
    var spec = SmallCluster.spec([workload])
    spec.version = ClusterVersion(minor: minor)
    // NodeAffinity's PreFilter ends the cycle (node_affinity.go errReasonConflict).
    #expect(
      Set(messages("FailedScheduling", in: run(spec).events, of: "torn")) == [
        "0/6 nodes are available: pod affinity terms conflict. preemption: 0/6 nodes are "
          + "available: 6 Preemption is not helpful for scheduling."
      ])
  }

  @Test(
    "From 1.34 on no taint is named, and DynamicResources speaks before the preemption",
    arguments: [(33, "{dedicated: db}", ""), (34, "(s)", "no new claims to deallocate, ")])
  func messageByVersion(minor: Int, taint: String, claims: String) {
    var spec = hopeless(.cold)
    spec.version = ClusterVersion(minor: minor)
    let found = messages("FailedScheduling", in: run(spec).events, of: "large").first
    let separator = taint.hasPrefix("{") ? " " : ""
    // No machine has five cores (NodeResourcesFit since 1.32).
    #expect(
      found == "0/6 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, "
        + "2 node(s) had untolerated taint\(separator)\(taint), 3 Insufficient cpu. \(claims)"
        + "preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.")
  }

  @Test("Terms of affinity read the pod's own labels from 1.31 on", arguments: [30, 31])
  func labelKeys(minor: Int) {
    let workloads = ["first", "second"].map { name in
      var workload = SmallCluster.workload(.deployment, name, replicas: 1)
      workload.template.labels = StringMap([("app", name), ("group", "all"), ("version", name)])
      var term = AffinityTerm(
        selector: LabelSelector(matchLabels: StringMap([("group", "all")])),
        topologyKey: "kubernetes.io/hostname")
      term.matchLabelKeys = ["version"]
      workload.template.requiredAntiAffinity = [term]
      return workload
    }
    var spec = SmallCluster.spec(workloads, start: .cold)
    spec.nodes.removeLast(5)
    spec.version = ClusterVersion(minor: minor)
    let failures = run(spec).events.filter { $0.reason == "FailedScheduling" }
    #expect(failures.isEmpty == (minor == 31))
  }

  @Test("The search ends among the share of the nodes that percentageOfNodesToScore says")
  func percentageOfNodesToScore() {
    // Of 300 equal nodes the last one is larger, and so the best; by their number 48 percent are
    // enough, and the search begins at the first.
    let workload = SmallCluster.workload(.deployment, "web", replicas: 1, milli: 1_000)
    var spec = SmallCluster.spec([workload], start: .cold)
    spec.nodes = (0..<300).map { number in
      SmallCluster.node("n-\(number)", zone: "a", milli: number == 299 ? 64_000 : 4_000)
    }
    for (percentage, findsBest) in [(0, false), (90, false), (100, true)] {
      spec.percentageOfNodesToScore = percentage
      let places = run(spec).places
      #expect(places.count == 1 && (places == [299]) == findsBest, "\(percentage) %: \(places)")
    }
  }

  /// A full cluster, three minutes after a pod of higher priority came to it.
  private func crowded(
    in simulation: inout Simulation, _ edit: (inout WorkloadSpec) -> Void
  ) -> ClusterWorld {
    // Six nodes of four cores: the small pods leave no room for a large one.
    let low = SmallCluster.workload(.deployment, "low", replicas: 12, milli: 1_900)
    var high = SmallCluster.workload(.deployment, "high", replicas: 1, milli: 3_000)
    high.template.priority = 1_000
    edit(&high)
    var spec = SmallCluster.spec([low, high], start: .cold)
    spec.workloads.swapAt(0, 1)
    spec.workloads[0].replicas = 0
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: .zero + .minutes(2))
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: .zero + .minutes(5))
    return world
  }

  @Test("A pod of higher priority takes the place of lower ones, which end with their own grace")
  func preemption() throws {
    var simulation = Simulation(seed: 7)
    var world = crowded(in: &simulation) { _ in }
    let events = world.cluster.drainEvents()
    let preempted = messages("Preempted", in: events, of: "low")
    #expect(preempted.count == 2)
    let pod = try #require(world.cluster.workloads[0].pods.first)
    #expect(world.cluster.pods[pod].isReady)
    let node = world.cluster.nodeSpecs[Int(world.cluster.pods[pod].node)].name
    let expected = "Preempted by pod \(world.cluster.uid(of: pod)) on node \(node)"
    #expect(preempted.allSatisfy { $0 == expected })
    // Filters alone are named when victims are found.
    #expect(
      messages("FailedScheduling", in: events, of: "high").first
        == "0/6 nodes are available: 6 Insufficient cpu.")
  }

  @Test("preemptionPolicy Never waits instead")
  func neverPreempts() {
    var simulation = Simulation(seed: 7)
    var world = crowded(in: &simulation) { $0.template.preempts = false }
    let events = world.cluster.drainEvents()
    #expect(messages("Preempted", in: events, of: "low").isEmpty)
    #expect(
      messages("FailedScheduling", in: events, of: "high").first
        == "0/6 nodes are available: 6 Insufficient cpu. preemption: not eligible due to "
        + "preemptionPolicy=Never.")
  }

  @Test("A node whose victims break no budget is preferred")
  func budgets() throws {
    var first = SmallCluster.workload(.statefulSet, "guarded", replicas: 1, milli: 3_000)
    first.template.nodeSelector = StringMap([("kubernetes.io/hostname", "worker-1")])
    var second = SmallCluster.workload(.statefulSet, "free", replicas: 1, milli: 3_000)
    second.template.nodeSelector = StringMap([("kubernetes.io/hostname", "worker-2")])
    var high = SmallCluster.workload(.statefulSet, "high", replicas: 0, milli: 3_000)
    // Priorities alone would choose the guarded one.
    second.template.priority = 10
    high.template.priority = 1_000
    var spec = SmallCluster.spec([first, second, high], start: .cold)
    spec.nodes.removeLast(4)
    var budget = BudgetSpec(
      name: "guard", namespace: "shop",
      selector: LabelSelector(matchLabels: first.template.labels))
    budget.minAvailable = .int(1)
    spec.budgets = [budget]
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: .zero + .minutes(2))
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    simulation.run(&world, through: .zero + .minutes(4))
    let events = world.cluster.drainEvents()
    #expect(messages("Preempted", in: events, of: "free").count == 1)
    #expect(messages("Preempted", in: events, of: "guarded").isEmpty)
  }

  @Test("Attempts of a pod that changes keep waking come after 1, 2, 4, 8, 10 and 10 seconds")
  func backoff() {
    // Every node has room, and a pod beside which the other may not be.
    let busy = SmallCluster.workload(.daemonSet, "busy", replicas: 1)
    var shy = SmallCluster.workload(.deployment, "shy", replicas: 0)
    shy.template.requiredAntiAffinity = [
      AffinityTerm(
        selector: LabelSelector(matchLabels: busy.template.labels),
        topologyKey: "kubernetes.io/hostname")
    ]
    var spec = SmallCluster.spec([busy, shy])
    spec.version = ClusterVersion(minor: 31)
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    for _ in 0..<600 {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      world.cluster.cordon(node: 0, true, in: &simulation)
      world.cluster.cordon(node: 0, false, in: &simulation)
    }
    let times = world.cluster.drainEvents()
      .filter { $0.reason == "FailedScheduling" && $0.name.hasPrefix("shy") }.map(\.time)
    let gaps = zip(times, times.dropFirst()).map { ($1 - $0).seconds }
    // The flusher runs each second: a pod comes back within a second of its back-off's end.
    for (gap, wait) in zip(gaps, [1.0, 2, 4, 8, 10, 10]) {
      #expect(gap >= wait && gap < wait + 1.2, "\(gaps)")
    }
    #expect(gaps.count >= 5)
  }

  private func claiming(
    _ access: [VolumeAccess], replicas: Int, waits: Bool = true
  ) -> ClusterSpec {
    var workload = SmallCluster.workload(.deployment, "app", replicas: replicas)
    workload.template.claims = ["data"]
    var spec = SmallCluster.spec([workload], start: .cold)
    var disks = StorageClassSpec(
      name: "disks", waitsForConsumer: waits, provisions: true, isLocal: false)
    disks.driver = "disk.example.com"
    disks.topologies = [
      NodeTerm(labels: [
        NodeRequirement(
          key: "topology.kubernetes.io/zone", comparison: .isIn, values: ["zone-1"])
      ])
    ]
    spec.storageClasses = [disks]
    spec.claims = [
      ClaimSpecification(
        name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "disks", access: access)
    ]
    return spec
  }

  @Test("A claim that waits for its consumer takes the pod where volumes can be made")
  func allowedTopologies() {
    let places = run(claiming([.readWriteMany], replicas: 4)).places
    #expect(places.count == 4 && places.allSatisfy { $0 == 1 || $0 == 4 })
  }

  @Test("Only one pod uses a ReadWriteOncePod claim")
  func exclusiveClaim() {
    let outcome = run(claiming([.readWriteOncePod], replicas: 2))
    #expect(outcome.places.count { $0 >= 0 } == 1)
    let found = messages("FailedScheduling", in: outcome.events, of: "app").first ?? ""
    #expect(found.contains("node has pod using PersistentVolumeClaim with the same name"))
  }

  @Test(
    "A missing claim keeps its pods from every node; from 1.34 on PostFilter ends with an error",
    arguments: [
      (33, "preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling."),
      (34, "not found"),
    ])
  func missingClaim(minor: Int, end: String) {
    var spec = claiming([.readWriteOnce], replicas: 1)
    spec.claims = []
    spec.version = ClusterVersion(minor: minor)
    let found = messages("FailedScheduling", in: run(spec).events, of: "app").first
    #expect(
      found == "0/6 nodes are available: persistentvolumeclaim \"data\" not found. \(end)")
  }

  @Test(
    "A volume's node affinity is told in other words from 1.33 on",
    arguments: [
      (32, "had volume node affinity conflict"),
      (33, "didn't match PersistentVolume's node affinity"),
    ])
  func volumeAffinity(minor: Int, words: String) {
    var spec = claiming([.readWriteOnce], replicas: 1, waits: false)
    var volume = VolumeSpec(name: "disk", bytes: 2 << 30, storageClass: "disks")
    let host = NodeRequirement(
      key: "kubernetes.io/hostname", comparison: .isIn, values: ["worker-1"])
    volume.nodeTerms = [NodeTerm(labels: [host])]
    spec.volumes = [volume]
    spec.nodes[0].isCordoned = true
    spec.version = ClusterVersion(minor: minor)
    let found = messages("FailedScheduling", in: run(spec).events, of: "app")
    #expect(found.contains { $0.contains("5 node(s) \(words)") })
  }

  @Test("A node attaches no more volumes than its driver can")
  func volumeLimits() {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 8)
    workload.isParallel = true
    workload.claimTemplates = [
      ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "disks")
    ]
    var spec = claiming([.readWriteOnce], replicas: 0)
    spec.storageClasses[0].topologies = []
    spec.workloads = [workload]
    for node in spec.nodes.indices {
      spec.nodes[node].volumeLimits = [.init(driver: "disk.example.com", count: 1)]
    }
    let outcome = run(spec)
    #expect(outcome.places.filter { $0 >= 0 }.sorted() == [0, 1, 2, 3, 4, 5])
    let found = messages("FailedScheduling", in: outcome.events, of: "db").first ?? ""
    #expect(found.contains("6 node(s) exceed max volume count"))
  }

  @Test("The zone labels of a bound volume hold its pod")
  func volumeZone() {
    var spec = claiming([.readWriteOnce], replicas: 1, waits: false)
    var volume = VolumeSpec(name: "disk", bytes: 2 << 30, storageClass: "disks")
    volume.labels["topology.kubernetes.io/zone"] = "zone-2"
    spec.volumes = [volume]
    let places = run(spec).places
    #expect(places == [2] || places == [5])
  }

  @Test("A device is no volume for a claim that wants a directory", arguments: [false, true])
  func volumeMode(isBlock: Bool) {
    var spec = claiming([.readWriteOnce], replicas: 1, waits: false)
    spec.storageClasses[0].provisions = false
    var volume = VolumeSpec(name: "disk", bytes: 2 << 30, storageClass: "disks")
    volume.isBlock = isBlock
    spec.volumes = [volume]
    #expect(run(spec).places.map { $0 < 0 } == [isBlock])
  }

  @Test("The volumes of a pod that preempted others count on its node before it is there")
  func nominatedVolumes() {
    var low = SmallCluster.workload(.deployment, "low", replicas: 1, milli: 3_000)
    low.template.terminationGrace = .seconds(90)
    low.template.containers[0].preStop = .seconds(60)
    var spec = claiming([.readWriteOnce], replicas: 0)
    spec.storageClasses[0].topologies = []
    spec.claims = []
    spec.workloads = [low]
    for (name, milli) in [("base", Int64(100)), ("high", 3_000), ("rival", 100)] {
      var workload = SmallCluster.workload(
        .statefulSet, name, replicas: name == "base" ? 1 : 0, milli: milli)
      workload.template.priority = 1_000
      workload.claimTemplates = [
        ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "disks")
      ]
      spec.workloads.append(workload)
    }
    spec.nodes = Array(spec.nodes[..<1])
    spec.nodes[0].volumeLimits = [.init(driver: "disk.example.com", count: 2)]
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 80))
    world.cluster.scale(workload: 3, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    // Two volumes are all that the node attaches: that of `base` and the nominated pod's.
    #expect(world.cluster.workloads.map(\.readyCount) == [0, 1, 1, 0])
    let found = messages("FailedScheduling", in: world.cluster.drainEvents(), of: "rival").first
    #expect(found?.contains("1 node(s) exceed max volume count") == true)
  }
}
