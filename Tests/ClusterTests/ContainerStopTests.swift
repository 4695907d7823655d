import Cluster
import Manifests
import SimulationKernel
import Testing

/// Sidecars are named as they stand in the pod: `first`, then `istio-proxy`, whose CPU shows when
/// it ends.
@Suite("End of containers")
struct ContainerStopTests {
  /// When something was gone, in seconds since the kubelet began to stop the pod.
  private struct Times {
    var main = Double.infinity
    var proxy = Double.infinity
    var pod = Double.infinity
  }

  private func sidecar(_ name: String, preStop: Double) -> ContainerSpec {
    var sidecar = ContainerSpec(name: name, image: name + ":1")
    sidecar.isSidecar = true
    sidecar.preStop = SimDuration(seconds: preStop)
    return sidecar
  }

  private func times(
    main: Double, first: Double, proxy: Double, grace: Int64 = 30, isModelled: Bool = false
  ) throws -> Times {
    var workload = SmallCluster.workload(.deployment, "cart", replicas: 1)
    workload.template.terminationGrace = .seconds(grace)
    workload.template.containers[0].preStop = SimDuration(seconds: main)
    workload.template.initContainers = [
      sidecar("first", preStop: first), sidecar("istio-proxy", preStop: proxy),
    ]
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: 7))
    if isModelled { world.cluster.setSoftware(workload: 0, room: .workload) }
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.deletePod(pod, in: &simulation)
    var begun = Double.infinity
    var times = Times()
    for step in 1...4_000 {
      let now = Double(step) / 100
      simulation.run(&world, through: SimTime(seconds: now))
      let killed = world.cluster.drainEvents().filter { $0.reason == "Killing" }
      if let event = killed.first, begun == .infinity {
        begun = event.time.seconds
        #expect(
          killed.map(\.message)
            == ["main", "first", "istio-proxy"].map { "Stopping container \($0)" })
      }
      guard world.cluster.pods.contains(pod) else {
        times.pod = min(times.pod, now - begun)
        break
      }
      if world.cluster.pods[pod].mainCPU < 0 { times.main = min(times.main, now - begun) }
      if world.cluster.pods[pod].proxyCPU < 0 { times.proxy = min(times.proxy, now - begun) }
    }
    return times
  }

  /// Whether something happened at a time, the loop's step and a write's delay aside.
  private func expect(_ found: Double, _ time: Double, delay: Double = 0.02) {
    #expect(found >= time - 0.02 && found <= time + delay)
  }

  /// A process without a signal handler ends 0.1 s after SIGTERM.
  @Test("Sidecars end after the app, the last one first")
  func order() throws {
    let times = try times(main: 3, first: 0, proxy: 0)
    expect(times.main, 3.1)
    expect(times.proxy, 3.2)
    expect(times.pod, 3.3, delay: 0.15)
  }

  @Test("All hooks run at once; who has its turn before its hook's end goes at that end")
  func hooks() throws {
    let own = try times(main: 3, first: 10, proxy: 0)
    expect(own.proxy, 3.2)
    expect(own.pod, 10.1, delay: 0.15)
    let other = try times(main: 3, first: 0, proxy: 10)
    expect(other.main, 3.1)
    expect(other.proxy, 10.1)
    expect(other.pod, 10.2, delay: 0.15)
  }

  @Test("Hooks and turns share the pod's one grace")
  func grace() throws {
    let long = try times(main: 1, first: 60, proxy: 0, grace: 12)
    expect(long.main, 1.1)
    expect(long.proxy, 1.2)
    #expect(long.pod >= 12 && long.pod <= 12.25)
    // Software that does not end holds its sidecars until it is killed.
    let stuck = try times(main: 5, first: 0, proxy: 0, grace: 12, isModelled: true)
    #expect(stuck.main >= 11.8 && stuck.main <= 12.02)
    #expect(stuck.proxy >= stuck.main && stuck.proxy <= 12.12)
  }

  @Test("A Job's pod succeeds when its sidecars have ended after its work")
  func job() throws {
    var job = SmallCluster.workload(.job, "batch", replicas: 1)
    job.job = JobSettings()
    job.template.restartPolicy = .never
    job.template.initContainers = [
      sidecar("first", preStop: 0), sidecar("istio-proxy", preStop: 4),
    ]
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([job], start: .cold), seed: 7))
    world.cluster.start(in: &simulation)
    var ended: (main: Double?, pod: Double?)
    for step in 1...12_000 where ended.pod == nil {
      let now = Double(step) / 100
      simulation.run(&world, through: SimTime(seconds: now))
      guard let pod = world.cluster.workloads[0].pods.first else { continue }
      let state = world.cluster.pods[pod]
      if ended.main == nil, state.stage == .preStop { ended.main = now }
      if state.phase == .succeeded { ended.pod = now }
    }
    let main = try #require(ended.main)
    let pod = try #require(ended.pod)
    expect(pod - main, 4.2)
    simulation.run(&world, through: SimTime(seconds: 130))
    #expect(world.cluster.drainEvents().contains { $0.reason == "Completed" })
  }

  @Test("A hook as long as the grace leaves two seconds after SIGTERM")
  func least() throws {
    let times = try times(main: 60, first: 0, proxy: 0, grace: 8, isModelled: true)
    #expect(times.main >= 9.8 && times.main <= 10.02)
  }
}
