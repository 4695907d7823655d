import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Shutdown of nodes")
struct NodeShutdownTests {
  /// Two ordinary pods and a critical one, all on worker-1, the only node of its zone.
  private func world(
    grace: Int64, critical: Int64, seed: UInt64, podGrace: Int64 = 30,
    _ simulation: inout Simulation
  ) -> ClusterWorld {
    var plain = SmallCluster.workload(.deployment, "cart", replicas: 2)
    plain.template.terminationGrace = .seconds(podGrace)
    plain.template.nodeSelector = StringMap([("topology.kubernetes.io/zone", "zone-0")])
    var system = SmallCluster.workload(.deployment, "system", replicas: 1)
    system.template.priority = 2_000_000_000
    system.template.terminationGrace = .seconds(podGrace)
    system.template.nodeSelector = plain.template.nodeSelector
    var late = SmallCluster.workload(.deployment, "late", replicas: 0)
    late.template.nodeName = "worker-1"
    var spec = SmallCluster.spec([plain, system, late])
    spec.nodes = [
      SmallCluster.node("worker-1", zone: "zone-0"), SmallCluster.node("worker-2", zone: "zone-1"),
      SmallCluster.node("worker-3", zone: "zone-1"), SmallCluster.node("worker-4", zone: "zone-1"),
    ]
    for node in spec.nodes.indices {
      spec.nodes[node].kubelet.shutdown = ShutdownSettings(
        grace: .seconds(grace), criticalGrace: .seconds(critical))
    }
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    for workload in 0..<2 { world.cluster.setSoftware(workload: workload, room: .workload) }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    return world
  }

  private func reboot(force: Bool = false) -> ChangeAction {
    .reboot(
      RebootChange(node: "worker-1", span: .unknown, downtime: .seconds(40), isForced: force))
  }

  /// When each pod of a workload lost its software, in seconds.
  private func ends(_ pods: [PodHandle], _ world: borrowing ClusterWorld) -> [Double] {
    pods.compactMap { pod in
      world.told.first {
        $0.kind == PodNotice.stopped.rawValue && $0.argument == pod.rawValue
      }?.time.seconds
    }
  }

