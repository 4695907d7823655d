import Cluster
import Manifests
import SimulationKernel
import Testing

/// What the controllers keep in their process alone, when another master's process takes over.
@Suite("What the next controller manager does not know")
struct ControllerMemoryTests {
  private static let manager = "kube-controller-manager"

  /// Six workers, two in each zone, and three masters.
  private func nodes() -> [NodeSpec] {
    let role = "node-role.kubernetes.io/control-plane"
    let masters = (1...3).map { number in
      NodeSpec(
        name: "master-\(number)", labels: StringMap([(role, "")]),
        taints: [NodeTaint(key: role, effect: .noSchedule)],
        capacity: PodResources(cpuMilli: 4_000, memory: 8 << 30))
    }
    return SmallCluster.spec([]).nodes + masters
  }

  /// The master that leads the controllers of a cluster at its start.
  private func leader(of spec: ClusterSpec, seed: UInt64) -> Int? {
    (6...8).first { master in
      var simulation = Simulation(seed: seed)
      var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
      world.cluster.start(in: &simulation)
      world.cluster.powerOff(node: master, in: &simulation)
      // By then etcd has a leader again, and the lease still is the lost one's.
      simulation.run(&world, through: SimTime(seconds: 5))
      return !world.cluster.areControllersUp
    }
  }

