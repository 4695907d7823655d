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
      let index = controlPlane.random.below(controlPlane.masters.count)
      controlPlane.leaders[component].node = controlPlane.masters[index]
    }
  }

  private func isWorking(_ node: Int) -> Bool {
    nodes[node].isUp && nodes[node].isReachable && !nodes[node].isDeleted
  }

  /// Whether a master's components run and reach each other: after a boot its static pods start
  /// first.
  func runsComponents(_ node: Int, at now: SimTime) -> Bool {
    isWorking(node) && now >= nodes[node].bootedAt + Timings.staticPods
  }

  /// A master was lost or returned: components lose their leaders, and elections are scheduled
  /// where etcd has a quorum.
  mutating func refreshControlPlane(in simulation: inout Simulation) {
    guard !controlPlane.masters.isEmpty else { return }
    refreshEtcd(in: &simulation)
    for component in ControlPlane.Component.leased {
      refreshLease(of: component, in: &simulation)
    }
  }

  private mutating func refreshEtcd(in simulation: inout Simulation) {
    let now = simulation.now
    let working = controlPlane.masters.count { runsComponents($0, at: now) }
    let hasQuorum = working >= Quorum.majority(of: controlPlane.masters.count)
    let node = controlPlane.leaders[0].node
    if node >= 0, !runsComponents(node, at: now) || !hasQuorum {
      controlPlane.leaders[0].node = -1
      nodeAutoscaler.missAPI(at: now)
      record(
        node: node, "EtcdLeaderLost", "etcd has no leader: the API takes no writes",
        isWarning: true, by: .vhsim, in: simulation)
    }
    guard hasQuorum else {
      controlPlane.leaders[0].electedAt = .infinity
      return
    }
    guard !isControlPlaneUp, controlPlane.leaders[0].electedAt == .infinity else { return }
    let wait = controlPlane.etcdElection()
    controlPlane.leaders[0].electedAt = now + wait
    schedule(.leaderElected, after: wait, argument: 0, in: &simulation)
  }

  /// The leader of a component that has a lease goes on, or its lease lapses and the candidates
  /// look at it.
  private mutating func refreshLease(
    of component: ControlPlane.Component, in simulation: inout Simulation
  ) {
    let index = Int(component.rawValue)
    let now = simulation.now
    let candidates = controlPlane.masters.map { runsComponents($0, at: now) }
    let leader = controlPlane.leaders[index].node
    if leader >= 0 {
      guard !isControlPlaneUp || !runsComponents(leader, at: now) else { return }
      let others = zip(controlPlane.masters, candidates).map { $0 != leader && $1 }
      controlPlane.leaders[index].node = -1
      controlPlane.leaders[index].lease.lapse(
        of: leader, candidates: others, isAPIUp: isControlPlaneUp, at: now, &controlPlane.random)
    }
    for (slot, master) in controlPlane.masters.enumerated()
    where !isControlPlaneUp || !candidates[slot] {
      controlPlane.leaders[index].lease.miss(slot, hasEnded: !nodes[master].isUp, at: now)
    }
    let lease = controlPlane.leaders[index].lease
    if !nodes[lease.holder].isUp { noteLoss(of: component, in: simulation) }
    guard isControlPlaneUp else {
      controlPlane.leaders[index].electedAt = .infinity
      return
    }
    if runsComponents(lease.holder, at: now) {
      if lease.goesOn(at: now) {
        lead(component, from: lease.holder, in: &simulation)
        return
      }
      noteLoss(of: component, in: simulation)
    }
    let due = controlPlane.leaders[index].lease.look(
      from: candidates, at: now, &controlPlane.random)
    guard due != controlPlane.leaders[index].electedAt else { return }
    controlPlane.leaders[index].electedAt = due
    guard due != .infinity else { return }
    schedule(.leaderElected, at: due, argument: component.rawValue, in: &simulation)
  }

  /// A component's leader is gone, or its process has ended because it could not renew its lease.
  private mutating func noteLoss(
    of component: ControlPlane.Component, in simulation: borrowing Simulation
  ) {
    let index = Int(component.rawValue)
    guard !controlPlane.leaders[index].lease.isMissed else { return }
    controlPlane.leaders[index].lease.isMissed = true
    record(
      node: controlPlane.leaders[index].lease.holder, "LeaderLost",
      "\(component.lease) has lost its leader", isWarning: true, by: .vhsim, in: simulation)
  }

  /// An election is due: a component has a leader again.
  mutating func elect(_ component: Int, in simulation: inout Simulation) {
    let now = simulation.now
    guard controlPlane.leaders[component].electedAt == now,
      let known = ControlPlane.Component(rawValue: UInt32(component))
    else { return }
    let candidates =
      known == .etcd
      ? controlPlane.masters
      : controlPlane.leaders[component].lease.takers(at: now).map { controlPlane.masters[$0] }
    guard let node = candidates.first(where: { runsComponents($0, at: now) }) else { return }
    if known != .etcd { noteLoss(of: known, in: simulation) }
    recordLeader(node, of: known, in: simulation)
    if known == .controllers { forgetMemory(in: &simulation) }
    lead(known, from: node, in: &simulation)
  }

  /// What a component says of its lease when it takes it: its host's name, and an identifier of the
  /// process (client-go tools/leaderelection resourcelock RecordEvent; cmd/kube-scheduler and
  /// cmd/kube-controller-manager options).
  ///
  /// Of etcd's members the twin says it of their node.
  private mutating func recordLeader(
    _ node: Int, of component: ControlPlane.Component, in simulation: borrowing Simulation
  ) {
    let name = nodeSpecs[node].name
    guard component != .etcd else {
      record(
        node: node, "LeaderElection", "\(name) became leader of \(component.lease)",
        by: .vhsim, in: simulation)
      return
    }
    let process = NameHash("\(component.lease)/\(name)#\(nodes[node].boots)")
    record(
      kind: "Lease", namespace: "kube-system", name: component.lease, "LeaderElection",
      "\(name)_\(ObjectNames.uid(process)) became leader",
      by: component == .scheduler ? scheduler.leaderRecorder : .controllerManager, in: simulation)
  }

  /// A master leads a component: what waited for it goes on.
  private mutating func lead(
    _ component: ControlPlane.Component, from node: Int, in simulation: inout Simulation
  ) {
    let index = Int(component.rawValue)
    controlPlane.leaders[index].electedAt = .infinity
    controlPlane.leaders[index].node = node
    controlPlane.leaders[index].lease.renew()
    switch component {
    case .etcd: resumeAPI(in: &simulation)
    case .controllers: resumeControllers(in: &simulation)
    case .scheduler: armScheduler(in: &simulation)
    }
  }

  /// The API answers again: kubelets learn and report what has changed meanwhile.
  ///
  /// Controllers and scheduler go on, or have given up their leases and others take them.
  private mutating func resumeAPI(in simulation: inout Simulation) {
    nodeAutoscaler.hearAPI(at: simulation.now)
    for node in nodes.indices where nodes[node].isUp && nodes[node].isReachable {
      beginIfFree(kubeletOf: node, in: &simulation)
      guard !nodes[node].isDeleted || nodes[node].awaitsRegistration else { continue }
      learnPods(of: node, in: &simulation)
    }
    for removal in lateRemovals where pods.contains(removal) {
      schedule(
        .podRemoval, after: watchDelay(removal, .removal), argument: removal.rawValue,
        in: &simulation)
    }
    lateRemovals.removeAll()
    for component in ControlPlane.Component.leased {
      refreshLease(of: component, in: &simulation)
    }
  }

  /// New controllers list everything: each object is synced, and every silent node gets a whole
  /// grace period from now, so that no mass eviction follows.
  private mutating func resumeControllers(in simulation: inout Simulation) {
    for workload in workloads.indices
    where workloads[workload].exists || workloads[workload].isAbandoned {
      scheduleSync(of: workload, in: &simulation)
      armExpiry(ofJob: workload, in: &simulation)
    }
    for service in services.indices { scheduleSlice(service, in: &simulation) }
    releaseEndingClaims(in: &simulation)
    resumeDetachments(in: &simulation)
    restampNodes(in: &simulation)
  }
}
