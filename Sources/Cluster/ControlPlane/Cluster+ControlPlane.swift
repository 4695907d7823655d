import Manifests
import SimulationKernel

/// How the control plane fails and returns with the nodes that run it (here called masters).
extension Cluster {
  /// Label of the nodes that run the control plane, and its older name.
  private static let masterLabels = [
    "node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master",
  ]

  /// Whether the API server answers.
  package var isControlPlaneUp: Bool { controlPlane.leaders[0].isUp }
  /// Whether the controllers act.
  package var areControllersUp: Bool { isControlPlaneUp && controlPlane.leaders[1].isUp }
  /// Whether the scheduler acts.
  package var isSchedulerUp: Bool { isControlPlaneUp && controlPlane.leaders[2].isUp }

  /// Finds the masters among the nodes; each component starts with a leader of its own.
  mutating func findMasters() {
    controlPlane.masters = nodeSpecs.indices.filter { node in
      Cluster.masterLabels.contains { nodeSpecs[node].labels[$0] != nil }
    }
    guard !controlPlane.masters.isEmpty else { return }
    for component in controlPlane.leaders.indices {
      let place = controlPlane.random.below(controlPlane.masters.count)
      controlPlane.leaders[component].node = controlPlane.masters[place]
    }
  }

  private func isWorking(_ node: Int) -> Bool {
    nodes[node].isUp && nodes[node].isReachable && !nodes[node].isDeleted
  }

  /// A master was lost or returned: components lose their leaders, and elections are scheduled
  /// where etcd has a quorum.
  mutating func refreshControlPlane(in simulation: inout Simulation) {
    guard !controlPlane.masters.isEmpty else { return }
    let working = controlPlane.masters.count { isWorking($0) }
    let hasQuorum = working >= ControlPlane.quorum(of: controlPlane.masters.count)
    for component in ControlPlane.Component.allCases {
      let place = Int(component.rawValue)
      let leader = controlPlane.leaders[place]
      if leader.isUp, !isWorking(leader.node) || (component == .etcd && !hasQuorum) {
        loseLeader(of: component, in: &simulation)
      }
      guard !controlPlane.leaders[place].isUp, hasQuorum,
        controlPlane.leaders[place].electedAt == .infinity
      else { continue }
      let wait = controlPlane.takeover(component)
      controlPlane.leaders[place].electedAt = simulation.now + wait
      schedule(.leaderElected, after: wait, argument: component.rawValue, in: &simulation)
    }
    if !hasQuorum { cancelElections() }
  }

  private mutating func cancelElections() {
    for place in controlPlane.leaders.indices {
      controlPlane.leaders[place].electedAt = .infinity
    }
  }

  /// A component has lost its leader.
  private mutating func loseLeader(
    of component: ControlPlane.Component, in simulation: inout Simulation
  ) {
    let place = Int(component.rawValue)
    let node = controlPlane.leaders[place].node
    controlPlane.leaders[place].node = -1
    if component == .etcd {
      controlPlane.apiDownSince = simulation.now
      record(
        node: node, "EtcdLeaderLost", "etcd has no leader: the API takes no writes",
        isWarning: true, in: simulation)
    } else {
      record(
        node: node, "LeaderLost", "\(component.lease) has lost its leader", isWarning: true,
        in: simulation)
    }
  }

  /// An election is due: a component has a leader again, if etcd lets it take its lease.
  mutating func elect(_ component: Int, in simulation: inout Simulation) {
    guard controlPlane.leaders[component].electedAt == simulation.now,
      let known = ControlPlane.Component(rawValue: UInt32(component)),
      let node = controlPlane.masters.first(where: { isWorking($0) })
    else { return }
    if known != .etcd, !isControlPlaneUp {
      // Without the API no lease can be taken: try again after the retry period.
      controlPlane.leaders[component].electedAt = simulation.now + .seconds(2)
      schedule(
        .leaderElected, after: .seconds(2), argument: UInt32(component), in: &simulation)
      return
    }
    controlPlane.leaders[component].electedAt = .infinity
    controlPlane.leaders[component].node = node
    record(
      node: node, "LeaderElection", "\(nodeSpecs[node].name) became leader of \(known.lease)",
      in: simulation)
    if known == .etcd { resumeAPI(in: &simulation) }
    if areControllersUp { resumeControllers(in: &simulation) }
    if isSchedulerUp { armScheduler(in: &simulation) }
  }

  /// The API answers again: kubelets learn and report what has changed meanwhile.
  ///
  /// Controllers and scheduler whose leaders could not renew their lease within the renew deadline
  /// have given up, and elect others.
  private mutating func resumeAPI(in simulation: inout Simulation) {
    let outage = simulation.now - controlPlane.apiDownSince
    controlPlane.apiDownSince = .infinity
    for component in [ControlPlane.Component.controllers, .scheduler]
    where outage > .seconds(10) && controlPlane.leaders[Int(component.rawValue)].isUp {
      let place = Int(component.rawValue)
      controlPlane.leaders[place].node = -1
      let wait = controlPlane.random.duration(below: .seconds(2))
      controlPlane.leaders[place].electedAt = simulation.now + wait
      schedule(.leaderElected, after: wait, argument: component.rawValue, in: &simulation)
    }
    for node in nodes.indices where isWorking(node) { catchUp(node: node, in: &simulation) }
    for removal in lateRemovals where pods.contains(removal) {
      schedule(
        .podRemoval, after: watchDelay(removal, .removal), argument: removal.rawValue,
        in: &simulation)
    }
    lateRemovals.removeAll()
  }

  /// New controllers list everything: each object is synced, and every silent node gets a whole
  /// grace period from now, so that no mass eviction follows.
  private mutating func resumeControllers(in simulation: inout Simulation) {
    for workload in workloads.indices where workloads[workload].exists {
      scheduleSync(of: workload, in: &simulation)
    }
    for service in services.indices { scheduleSlice(service, in: &simulation) }
    resumeDetachments(in: &simulation)
    restampNodes(in: &simulation)
  }
}