  @Test(
    "Pods end within the time of their kind, critical ones last, and the machine goes after them")
  func order() throws {
    var simulation = Simulation(seed: 3)
    var world = world(grace: 30, critical: 10, seed: 3, podGrace: 60, &simulation)
    let (plain, system) = (world.cluster.workloads[0].pods, world.cluster.workloads[1].pods)
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 39.5))
    #expect(
      plain.allSatisfy {
        world.cluster.pods[$0].phase == .failed && world.cluster.pods[$0].reason == .terminated
          && !world.cluster.pods[$0].isReady
      })
    #expect(world.cluster.nodes[0].isUp)
    simulation.run(&world, through: SimTime(seconds: 42))
    #expect(!world.cluster.nodes[0].isUp)
    #expect(system.allSatisfy { world.cluster.pods[$0].phase == .failed })
    // The software does not end by itself: 20 s for the ordinary pods, then 10 s.
    for end in ends(plain, world) { #expect(abs(end - 30) < 0.1, "\(end)") }
    for end in ends(system, world) { #expect(abs(end - 40) < 0.1, "\(end)") }
    let events = world.cluster.drainEvents()
    #expect(events.filter { $0.reason == "NodeNotReady" }.map(\.source.rawValue) == ["kubelet"])
    #expect(
      events.contains {
        $0.reason == "NodeShutdown" && $0.message == "Shutdown manager detected shutdown event"
      })
    // It is the message of the pods' status (nodeshutdown_manager.go nodeShutdownMessage); the only
    // event of the shutdown manager is the node's.
    let ended = events.filter { $0.reason == "Terminated" }
    #expect(ended.count == plain.count + system.count)
    #expect(
      ended.allSatisfy {
        $0.message == "Pod was terminated in response to imminent node shutdown."
          && $0.source.rawValue == "vhsim"
      })
  }

  @Test("The machine boots again, and its pods' successors are placed on it")
  func boot() {
    var simulation = Simulation(seed: 3)
    var world = world(grace: 30, critical: 10, seed: 3, podGrace: 60, &simulation)
    let plain = world.cluster.workloads[0].pods
    world.cluster.make(reboot(), update: nil, in: &simulation)
    // The power is off for 40 s, and the kubelet runs 20 s after that; only this zone's node may
    // have the pods.
    simulation.run(&world, through: SimTime(seconds: 130))
    #expect(world.cluster.nodes[0].isUp && world.cluster.nodes[0].ready == .true)
    simulation.run(&world, through: SimTime(seconds: 200))
    let placed = world.cluster.workloads[0].pods.filter {
      world.cluster.pods[$0].phase == .running && world.cluster.pods[$0].node == 0
    }
    #expect(placed.count == 2 && placed.allSatisfy { !plain.contains($0) })
  }

  /// The node controller marks no pods of a node whose kubelet says that it is not ready
  /// (node_lifecycle_controller.go monitorNodeHealth); the kubelet's status says it with the end of
  /// the containers (status_manager.go mergePodStatus; issue 116965).
  @Test("Pods stay ready until they have ended while their machine shuts down")
  func readiness() {
    var simulation = Simulation(seed: 3)
    var world = world(grace: 30, critical: 10, seed: 3, podGrace: 60, &simulation)
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 29.5))
    #expect(world.cluster.nodes[0].ready == .false)
    #expect(world.cluster.workloads[0].readyCount == 2)
    #expect(world.cluster.workloads[1].readyCount == 1)
  }

  /// The inhibitor lock is a file of the kubelet's process; systemd needs a second more.
  @Test("A kubelet that is stopped while its machine goes holds it up no longer")
  func stopped() {
    var simulation = Simulation(seed: 3)
    var world = world(grace: 30, critical: 10, seed: 3, podGrace: 60, &simulation)
    let plain = world.cluster.workloads[0].pods
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 12))
    _ = world.cluster.stop(.kubelet, of: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 12.9))
    #expect(world.cluster.nodes[0].isUp)
    simulation.run(&world, through: SimTime(seconds: 13.1))
    #expect(!world.cluster.nodes[0].isUp)
    simulation.run(&world, through: SimTime(seconds: 150))
    #expect(world.cluster.workloads[0].pods == plain)
    #expect(plain.allSatisfy { world.cluster.pods[$0].restarts == 1 })
  }

  /// stateful_set_control.go processReplica; Strimzi's StrimziPodSetController tells no event.
  @Test(
    "A StatefulSet says that it replaces a failed pod, an operator does not",
    arguments: [(WorkloadKind.statefulSet, 1), (.podSet, 0)])
  func recreation(kind: WorkloadKind, count: Int) {
    var workload = SmallCluster.workload(kind, "data", replicas: 1)
    workload.template.nodeSelector = StringMap([("topology.kubernetes.io/zone", "zone-0")])
    var spec = SmallCluster.spec([workload])
    spec.nodes = [
      SmallCluster.node("worker-1", zone: "zone-0"), SmallCluster.node("worker-2", zone: "zone-1"),
    ]
    spec.nodes[0].kubelet.shutdown = ShutdownSettings(grace: .seconds(30), criticalGrace: .zero)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.start(in: &simulation)
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let told = world.cluster.drainEvents().map(\.message)
    #expect(told.count { $0 == "StatefulSet shop/data is recreating failed Pod data-0" } == count)
    #expect(world.cluster.workloads[0].readyCount == 1)
  }

  /// kubelet_pods.go GetActivePods leaves no static pod out; its file is there after the boot.
  @Test("A static pod ends in the group of its priority, and starts again with the machine")
  func staticPod() {
    var proxy = SmallCluster.workload(.pod, "proxy-worker-1", replicas: 1)
    proxy.template.nodeName = "worker-1"
    proxy.template.isStatic = true
    proxy.template.priority = 2_000_001_000
    proxy.template.terminationGrace = .seconds(60)
    var spec = SmallCluster.spec([proxy])
    for node in spec.nodes.indices {
      spec.nodes[node].kubelet.shutdown = ShutdownSettings(
        grace: .seconds(30), criticalGrace: .seconds(10))
    }
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 3))
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let pods = world.cluster.workloads[0].pods
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20.5))
    #expect(world.cluster.nodes[0].isUp)
    simulation.run(&world, through: SimTime(seconds: 25))
    #expect(!world.cluster.nodes[0].isUp)
    // Nothing is in the first group, and the second has 10 s.
    let stops = ends(pods, world)
    #expect(stops.count == 1 && stops.allSatisfy { abs($0 - 20) < 0.1 }, "\(stops)")
    simulation.run(&world, through: SimTime(seconds: 200))
    #expect(world.cluster.workloads[0].pods == pods)
    #expect(pods.allSatisfy { world.cluster.pods[$0].isServing })
    #expect(pods.allSatisfy { world.cluster.pods[$0].restarts == 1 })
  }

  @Test("Pods belong to the highest group that is not above them, or to the first")
  func groups() {
    let settings = ShutdownSettings(groups: [
      .init(priority: 1_000, grace: .seconds(20)), .init(priority: 100, grace: .seconds(10)),
      .init(priority: 100_000, grace: .seconds(5)),
    ])
    let rows: [(priority: Int32, group: Int)] = [
      (-5, 0), (0, 0), (100, 0), (999, 0), (1_000, 1), (99_999, 1), (100_000, 2), (.max, 2),
    ]
    for row in rows { #expect(settings.group(ofPriority: row.priority) == row.group, "\(row)") }
  }

  /// KubeletConfiguration ShutdownGracePeriodByPodPriority, whose priorities have 32 bits.
  @Test(
    "Critical pods can be a group of their own, and a group's priority has 32 bits",
    arguments: [(2_000_000_000, true), (2_147_483_647, true), (2_147_483_648, false)])
  func range(priority: Int, isRead: Bool) {
    let group = "{priority: \(priority), shutdownGracePeriodSeconds: 9}"
    let (_, diagnostics) = ClusterDocument.read(
      "zones: [{name: a}], nodePools: [{name: w, count: 1, cpu: \"1\", memory: 1Gi, "
        + "kubelet: {shutdownGracePeriodByPodPriority: [\(group)]}}]")
    let isRefused = diagnostics.contains { $0.message == "must be at most 2147483647" }
    #expect(isRefused != isRead, "\(diagnostics.map(\.message))")
  }

  @Test("A shutdown waits no longer than its pods need")
  func early() {
    var simulation = Simulation(seed: 3)
    var world = world(grace: 600, critical: 100, seed: 3, podGrace: 5, &simulation)
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 19.5))
    #expect(world.cluster.nodes[0].isUp)
    simulation.run(&world, through: SimTime(seconds: 22))
    #expect(!world.cluster.nodes[0].isUp)
  }

  @Test(
    "Without a grace period, or by force, the pods lose their power and start again in place",
    arguments: [true, false])
  func cut(_ isForced: Bool) {
    var simulation = Simulation(seed: 3)
    var world = world(
      grace: isForced ? 30 : 0, critical: 0, seed: 3, &simulation)
    let plain = world.cluster.workloads[0].pods
    world.cluster.make(reboot(force: isForced), update: nil, in: &simulation)
    #expect(!world.cluster.nodes[0].isUp)
    simulation.run(&world, through: SimTime(seconds: 11))
    // Nobody has told the API.
    #expect(world.cluster.nodes[0].ready == .true)
    #expect(plain.allSatisfy { world.cluster.pods[$0].isReady })
    simulation.run(&world, through: SimTime(seconds: 150))
    #expect(world.cluster.workloads[0].pods == plain)
    #expect(plain.allSatisfy { world.cluster.pods[$0].restarts == 1 })
  }

  @Test("A pod that comes while its node shuts down is refused")
  func refusal() throws {
    var simulation = Simulation(seed: 3)
    var world = world(grace: 30, critical: 0, seed: 3, podGrace: 60, &simulation)
    world.cluster.make(reboot(), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 12))
    world.cluster.scale(workload: 2, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let refused = world.cluster.drainEvents().filter {
      $0.reason == "NodeShutdown" && $0.kind == "Pod"
    }
    #expect(!refused.isEmpty)
    #expect(
      refused.allSatisfy { $0.message == "Pod was rejected as the node is shutting down." })
  }
}
