import Cluster
import Manifests
import SimulationKernel
import Testing

/// What kubelets tell of their nodes, in the order of upstream's `kubectl describe node`.
@Suite("Reports of nodes")
struct NodeReportTests {
  private static let conditions = [
    "NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID",
  ]

  private func start(
    _ simulation: inout Simulation, change: (inout NodeSpec) -> Void = { _ in }
  ) -> ClusterWorld {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 3)])
    for index in spec.nodes.indices { change(&spec.nodes[index]) }
    simulation = Simulation(seed: 11)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 11))
    world.cluster.start(in: &simulation)
    return world
  }

  /// pkg/kubelet/kubelet_node_status.go: initialNode finds conditions Unknown, and so does the
  /// first status after the node controller has written that.
  @Test("A kubelet tells its node's conditions as it starts, and again where they were Unknown")
  func boot() throws {
    var simulation = Simulation(seed: 11)
    var world = start(&simulation)
    let node = world.cluster.nodeIndex("worker-2") ?? -1
    world.cluster.powerOff(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    world.cluster.powerOn(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let told = world.cluster.drainEvents().filter { $0.kind == "Node" && $0.name == "worker-2" }
    #expect(
      told.map(\.reason) == ["NodeNotReady", "Starting"] + Self.conditions
        + ["NodeAllocatableEnforced", "Rebooted"] + Self.conditions + ["NodeReady"])
    // kubelet.go fastStatusUpdateOnce looks every 100 ms.
    let times = ["Starting", "NodeReady"].compactMap { reason in
      told.first { $0.reason == reason }?.time
    }
    #expect(times.count == 2 && times[1] - times[0] <= .milliseconds(100))
    let boot = try #require(told.first { $0.reason == "Rebooted" }).message
    let form =
      #/Node worker-2 has been rebooted, boot id: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#
    #expect(boot.wholeMatch(of: form) != nil)
  }

  @Test("A node that was cut off tells its conditions when it is heard again, without a start")
  func reconnection() throws {
    var simulation = Simulation(seed: 11)
    var world = start(&simulation)
    let node = world.cluster.nodeIndex("worker-2") ?? -1
    world.cluster.setReachable(node: node, false, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    world.cluster.setReachable(node: node, true, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let told = world.cluster.drainEvents().filter { $0.kind == "Node" && $0.name == "worker-2" }
    #expect(told.map(\.reason) == ["NodeNotReady"] + Self.conditions + ["NodeReady"])
    // nodeStatusUpdateFrequency is 10 s.
    let ready = try #require(told.last).time
    #expect(ready <= SimTime(seconds: 110))
  }

  /// The eviction manager keeps conditions in memory (pkg/kubelet/eviction/eviction_manager.go),
  /// and what leaked is gone with the machine's power.
  @Test("A pressure does not outlast a power cut")
  func pressure() throws {
    var simulation = Simulation(seed: 11)
    var world = start(&simulation) { $0.kubelet.eviction.hard.processes = .share(0.1) }
    let node = world.cluster.nodeIndex("worker-2") ?? -1
    let fault = try FaultTests.fault("processLeak: {node: worker-2, share: 95%}")
    _ = world.cluster.inject(
      fault, random: EntityRandom(seed: 11, stream: "fault/leak"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.pressures(of: node).contains { $0.isShown })
    world.cluster.powerOff(node: node, in: &simulation)
    world.cluster.powerOn(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 150))
    #expect(!world.cluster.pressures(of: node).contains { $0.isShown })
  }

  /// pkg/kubelet/kubelet_node_status.go recordNodeSchedulableEvent.
  @Test("The kubelet tells that its node takes new pods no more, or again")
  func cordon() throws {
    var simulation = Simulation(seed: 11)
    var world = start(&simulation)
    let node = world.cluster.nodeIndex("worker-2") ?? -1
    for isCordoned in [true, true, false] {
      world.cluster.cordon(node: node, isCordoned, in: &simulation)
    }
    #expect(
      world.cluster.drainEvents().map(\.message) == [
        "Node worker-2 status is now: NodeNotSchedulable",
        "Node worker-2 status is now: NodeSchedulable",
      ])
  }
}
