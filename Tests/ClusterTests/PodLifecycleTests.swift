import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Life of pods")
struct PodLifecycleTests {
  @Test("An ordered StatefulSet starts one pod after the other is Ready")
  func ordered() throws {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(
      cluster: Cluster(
        SmallCluster.spec(
          [SmallCluster.workload(.statefulSet, "db", replicas: 3)], start: .cold), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let pods = world.cluster.workloads[0].pods
    #expect(pods.map { world.cluster.name(of: $0) } == ["db-0", "db-1", "db-2"])
    for (earlier, later) in zip(pods, pods.dropFirst()) {
      #expect(world.cluster.pods[later].createdAt > world.cluster.pods[earlier].readyChangedAt)
    }
    #expect(world.cluster.workloads[0].readyCount == 3)
  }

  /// How long a container takes to run again after each of some crashes, the kubelet's relist of up
  /// to 1 s, the start and the step of this loop included; it runs for some seconds before each.
  private func restartWaits(
    after runs: [Double], minor: Int = 31, nodeLimit: SimDuration? = nil
  ) -> [Double] {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 1)])
    spec.version = ClusterVersion(minor: minor)
    for index in spec.nodes.indices { spec.nodes[index].kubelet.maxRestartWait = nodeLimit }
    var simulation = Simulation(seed: 2)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 2))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    return runs.map { run in
      simulation.run(&world, through: simulation.now + SimDuration(seconds: run))
      let crashed = simulation.now.seconds
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
      while !world.cluster.pods[pod].isServing {
        simulation.run(&world, through: simulation.now + .milliseconds(50))
      }
      return simulation.now.seconds - crashed
    }
  }

  /// What a wait lasts until the look at which it is over: a failed sync is repeated after 10 to
  /// 15 s, since 1.35 after the wait or up to half as much later.
  private func expect(_ waits: [Double], _ rules: [Double], minor: Int = 31) {
    #expect(waits.count == rules.count)
    for (wait, rule) in zip(waits, rules) {
      let late = rule == 0 ? 0 : minor >= 35 ? rule / 2 : 15
      #expect(wait >= rule && wait <= rule + late + 1.3)
    }
  }

  @Test("A container that crashes at once restarts at once, then after 10, 20, 40 ... 300 s")
  func crashLoop() {
    expect(
      restartWaits(after: Array(repeating: 0, count: 9)), [0, 10, 20, 40, 80, 160, 300, 300, 300])
  }

  @Test("A boot makes the kubelet forget the back-off: the next crash waits 10 s again")
  func crashAfterBoot() {
    var simulation = Simulation(seed: 2)
    let spec = SmallCluster.spec([SmallCluster.workload(.statefulSet, "cart", replicas: 1)])
    var world = ClusterWorld(cluster: Cluster(spec, seed: 2))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    func crash() -> Double {
      let crashed = simulation.now.seconds
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
      while !world.cluster.pods[pod].isServing {
        simulation.run(&world, through: simulation.now + .milliseconds(50))
      }
      return simulation.now.seconds - crashed
    }
    expect((0..<4).map { _ in crash() }, [0, 10, 20, 40])
    let node = Int(world.cluster.pods[pod].node)
    world.cluster.powerOff(node: node, in: &simulation)
    world.cluster.powerOn(node: node, in: &simulation)
    while !world.cluster.pods[pod].isServing {
      simulation.run(&world, through: simulation.now + .milliseconds(50))
    }
    expect([crash()], [10])
  }

  @Test("Ten minutes of running make the kubelet forget the back-off")
  func crashLoopReset() {
    expect(restartWaits(after: [0, 0, 0, 590, 601, 0]), [0, 10, 20, 40, 0, 10])
  }

  @Test("A node shortens the longest wait from 1.35 on", arguments: [34, 35])
  func crashLoopLimit(minor: Int) {
    let waits = restartWaits(
      after: Array(repeating: 0, count: 6), minor: minor, nodeLimit: .seconds(30))
    let rules: [Double] = minor >= 35 ? [0, 10, 20, 30, 30, 30] : [0, 10, 20, 40, 80, 160]
    expect(waits, rules, minor: minor)
  }

  @Test(
    "A container that starts again is created from its image anew",
    arguments: [ImagePull.ifNotPresent, .always])
  func restartEvents(_ pull: ImagePull) {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.containers[0].pull = pull
    var simulation = Simulation(seed: 2)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 2))
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    _ = world.cluster.drainEvents()
    world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let reasons = world.cluster.drainEvents().map(\.reason)
    #expect(
      reasons.filter { ["Pulling", "Pulled", "Created", "Started"].contains($0) }
        == (pull == .always ? ["Pulling"] : []) + ["Pulled", "Created", "Started"])
  }

  @Test("A failing readiness probe takes the pod out of its Service and back")
  func readiness() {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 2)
    workload.template.containers[0].readinessProbe = ProbeSpec()
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 3))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.setHealth(of: pod, alive: true, ready: false, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 19))
    #expect(world.cluster.pods[pod].isReady)
    // Three checks in 10 s steps, the timeout of the last, and the status update.
    simulation.run(&world, through: SimTime(seconds: 32))
    #expect(!world.cluster.pods[pod].isReady)
    #expect(world.cluster.services[0].endpoints.count == 1)
    world.cluster.setHealth(of: pod, alive: true, ready: true, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 43))
    #expect(world.cluster.services[0].endpoints.count == 2)
  }

  @Test("Readiness is checked as soon as the startup probe has passed, then each period")
  func readinessAfterStartup() throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    var startup = ProbeSpec()
    startup.period = .seconds(5)
    var readiness = ProbeSpec()
    readiness.period = .seconds(60)
    workload.template.containers[0].startupProbe = startup
    workload.template.containers[0].readinessProbe = readiness
    // A relist, the startup probe's next tick, the status; with a delay readiness' next tick.
    for (delay, most) in [(0, 6.1), (20, 66.1)] {
      workload.template.containers[0].readinessProbe?.initialDelay = .seconds(Int64(delay))
      var simulation = Simulation(seed: 3)
      let spec = SmallCluster.spec([workload], start: .cold)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 90))
      let started = try #require(world.cluster.drainEvents().first { $0.reason == "Started" })
      let pod = world.cluster.pods[world.cluster.workloads[0].pods[0]]
      #expect(pod.isReady)
      let wait = (pod.readyChangedAt - started.time).seconds
      #expect(wait >= Double(delay) && wait < most)
    }
  }

  @Test("A failing liveness probe restarts the container after threshold and grace")
  func liveness() {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.containers[0].livenessProbe = ProbeSpec()
    var simulation = Simulation(seed: 4)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 4))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.setHealth(of: pod, alive: false, ready: false, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 49))
    #expect(world.cluster.pods[pod].restarts == 0)
    simulation.run(&world, through: SimTime(seconds: 64))
    #expect(world.cluster.pods[pod].restarts == 1)
  }

  @Test("A deleted pod gets preStop, SIGTERM and SIGKILL within its grace, beside its removal")
  func termination() throws {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 2)
    workload.template.containers[0].preStop = .seconds(5)
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 5))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.deletePod(pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    func time(_ notice: PodNotice) throws -> Double {
      try #require(
        world.told.first { $0.kind == notice.rawValue && $0.argument == pod.rawValue }
      ).time.seconds
    }
    #expect(try time(.stopping) >= 15 && time(.stopping) < 15.2)
    #expect(try time(.stopped) >= 40 && time(.stopped) < 40.2)
    #expect(try time(.deleted) > time(.stopped))
    let left = try #require(
      world.told.first { $0.kind == ServiceNotice.endpointsChanged.rawValue })
    #expect(left.time.seconds < 12)
    let isGone = !world.cluster.pods.contains(pod)
    #expect(isGone)
    #expect(world.cluster.workloads[0].activeCount == 2)
  }
}
