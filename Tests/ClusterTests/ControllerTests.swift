import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Controllers")
struct ControllerTests {
  private func world(_ spec: ClusterSpec, _ simulation: inout Simulation) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec, seed: 7))
    world.cluster.start(in: &simulation)
    return world
  }

  private func apply(
    _ world: inout ClusterWorld, _ before: ClusterSpec, _ after: ClusterSpec,
    _ simulation: inout Simulation
  ) {
    let update = ClusterUpdate(from: before, to: after, documents: [])
    world.cluster.make(
      .apply(ManifestPath(path: "x.yaml", span: .unknown)), update: update, in: &simulation)
  }

  /// Rolls the first workload out to another image and watches for a time, ten times a second: the
  /// fewest pods that were ready and the most that there were.
  private func rollOut(
    _ image: String, _ before: ClusterSpec, for seconds: Int, _ world: inout ClusterWorld,
    _ simulation: inout Simulation
  ) -> (leastReady: Int, mostActive: Int) {
    var after = before
    after.workloads[0].template.containers[0].image = image
    apply(&world, before, after, &simulation)
    var (least, most) = (Int.max, 0)
    for _ in 0..<seconds * 10 {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      least = min(least, Int(world.cluster.workloads[0].readyCount))
      most = max(most, Int(world.cluster.workloads[0].activeCount))
    }
    return (least, most)
  }

  @Test("An applied file without replicas keeps what was scaled, unless the file before had them")
  func replicasLeftOut() throws {
    func text(_ replicas: String, _ image: String) -> String {
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec:
        \(replicas)
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart}}
          spec: {containers: [{name: a, image: "\(image)"}]}
      """
    }
    for (replicas, left) in [("replicas: 3", 1), ("minReadySeconds: 1", 5)] {
      let before = text(replicas, "a:1")
      var simulation = Simulation(seed: 7)
      var world = try ClusterWorld.started(before, in: &simulation)
      world.cluster.scale(workload: 0, to: 5, in: &simulation)
      try world.apply(text("", "a:2"), to: before, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 300))
      #expect(world.cluster.workloads[0].activeCount == left)
    }
  }

  @Test("A scale-down takes the pod whose node has another of the owner's", arguments: 1...6)
  func siblings(seed: UInt64) throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 4)
    workload.maxUnavailable = .int(0)
    workload.maxSurge = .int(1)
    workload.template.containers[0].readinessProbe = ProbeSpec()
    var before = SmallCluster.spec([workload])
    before.nodes.removeLast(2)
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(before, seed: seed))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    // The new revision's one pod, beside an old one, never gets ready.
    var after = before
    after.workloads[0].template.containers[0].image = "cart:2"
    apply(&world, before, after, &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    func nodes(_ revision: Int32) -> [Int32] {
      world.cluster.workloads[0].pods.filter {
        world.cluster.pods[$0].revision == revision && !world.cluster.pods[$0].isTerminating
      }.map { world.cluster.pods[$0].node }.sorted()
    }
    #expect(nodes(0) == [0, 1, 2, 3])
    let shared = try #require(nodes(1).first)
    world.cluster.scale(workload: 0, to: 3, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(nodes(0) == [0, 1, 2, 3].filter { $0 != shared })
  }

  @Test("A StatefulSet updates from the highest ordinal down to its partition, one at a time")
  func partition() {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 4)
    workload.partition = 2
    let before = SmallCluster.spec([workload])
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    let least = rollOut("db:2", before, for: 90, &world, &simulation).leastReady
    func revisions() -> [Int32] {
      world.cluster.workloads[0].pods.sorted {
        world.cluster.pods[$0].ordinal < world.cluster.pods[$1].ordinal
      }.map { world.cluster.pods[$0].revision }
    }
    #expect(least == 3)
    #expect(revisions() == [0, 0, 1, 1])
    // A pod below the partition comes back with the old revision.
    let first = world.cluster.workloads[0].pods.first { world.cluster.pods[$0].ordinal == 0 }
    if let first { world.cluster.deletePod(first, in: &simulation) }
    simulation.run(&world, through: simulation.now + .seconds(60))
    #expect(revisions() == [0, 0, 1, 1])
  }

  @Test("Of two pools of a Kafka resource one node is replaced at a time")
  func kafkaPools() {
    let pools = ["first", "second"].enumerated().map { place, name in
      var pool = SmallCluster.workload(.podSet, name, replicas: 2)
      pool.userKind = "Kafka"
      pool.firstOrdinal = place * 2
      pool.isParallel = true
      pool.template.labels["strimzi.io/cluster"] = "orders"
      return pool
    }
    let before = SmallCluster.spec(pools)
    var after = before
    for place in pools.indices { after.workloads[place].template.containers[0].image = "kafka:2" }
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    apply(&world, before, after, &simulation)
    var least = Int.max
    for _ in 0..<1_800 {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
      least = min(
        least,
        pools.indices.reduce(0) { $0 + Int(world.cluster.workloads[$1].readyCount) })
    }
    #expect(least == 3, "\(least) of 4 nodes were ready")
    for place in pools.indices {
      let revisions = world.cluster.workloads[place].pods.map { world.cluster.pods[$0].revision }
      #expect(revisions == [1, 1], "\(revisions)")
    }
  }

  @Test("From 1.37 a StatefulSet's update may take several pods at a time")
  func maxUnavailable() {
    for minor in [31, 35, 37] {
      var workload = SmallCluster.workload(.statefulSet, "db", replicas: 6)
      workload.isParallel = true
      workload.maxUnavailable = .int(3)
      var before = SmallCluster.spec([workload])
      before.version = ClusterVersion(minor: minor)
      var simulation = Simulation(seed: 7)
      var world = world(before, &simulation)
      let least = rollOut("db:2", before, for: 120, &world, &simulation).leastReady
      #expect(least == (minor < 37 ? 5 : 3))
      #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].revision == 1 })
    }
  }

  @Test("Since 1.34 an update waits for available pods, in a set that is managed in parallel too")
  func minReadySeconds() {
    for minor in [33, 34] {
      var workload = SmallCluster.workload(.statefulSet, "db", replicas: 3)
      workload.isParallel = true
      workload.minReady = .seconds(60)
      var before = SmallCluster.spec([workload])
      before.version = ClusterVersion(minor: minor)
      var simulation = Simulation(seed: 7)
      var world = world(before, &simulation)
      _ = rollOut("db:2", before, for: 400, &world, &simulation)
      let times = world.cluster.drainEvents().filter { $0.reason == "SuccessfulDelete" }.map(\.time)
      let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
      #expect(gaps.count == 2 && gaps.allSatisfy { ($0 >= .seconds(60)) == (minor >= 34) })
    }
  }

  /// updateStatefulSetAfterInvariantEstablished; pull request 137666.
  @Test("Old pods that are not available cost a set that is managed in parallel nothing")
  func brokenPods() {
    for minor in [36, 37] {
      var workload = SmallCluster.workload(.statefulSet, "db", replicas: 3)
      workload.isParallel = true
      workload.maxUnavailable = .int(1)
      workload.minReady = .minutes(10)
      var before = SmallCluster.spec([workload], start: .cold)
      before.version = ClusterVersion(minor: minor)
      var simulation = Simulation(seed: 7)
      var world = world(before, &simulation)
      simulation.run(&world, through: SimTime(seconds: 120))
      #expect(world.cluster.workloads[0].readyCount == 3)
      _ = rollOut("db:2", before, for: 5, &world, &simulation)
      let gone = world.cluster.drainEvents().filter { $0.reason == "SuccessfulDelete" }.map(
        \.message)
      #expect(gone.count == (minor < 37 ? 1 : 3))
    }
  }

  @Test("OnDelete leaves the pods alone until somebody deletes them")
  func onDelete() {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 2)
    workload.updatesOnDelete = true
    let before = SmallCluster.spec([workload])
    var after = before
    after.workloads[0].template.containers[0].image = "db:2"
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    apply(&world, before, after, &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].revision == 0 })
    world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    func revisions() -> [Int32] {
      world.cluster.workloads[0].pods.map { world.cluster.pods[$0].revision }.sorted()
    }
    #expect(revisions() == [0, 1])
    // The revision that the set started from stays its current one (completeRollingUpdate).
    for pod in world.cluster.workloads[0].pods where world.cluster.pods[pod].revision == 0 {
      world.cluster.deletePod(pod, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(revisions() == [1, 1] && world.cluster.workloads[0].readyCount == 2)
    let status = world.cluster.statefulSetRevisions(ofWorkload: 0)
    #expect(status?.current.number == 0 && status?.update.number == 1)
  }

  /// stateful_set_control.go runForAll: of a set that is managed in parallel nothing waits for the
  /// pods that a scale-down takes away.
  @Test("A pod on a dead node that is too many keeps a parallel StatefulSet from no update")
  func deadRemainder() {
    for isParallel in [true, false] {
      var workload = SmallCluster.workload(.statefulSet, "db", replicas: 3)
      workload.isParallel = isParallel
      let before = SmallCluster.spec([workload])
      var after = before
      after.workloads[0].replicas = 2
      after.workloads[0].template.containers[0].image = "db:2"
      var simulation = Simulation(seed: 7)
      var world = world(before, &simulation)
      for pod in world.cluster.workloads[0].pods where world.cluster.pods[pod].ordinal == 2 {
        world.cluster.powerOff(node: Int(world.cluster.pods[pod].node), in: &simulation)
      }
      world.cluster.scale(workload: 0, to: 2, in: &simulation)
      apply(&world, before, after, &simulation)
      simulation.run(&world, through: SimTime(seconds: 120))
      let pods = world.cluster.workloads[0].pods.map { world.cluster.pods[$0] }
      let revisions = pods.sorted { $0.ordinal < $1.ordinal }.map(\.revision)
      #expect(revisions == (isParallel ? [1, 1, 0] : [0, 0, 0]), "\(revisions)")
      #expect(pods.filter(\.isTerminating).map(\.ordinal) == [2])
    }
  }

  @Test("A broken revision of an ordered StatefulSet is not healed by a rollback alone")
  func stuckRollback() {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 2)
    workload.template.containers[0].readinessProbe = ProbeSpec()
    let before = SmallCluster.spec([workload])
    var after = before
    after.workloads[0].template.containers[0].image = "db:broken"
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(before, seed: 7))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    for pod in world.cluster.workloads[0].pods {
      world.cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation)
    }
    apply(&world, before, after, &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    apply(&world, after, before, &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let broken = world.cluster.workloads[0].pods.filter { world.cluster.pods[$0].revision == 1 }
    #expect(broken.count == 1 && !world.cluster.pods[broken[0]].isReady)
    world.cluster.deletePod(broken[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].revision == 0 })
  }

  @Test("Claims go with the pods that a scale-down takes away where the policy says so")
  func claimRetention() {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 3)
    workload.deletesClaimsWhenScaled = true
    workload.claimTemplates = [
      ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30)
    ]
    var spec = SmallCluster.spec([workload])
    spec.storageClasses = [
      StorageClassSpec(
        name: "ssd", waitsForConsumer: true, provisions: true, isLocal: true)
    ]
    spec.storageClasses[0].isDefault = true
    var simulation = Simulation(seed: 7)
    var world = world(spec, &simulation)
    let node = world.cluster.pods[world.cluster.workloads[0].pods[2]].node
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.cordon(node: Int(node), true, in: &simulation)
    world.cluster.scale(workload: 0, to: 3, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 160))
    // The old local volume would have bound the pod to its cordoned node.
    #expect(world.cluster.workloads[0].readyCount == 3)
  }

  @Test("A client's rate limit spreads a burst of creations over time")
  func clientRate() {
    var spec = SmallCluster.spec(
      [SmallCluster.workload(.deployment, "cart", replicas: 90, milli: 10)], start: .cold)
    spec.controllerRate = 20
    spec.controllerBurst = 30
    var simulation = Simulation(seed: 7)
    var world = world(spec, &simulation)
    simulation.run(&world, through: SimTime(seconds: 1))
    #expect(world.cluster.workloads[0].pods.count <= 50)
    simulation.run(&world, through: SimTime(seconds: 5))
    #expect(world.cluster.workloads[0].pods.count == 90)
  }

  @Test("An indexed Job runs each index until it succeeds, and its CronJob keeps three of them")
  func jobs() throws {
    var workload = SmallCluster.workload(.cronJob, "report", replicas: 2)
    workload.template.restartPolicy = .never
    var job = JobSettings()
    job.parallelism = 2
    job.completions = 5
    job.isIndexed = true
    workload.job = job
    workload.cron = CronSettings(schedule: try #require(CronSchedule(parsing: "*/10 * * * *")))
    var simulation = Simulation(seed: 7)
    var world = world(SmallCluster.spec([workload]), &simulation)
    simulation.run(&world, through: SimTime(seconds: 3_900))
    let made = world.cluster.workloads.dropFirst()
    #expect(made.count == 6)
    #expect(made.count { $0.exists } == 3)
    let events = world.cluster.drainEvents()
    #expect(events.count { $0.reason == "Completed" && $0.kind == "Job" } == 6)
    for owner in made where owner.exists {
      #expect(owner.pods.map { world.cluster.pods[$0].ordinal }.sorted() == [0, 1, 2, 3, 4])
    }
  }

  @Test("A CronJob with an interval starts on the grid of its first start, however often")
  func everyInterval() throws {
    var workload = SmallCluster.workload(.cronJob, "report", replicas: 1)
    workload.template.restartPolicy = .never
    workload.job = JobSettings()
    workload.cron = CronSettings(schedule: try #require(CronSchedule(parsing: "@every 1m")))
    var simulation = Simulation(seed: 7)
    var world = world(SmallCluster.spec([workload]), &simulation)
    // 800 starts, each looked for a tenth of a second after its time.
    simulation.run(&world, through: SimTime(seconds: 800 * 60 + 1))
    // A Job's name ends with the minute for which it was made.
    let minutes = world.cluster.workloads.dropFirst().compactMap { job in
      job.name.split(separator: "-").last.flatMap { Int($0) }
    }
    let first = try #require(minutes.first)
    #expect(minutes == Array(first..<first + 800))
  }

  @Test("After an outage a CronJob with an interval starts the last time of its grid")
  func intervalAfterOutage() throws {
    let schedule = try #require(CronSchedule(parsing: "@every 90s"))
    let missed = MissedStarts(
      of: schedule, in: .universal, created: .zero, last: SimTime(seconds: 90), deadline: nil,
      now: SimTime(seconds: 90 * 150 + 31))
    #expect(missed.isTooMany && missed.mostRecent == SimTime(seconds: 90 * 150))
  }

  @Test("A DaemonSet's surge brings the new pod before the old one goes", arguments: [0, 2])
  func daemonSurge(_ surge: Int32) {
    var workload = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
    workload.maxSurge = .int(surge)
    workload.maxUnavailable = .int(surge == 0 ? 2 : 0)
    let before = SmallCluster.spec([workload])
    var simulation = Simulation(seed: 7)
    var world = world(before, &simulation)
    let (least, most) = rollOut("agent:2", before, for: 60, &world, &simulation)
    #expect(least == (surge == 0 ? 4 : 6))
    #expect(most == (surge == 0 ? 6 : 8))
    let pods = world.cluster.workloads[0].pods
    #expect(pods.count == 6 && pods.allSatisfy { world.cluster.pods[$0].revision == 1 })
  }
}
