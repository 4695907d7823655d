import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

@Suite("Loss of the control plane")
struct ControlPlaneTests {
  /// Three masters, three workers and a Deployment.
  private func spec(replicas: Int) -> ClusterSpec {
    var spec = SmallCluster.spec([
      SmallCluster.workload(.deployment, "cart", replicas: replicas)
    ])
    let role = "node-role.kubernetes.io/control-plane"
    spec.nodes.removeLast(3)
    for number in 1...3 {
      spec.nodes.append(
        NodeSpec(
          name: "master-\(number)", labels: StringMap([(role, "")]),
          taints: [NodeTaint(key: role, effect: .noSchedule)],
          capacity: PodResources(cpuMilli: 4_000, memory: 8 << 30)))
    }
    return spec
  }

  private func scale(
    _ world: inout ClusterWorld, to replicas: Int, _ simulation: inout Simulation
  ) {
    world.cluster.make(
      .scale(
        WorkloadReference(kind: nil, namespace: "shop", name: "cart", span: .unknown),
        replicas: replicas), update: nil, in: &simulation)
  }

  @Test("With one of three masters lost controllers act again within the lease", arguments: 1...20)
  func one(_ seed: Int) {
    var simulation = Simulation(seed: UInt64(seed))
    var world = ClusterWorld(cluster: Cluster(spec(replicas: 2), seed: UInt64(seed)))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.powerOff(node: 3, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 13))
    let isUp = world.cluster.isControlPlaneUp
    #expect(isUp)
    scale(&world, to: 4, &simulation)
    // A try to see the lease, its 15 s and a try to take it: up to 4.4 s each.
    simulation.run(&world, through: SimTime(seconds: 50))
    let areBack = world.cluster.areControllersUp && world.cluster.isSchedulerUp
    #expect(areBack)
    #expect(world.cluster.workloads[0].readyCount == 4)
  }

  @Test("With two lost nothing is repaired; on their return nothing is evicted", arguments: 1...10)
  func two(_ seed: Int) {
    var simulation = Simulation(seed: UInt64(seed))
    var world = ClusterWorld(cluster: Cluster(spec(replicas: 3), seed: UInt64(seed)))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.powerOff(node: 3, in: &simulation)
    world.cluster.powerOff(node: 4, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let isUp = world.cluster.isControlPlaneUp
    #expect(!isUp)
    let pods = world.cluster.workloads[0].pods
    scale(&world, to: 5, &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    #expect(world.cluster.workloads[0].pods == pods)
    #expect(world.cluster.workloads[0].readyCount == 3)
    #expect(world.cluster.drainEvents().contains { $0.reason == "ConnectionRefused" })
    world.cluster.powerOn(node: 4, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    let areBack = world.cluster.areControllersUp && world.cluster.isSchedulerUp
    #expect(areBack)
    scale(&world, to: 5, &simulation)
    simulation.run(&world, through: SimTime(seconds: 1_200))
    #expect(world.cluster.workloads[0].readyCount == 5)
    #expect(pods.allSatisfy { world.cluster.pods.contains($0) })
    #expect(!world.cluster.drainEvents().contains { $0.message.hasPrefix("Marking for deletion") })
  }

  @Test("A kubelet that boots without an API server knows no pods until there is one")
  func boot() throws {
    var simulation = Simulation(seed: 6)
    var world = ClusterWorld(cluster: Cluster(spec(replicas: 3), seed: 6))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    for master in [3, 4] { world.cluster.powerOff(node: master, in: &simulation) }
    world.cluster.powerOff(node: node, in: &simulation)
    world.cluster.powerOn(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    #expect(world.cluster.nodes[node].isUp && !world.cluster.pods[pod].isServing)
    world.cluster.powerOn(node: 3, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    #expect(world.cluster.pods[pod].isServing && world.cluster.pods[pod].restarts == 1)
  }

  /// A StatefulSet of one pod with a volume of its own, which is yet to be made.
  private func storeSpec() -> ClusterSpec {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 1)
    workload.claimTemplates = [
      ClaimSpecification(
        name: "data", namespace: workload.namespace, bytes: 1 << 30, storageClass: "disks")
    ]
    var spec = spec(replicas: 0)
    spec.start = .cold
    spec.workloads = [workload]
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
    ]
    return spec
  }

  /// Lets time pass until something holds, for at most a length of time.
  private func wait(
    _ world: inout ClusterWorld, for limit: SimDuration, step: SimDuration,
    _ simulation: inout Simulation, until isMet: (borrowing Cluster) -> Bool
  ) {
    let end = simulation.now + limit
    while simulation.now < end, !isMet(world.cluster) {
      simulation.run(&world, through: simulation.now + step)
    }
  }

  @Test("A volume is attached by controllers: without any its pod waits for the next ones")
  func attachment() throws {
    var longest = SimDuration.zero
    for master in 3...5 {
      var simulation = Simulation(seed: 7)
      var world = ClusterWorld(cluster: Cluster(storeSpec(), seed: 7))
      world.cluster.start(in: &simulation)
      wait(&world, for: .seconds(60), step: .milliseconds(1), &simulation) { cluster in
        cluster.workloads[0].pods.contains { cluster.pods[$0].node >= 0 }
      }
      let lost = simulation.now
      world.cluster.powerOff(node: master, in: &simulation)
      wait(&world, for: .seconds(100), step: .milliseconds(100), &simulation) {
        $0.areControllersUp
      }
      let back = simulation.now
      longest = max(longest, back - lost)
      simulation.run(&world, through: back + .seconds(60))
      let attached = try #require(
        world.cluster.drainEvents().first { $0.reason == "SuccessfulAttachVolume" }
      ).time
      // The driver takes 5 s; the kubelet looks each second whether it may begin, and before that
      // the volume is made.
      #expect(attached >= back + .milliseconds(4_900) && attached <= back + .seconds(15))
    }
    // One of the masters leads the controllers, whose lease is 15 s long.
    #expect(longest > .seconds(10))
  }

  /// Times and nodes of the events of a reason about a component, by name: that of a lease's holder
  /// is on the lease, and begins its message.
  private func events(
    _ reason: String, _ component: String, _ all: [ClusterEvent]
  ) -> [(time: SimTime, node: String)] {
    all.compactMap { event in
      guard event.reason == reason else { return nil }
      guard event.kind == "Lease" else {
        return event.message.contains(component) ? (event.time, event.name) : nil
      }
      let holder = event.message.split(separator: "_").first.map(String.init) ?? ""
      return event.name == component && event.message.hasSuffix(" became leader")
        ? (event.time, holder) : nil
    }
  }

  @Test("After a quorum loss a candidate that has seen the lease takes it, others wait for its end")
  func quorum() throws {
    var (early, late, afresh) = (0, 0, 0)
    for seed in 1...40 as ClosedRange<UInt64> {
      var simulation = Simulation(seed: seed)
      var world = ClusterWorld(cluster: Cluster(spec(replicas: 1), seed: seed))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      for node in [3, 4] { world.cluster.powerOff(node: node, in: &simulation) }
      simulation.run(&world, through: SimTime(seconds: 100))
      world.cluster.powerOn(node: 3, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 200))
      let all = world.cluster.drainEvents().filter { $0.time > SimTime(seconds: 9) }
      let back = try #require(events("LeaderElection", "etcd", all).last).time
      for component in ["kube-controller-manager", "kube-scheduler"] {
        let lost = events("LeaderLost", component, all)
        let taken = events("LeaderElection", component, all)
        try #require(lost.count == 1 && taken.count == 1)
        let wait = (taken[0].time - back).seconds
        if lost[0].node == "master-3" {
          // The leader whose machine ran on: its next process is a stranger to the lease.
          #expect(wait >= 15 && wait <= 15 + 2 * 4.4)
          late += 1
        } else if wait <= 4.4 {
          #expect(taken[0].node == "master-3")
          early += 1
        } else {
          // The last renewal came after the candidate's last try before the loss.
          #expect(wait >= 15 && wait <= 15 + 2 * 4.4)
          afresh += 1
        }
      }
    }
    #expect(early > 0 && late > 0 && afresh > 0)
  }

  /// The waits of candidates that try all the time: the leader's last renewal, its loss up to 2 s
  /// later, a candidate's first try after the renewal, and its first one 15 s after that.
  private func waitOfTwin(candidates: Int, _ random: inout EntityRandom) -> Double {
    let renewal = -2 * random.unit()
    let takes = (0..<candidates).map { _ in
      var attempt = -200.0
      func next(_ random: inout EntityRandom) -> Double { 2 + 2.4 * random.unit() }
      while attempt < renewal { attempt += next(&random) }
      let seen = attempt
      while attempt < seen + 15 { attempt += next(&random) }
      return attempt
    }
    return takes.min() ?? .infinity
  }

  @Test("A lost leader's lease is taken by the first of two masters that saw it stand for 15 s")
  func handover() {
    var waits: [Double] = []
    for seed in 1...120 as ClosedRange<UInt64> {
      var simulation = Simulation(seed: seed)
      var world = ClusterWorld(cluster: Cluster(spec(replicas: 1), seed: seed))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      world.cluster.powerOff(node: 3, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      let all = world.cluster.drainEvents().filter { $0.time > SimTime(seconds: 9) }
      // Without etcd's leader nobody would see anything for a while.
      guard events("LeaderElection", "etcd", all).isEmpty else { continue }
      for component in ["kube-controller-manager", "kube-scheduler"] {
        let lost = SimTime(seconds: 10)
        waits += events("LeaderElection", component, all).map { ($0.time - lost).seconds }
      }
    }
    var random = EntityRandom(seed: 1, stream: "candidates")
    let count = 20_000
    let total = (0..<count).reduce(0.0) { sum, _ in sum + waitOfTwin(candidates: 2, &random) }
    #expect(waits.count > 20)
    let interval = ConfidenceInterval(of: waits, level: 0.999)
    #expect(interval.contains(total / Double(count)), "\(interval) of \(total / Double(count))")
  }

  @Test("A leader that is cut off for less than the renew deadline goes on", arguments: 1...10)
  func shortPartition(_ seed: UInt64) {
    for (length, mayChange) in [(7, false), (60, true)] {
      var simulation = Simulation(seed: seed)
      var world = ClusterWorld(cluster: Cluster(spec(replicas: 1), seed: seed))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      world.cluster.setReachable(node: 3, false, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10 + Double(length)))
      world.cluster.setReachable(node: 3, true, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 100))
      let all = world.cluster.drainEvents()
      for component in ["kube-controller-manager", "kube-scheduler"] {
        let taken = events("LeaderElection", component, all)
        let lost = events("LeaderLost", component, all)
        #expect(taken.count == lost.count && lost.count <= (mayChange ? 1 : 0))
        #expect(taken.allSatisfy { $0.node != "master-1" })
      }
      let areBack = world.cluster.areControllersUp && world.cluster.isSchedulerUp
      #expect(areBack)
    }
  }

  /// What comes of a cluster that loses one of its masters after 200 s: the events, when the
  /// controllers act again, and whether another master leads them.
  private func events(
    of spec: ClusterSpec, without master: Int, dead worker: Int?
  ) -> (all: [ClusterEvent], back: SimTime, isNew: Bool) {
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    if let worker { world.cluster.powerOff(node: worker, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 200))
    world.cluster.powerOff(node: master, in: &simulation)
    wait(&world, for: .seconds(100), step: .milliseconds(100), &simulation) {
      $0.areControllersUp
    }
    let back = simulation.now
    simulation.run(&world, through: SimTime(seconds: 1_000))
    let all = world.cluster.drainEvents()
    let isNew = all.contains {
      $0.reason == "LeaderElection" && $0.name == "kube-controller-manager"
    }
    return (all, back, isNew)
  }

  @Test("Another controller manager lets pods tolerate a dead node from its own start on")
  func eviction() throws {
    var isNewSeen = false
    for master in 3...5 {
      let events = events(of: spec(replicas: 3), without: master, dead: 0)
      let evicted = try #require(
        events.all.first { $0.message.hasPrefix("Marking for deletion Pod") }
      ).time
      // The taint comes within a minute and a half of the loss, and is tolerated for 300 s.
      #expect(
        events.isNew
          ? evicted >= events.back + .seconds(299) : evicted <= SimTime(seconds: 400))
      isNewSeen = isNewSeen || events.isNew
    }
    #expect(isNewSeen)
  }

  @Test("Another controller manager recommends anew for five minutes before it scales down")
  func stabilization() throws {
    var spec = spec(replicas: 4)
    spec.autoscalers = AutoscalingWorld.autoscalers(
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: cart, namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
        minReplicas: 2
        maxReplicas: 8
        metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      """)
    var isNewSeen = false
    for master in 3...5 {
      let events = events(of: spec, without: master, dead: nil)
      let scaled = try #require(events.all.first { $0.reason == "SuccessfulRescale" }).time
      #expect(
        events.isNew ? scaled >= events.back + .seconds(300) : scaled <= SimTime(seconds: 345))
      isNewSeen = isNewSeen || events.isNew
    }
    #expect(isNewSeen)
  }

  @Test("A kubelet that starts without the API begins when it answers")
  func lateKubelet() {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec(replicas: 3), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let stopped = world.cluster.stop(.kubelet, of: 0, in: &simulation)
    let first = world.cluster.powerOff(node: 3, in: &simulation)
    let second = world.cluster.powerOff(node: 4, in: &simulation)
    world.cluster.start(stopped, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    #expect(!world.cluster.isControlPlaneUp && !world.cluster.nodes[0].hasKubelet)
    world.cluster.powerOn(first, in: &simulation)
    world.cluster.powerOn(second, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.isControlPlaneUp && world.cluster.nodes[0].hasKubelet)
    #expect(world.cluster.nodes[0].ready == .true)
  }
}
