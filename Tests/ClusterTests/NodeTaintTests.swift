import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Taints of nodes")
struct NodeTaintTests {
  private func world(
    _ kind: WorkloadKind, tolerations: [PodToleration] = [], seed: UInt64,
    _ simulation: inout Simulation
  ) -> ClusterWorld {
    var workload = SmallCluster.workload(kind, "cart", replicas: 3)
    workload.template.tolerations = tolerations
    var world = ClusterWorld(cluster: Cluster(SmallCluster.spec([workload]), seed: seed))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    return world
  }

  private func isGoing(_ pod: PodHandle, _ cluster: borrowing Cluster) -> Bool {
    !cluster.pods.contains(pod) || cluster.pods[pod].isTerminating
  }

  private let maintenance = NodeTaint(key: "maintenance", value: "now", effect: .noExecute)

  @Test("A pod that does not tolerate a NoExecute taint goes at once")
  func untolerated() throws {
    var simulation = Simulation(seed: 1)
    var world = world(.deployment, seed: 1, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    world.cluster.taint(node: node, maintenance, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 11))
    let goes = isGoing(pod, world.cluster)
    #expect(goes)
    simulation.run(&world, through: SimTime(seconds: 120))
    let others = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].node }
    #expect(others.count == 3 && !others.contains(Int32(node)))
  }

  /// What a pass has observed decides (node_lifecycle_controller.go processTaintBaseEviction; issue
  /// 120815).
  @Test(
    "Before 1.34 an unreachable node gets its NoExecute taint a pass later than its condition",
    arguments: [31, 33, 34])
  func unreachable(minor: Int) throws {
    var spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 3)])
    spec.version = ClusterVersion(minor: minor)
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.powerOff(node: Int(world.cluster.pods[pod].node), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 500))
    let events = world.cluster.drainEvents()
    let unknown = try #require(
      events.first { $0.reason == "NodeNotReady" && $0.kind == "Node" }
    ).time
    let evicted = try #require(events.first { $0.reason == "TaintManagerEviction" }).time
    // Pods may tolerate the taint for five minutes.
    let wait = (evicted - unknown).seconds.truncatingRemainder(dividingBy: 300)
    let pass = minor < 34 ? 5.0 : 0
    #expect(wait >= pass && wait <= pass + 0.2)
  }

  /// Runs until something is so of the first node, or for two minutes; returns the time to 10 ms.
  private func run(
    _ world: inout ClusterWorld, _ simulation: inout Simulation, until isSo: (NodeState) -> Bool
  ) -> SimTime {
    let end = simulation.now + .minutes(2)
    while simulation.now < end, !isSo(world.cluster.nodes[0]) {
      simulation.run(&world, through: simulation.now + .milliseconds(10))
    }
    return simulation.now
  }

  private let notReady = "node.kubernetes.io/not-ready"
  private let unreachable = "node.kubernetes.io/unreachable"

  /// node_lifecycle_controller.go: doNoScheduleTaintingPass follows the watch, monitorNodeHealth
  /// runs every 5 s and doNoExecuteTaintingPass every 100 ms.
  @Test(
    "By a kubelet's word NoSchedule comes and goes at once, and NoExecute with a pass",
    arguments: 1...8)
  func kubeletsWord(seed: UInt64) {
    var simulation = Simulation(seed: seed)
    var world = world(.deployment, seed: seed, &simulation)
    let stopped = world.cluster.stop(.containerRuntime, of: 0, in: &simulation)
    let told = run(&world, &simulation) { $0.ready == .false }
    let first = world.cluster.taints(of: 0)
    #expect(first == [NodeTaint(key: notReady, effect: .noSchedule)])
    _ = run(&world, &simulation) { $0.noExecuteSince != .infinity }
    let came = world.cluster.nodes[0].noExecuteSince
    let both = world.cluster.taints(of: 0)
    #expect(both == first + [NodeTaint(key: notReady, effect: .noExecute)])
    world.cluster.start(stopped, in: &simulation)
    let mended = run(&world, &simulation) { $0.ready == .true }
    let last = world.cluster.taints(of: 0)
    #expect(last == [NodeTaint(key: notReady, effect: .noExecute)])
    let went = run(&world, &simulation) { $0.noExecuteSince == .infinity }
    let none = world.cluster.taints(of: 0)
    #expect(none.isEmpty)
    #expect(came > told && (came - told).seconds <= 5.1)
    #expect(went > mended && (went - mended).seconds <= 5.01)
    // Passes are whole periods apart.
    let shift = (went - came).seconds.truncatingRemainder(dividingBy: 5)
    #expect(shift >= 5 - 0.1 || shift <= 0.01, "\(shift)")
  }

  /// processTaintBaseEviction swaps the taints straight away.
  @Test("A node's NoExecute taint changes its key with the pass that sees another condition")
  func swap() {
    var simulation = Simulation(seed: 4)
    var world = world(.deployment, seed: 4, &simulation)
    _ = world.cluster.stop(.containerRuntime, of: 0, in: &simulation)
    _ = run(&world, &simulation) { $0.noExecuteSince != .infinity }
    world.cluster.setReachable(node: 0, false, in: &simulation)
    _ = run(&world, &simulation) { $0.ready == .unknown }
    simulation.run(&world, through: simulation.now + .seconds(6))
    let silent = world.cluster.taints(of: 0).map(\.key)
    #expect(silent == [unreachable, unreachable])
    world.cluster.setReachable(node: 0, true, in: &simulation)
    _ = run(&world, &simulation) { $0.ready == .false }
    let heard = world.cluster.taints(of: 0).map(\.key)
    #expect(heard == [notReady, unreachable])
    simulation.run(&world, through: simulation.now + .seconds(6))
    let seen = world.cluster.taints(of: 0).map(\.key)
    #expect(seen == [notReady, notReady])
  }

  /// A pod stays until a second before a time, and goes within a second after it.
  private func expectEnd(
    of pod: PodHandle, at seconds: Double, _ world: inout ClusterWorld,
    _ simulation: inout Simulation
  ) {
    simulation.run(&world, through: SimTime(seconds: seconds - 1))
    let goesEarly = isGoing(pod, world.cluster)
    #expect(!goesEarly)
    simulation.run(&world, through: SimTime(seconds: seconds + 1))
    let goes = isGoing(pod, world.cluster)
    #expect(goes)
  }

  @Test("A toleration with seconds delays the deletion")
  func endured() throws {
    let toleration = PodToleration(
      key: "maintenance", comparison: .exists, effect: .noExecute, seconds: .seconds(60))
    var simulation = Simulation(seed: 2)
    var world = world(.deployment, tolerations: [toleration], seed: 2, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    world.cluster.taint(node: node, maintenance, in: &simulation)
    expectEnd(of: pod, at: 70, &world, &simulation)
  }

  @Test("A taint that is tolerated for ever does not start the time of another")
  func toleratedForEver() {
    let tolerations = [
      PodToleration(key: "dedicated", comparison: .exists, effect: .noExecute),
      PodToleration(
        key: "maintenance", comparison: .exists, effect: .noExecute, seconds: .seconds(60)),
    ]
    var simulation = Simulation(seed: 2)
    var world = world(.deployment, tolerations: tolerations, seed: 2, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    let dedicated = NodeTaint(key: "dedicated", value: "", effect: .noExecute)
    world.cluster.taint(node: node, dedicated, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    world.cluster.taint(node: node, maintenance, in: &simulation)
    expectEnd(of: pod, at: 160, &world, &simulation)
  }

  @Test("A pod that comes to a tainted node has the time of its toleration there")
  func arrival() {
    let toleration = PodToleration(
      key: "maintenance", comparison: .exists, effect: .noExecute, seconds: .seconds(60))
    var simulation = Simulation(seed: 2)
    var world = world(.deployment, tolerations: [toleration], seed: 2, &simulation)
    for node in world.cluster.nodes.indices {
      world.cluster.taint(node: node, maintenance, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 300))
    // The first go at 70 s and each that follows a minute after it was bound.
    let marked = world.cluster.drainEvents().filter { $0.message.hasPrefix("Marking for deletion") }
    for time in [70.0, 130, 190, 250] {
      #expect(marked.count { abs($0.time.seconds - time) < 5 } == 3, "\(time)")
    }
  }

  @Test("A NoSchedule taint leaves the daemons of a node alone")
  func daemons() {
    var simulation = Simulation(seed: 2)
    var world = world(.daemonSet, seed: 2, &simulation)
    let pods = world.cluster.workloads[0].pods
    world.cluster.taint(
      node: 0, NodeTaint(key: "drained", value: "", effect: .noSchedule), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].pods == pods)
    let goes = pods.contains { isGoing($0, world.cluster) }
    #expect(!goes)
  }

  @Test("A taint that goes before a pod's time is over cancels the deletion, and says so")
  func cancelled() throws {
    let toleration = PodToleration(
      key: "maintenance", comparison: .exists, effect: .noExecute, seconds: .seconds(60))
    var simulation = Simulation(seed: 2)
    var world = world(.deployment, tolerations: [toleration], seed: 2, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = world.cluster.nodeSpecs[Int(world.cluster.pods[pod].node)].name
    let key = maintenance.key
    let taints = [false, true].map { isRemoved in
      TaintChange(
        node: node, span: .unknown, key: key, value: "now", effect: .noExecute,
        isRemoved: isRemoved)
    }
    world.cluster.make(.taint(taints[0]), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    world.cluster.make(.taint(taints[1]), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let goes = isGoing(pod, world.cluster)
    #expect(!goes)
    let name = world.cluster.name(of: pod)
    let events = world.cluster.drainEvents().filter { $0.reason == "TaintManagerEviction" }
    #expect(
      events.filter { $0.name == name }.map(\.message) == [
        "Cancelling deletion of Pod shop/\(name)"
      ])
  }

  @Test("A dead node that is out of service gives its StatefulSet's ordinals free")
  func outOfService() throws {
    var simulation = Simulation(seed: 3)
    var world = world(.statefulSet, seed: 3, &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[pod].node)
    world.cluster.powerOff(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 900))
    #expect(world.cluster.pods[pod].isTerminating && world.cluster.workloads[0].readyCount == 2)
    world.cluster.taint(
      node: node,
      NodeTaint(
        key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: .noExecute),
      in: &simulation)
    // A pass of the garbage collector every 20 s, and the start of the new pod.
    simulation.run(&world, through: SimTime(seconds: 940))
    #expect(world.cluster.workloads[0].readyCount == 3)
    let isGone = !world.cluster.pods.contains(pod)
    #expect(isGone)
  }
}