  /// Takes the power from the leading master, and returns when the next one leads.
  private func replace(
    _ leader: Int?, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) throws -> SimTime {
    world.cluster.powerOff(node: try #require(leader), in: &simulation)
    _ = world.cluster.drainEvents()
    let end = simulation.now + .seconds(60)
    var led: SimTime?
    while simulation.now < end, led == nil {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
      led =
        world.cluster.drainEvents().last {
          $0.reason == "LeaderElection" && $0.name == Self.manager
        }?.time
    }
    return try #require(led)
  }

  /// A cluster with three masters that comes up with a Job.
  private func job(_ more: String = "") throws -> ClusterSpec {
    let text = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load, namespace: shop}
      spec:
        \(more)
        template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}
      """
    var spec = try ClusterSpec.of(text)
    spec.start = .cold
    spec.nodes = nodes()
    return spec
  }

  private func serving(_ world: borrowing ClusterWorld) -> PodHandle? {
    world.cluster.workloads[0].pods.first { world.cluster.pods[$0].isServing }
  }

  /// A kubelet writes a status every 10 s (kubelet_node_status.go).
  ///
  /// The taints are the node controller's, and another manager does not lead before the lease of
  /// 15 s has expired.
  @Test("A node that returns meanwhile is Ready by its own word, and loses its taints by the next")
  func returningNode() throws {
    var spec = SmallCluster.spec([])
    spec.nodes = nodes()
    let leader = leader(of: spec, seed: 3)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    world.cluster.setReachable(node: 0, false, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(world.cluster.nodes[0].noExecuteSince != .infinity)
    world.cluster.powerOff(node: try #require(leader), in: &simulation)
    world.cluster.setReachable(node: 0, true, in: &simulation)
    while world.cluster.nodes[0].ready != .true, simulation.now < SimTime(seconds: 200) {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
    }
    #expect(simulation.now < SimTime(seconds: 111) && !world.cluster.areControllersUp)
    #expect(world.cluster.nodes[0].noExecuteSince != .infinity)
    simulation.run(&world, through: SimTime(seconds: 200))
    #expect(world.cluster.areControllersUp && world.cluster.nodes[0].noExecuteSince == .infinity)
  }

  @Test("A Job's failures in a row are forgotten: its next pod does not wait for them")
  func jobBackoff() throws {
    let spec = try job()
    let leader = leader(of: spec, seed: 3)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    for _ in 1...6 {
      let end = simulation.now + .minutes(10)
      while simulation.now < end, serving(world) == nil {
        simulation.run(&world, through: simulation.now + .milliseconds(100))
      }
      let found = serving(world)
      let pod = try #require(found)
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
    }
    let failed = simulation.now
    simulation.run(&world, through: failed + .seconds(3))
    let led = try replace(leader, &world, &simulation)
    // Six failures make 320 s (10 s, doubled five times).
    try #require(led < failed + .seconds(300))
    simulation.run(&world, through: led + .seconds(3))
    let made = world.cluster.drainEvents().filter { $0.reason == "SuccessfulCreate" }
    #expect(made.count == 1)
  }

  @Test("All autoscalers are looked at one period after the new leader has listed them")
  func autoscalers() throws {
    let text = (1...3).map { number in
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web-\(number), namespace: shop}
      spec:
        maxReplicas: 3
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web-\(number)}
      """
    }
    var spec = SmallCluster.spec([])
    spec.nodes = nodes()
    spec.autoscalers = AutoscalingWorld.autoscalers(text.joined(separator: "\n---\n"))
    let leader = leader(of: spec, seed: 3)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    // Each sync says that there is no target.
    let before = world.cluster.drainEvents().filter { $0.reason == "FailedGetScale" }
    #expect(Set(before.map { $0.time.nanoseconds % 15_000_000_000 }).count == 3)
    let led = try replace(leader, &world, &simulation)
    simulation.run(&world, through: led + .seconds(31))
    let syncs = world.cluster.drainEvents().filter { $0.reason == "FailedGetScale" }
    #expect(
      syncs.map { $0.time - led }
        == [15, 15, 15, 30, 30, 30].map { SimDuration.seconds($0) })
  }

  @Test("A new autoscaler waits for its first turn as for the others (enqueueHPA)")
  func newAutoscaler() throws {
    let text = """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web, namespace: shop}
      spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
      """
    var spec = try ClusterSpec.of(text)
    spec.autoscalers[0].isDormant = true
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    try world.apply(text, to: "", in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 51))
    let syncs = world.cluster.drainEvents().filter { $0.reason == "FailedGetScale" }
    #expect(syncs.map(\.time) == [SimTime(seconds: 35), SimTime(seconds: 50)])
  }

  @Test(
    "A start that is older than its deadline when controllers are back is passed over in silence")
  func lateStart() throws {
    let text = """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: report, namespace: shop}
      spec:
        schedule: "*/5 * * * *"
        startingDeadlineSeconds: 5
        jobTemplate:
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}
      """
    var spec = try ClusterSpec.of(text)
    spec.nodes = nodes()
    let leader = leader(of: spec, seed: 3)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 299))
    let led = try replace(leader, &world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 601))
    let events = world.cluster.drainEvents().filter { $0.kind == "CronJob" }
    #expect(led > SimTime(seconds: 306))
    #expect(events.map(\.reason) == ["SuccessfulCreate"])
    #expect(events.allSatisfy { $0.time >= SimTime(seconds: 600) })
  }

  @Test("The six minutes before a volume is taken from a dead node begin anew")
  func detachment() throws {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 1)
    workload.claimTemplates = [
      ClaimSpecification(
        name: "data", namespace: workload.namespace, bytes: 1 << 30, storageClass: "disks")
    ]
    var spec = SmallCluster.spec([workload])
    spec.nodes = nodes()
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
    ]
    let leader = leader(of: spec, seed: 5)
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    world.cluster.start(in: &simulation)
    let old = world.cluster.workloads[0].pods[0]
    world.cluster.powerOff(node: Int(world.cluster.pods[old].node), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    world.cluster.deletePod(old, grace: .zero, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let led = try replace(leader, &world, &simulation)
    simulation.run(&world, through: led + .minutes(10))
    let attached = try #require(
      world.cluster.drainEvents().first { $0.reason == "SuccessfulAttachVolume" }
    ).time
    // Then the detachment takes 5 s, and so does the attachment.
    #expect(attached - led >= .seconds(370) && attached - led <= .seconds(390))
  }

  /// ttlafterfinished_controller.go addJob: the list of a new process has every finished Job.
  @Test(
    "A finished Job's time to live ends when it would have, or as soon as somebody leads",
    arguments: [60, 10])
  func timeToLive(seconds: Int64) throws {
    let spec = try job("ttlSecondsAfterFinished: \(seconds)")
    let leader = leader(of: spec, seed: 3)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    while simulation.now < SimTime(seconds: 600), serving(world) == nil {
      simulation.run(&world, through: simulation.now + .milliseconds(100))
    }
    let found = serving(world)
    world.cluster.crash(
      try #require(found), exitCode: 0, reason: .completed, in: &simulation)
    while simulation.now < SimTime(seconds: 600), world.cluster.jobStatus(ofWorkload: 0).end == nil
    {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
    }
    let finished = try #require(world.cluster.jobStatus(ofWorkload: 0).completedAt)
    let led = try replace(leader, &world, &simulation)
    while simulation.now < finished + .seconds(120), world.cluster.workloads[0].exists {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
    }
    // 60 s are not over by then, 10 s are.
    let due = max(led, finished + .seconds(seconds))
    #expect((due == led) == (seconds == 10))
    #expect(simulation.now >= due && simulation.now <= due + .seconds(2))
  }
}
