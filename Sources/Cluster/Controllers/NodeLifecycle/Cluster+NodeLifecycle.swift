import SimulationKernel

/// The node controller: it marks nodes whose lease expires as Unknown and taints them
/// (pkg/controller/nodelifecycle). `Cluster+TaintEviction` deletes the pods on tainted nodes.
///
/// It looks at all nodes in passes (monitorNodeHealth); one is simulated where it finds something
/// to do. A pass writes that a silent node is Unknown, puts nodes that are not Ready into their
/// zone's queue for the taint NoExecute, which `taintNext` sets at the zone's rate, and takes that
/// taint from nodes that are Ready. The taint NoSchedule follows each change of the condition at
/// once (doNoScheduleTaintingPass, by the watch).
extension Cluster {
  static let unreachableTaint = "node.kubernetes.io/unreachable"
  static let notReadyTaint = "node.kubernetes.io/not-ready"

  /// A node stopped renewing its lease: schedules when the node controller marks it as Unknown.
  ///
  /// The controller looks at all nodes in passes. It saw the last renewal at its first pass after
  /// it, and marks the node at its first pass after the grace period from then. A status that was
  /// due is not written.
  mutating func beginSilence(of node: Int, in simulation: inout Simulation) {
    guard nodes[node].silentSince == .infinity else { return }
    nodes[node].silentSince = simulation.now
    nodes[node].statusAt = .infinity
    let renewal = nodeLeases[node].lastRenewal(upTo: simulation.now)
    let seen = nextTick(from: renewal, phase: monitorPhase, period: Timings.nodeMonitor)
    let expiry = nextTick(
      from: seen + version.nodeMonitorGracePeriod, phase: monitorPhase,
      period: Timings.nodeMonitor)
    nodes[node].expiresAt = max(expiry, simulation.now)
    armPass(of: node, at: nodes[node].expiresAt, in: &simulation)
    postponeDetachments(from: node, in: &simulation)
  }

  /// A node renews its lease again, and its kubelet writes its status: one that starts as soon as
  /// it finds itself ready, one that was cut off at the next turn (kubelet_node_status.go).
  mutating func endSilence(
    of node: Int, byNewKubelet isNew: Bool, in simulation: inout Simulation
  ) {
    nodes[node].silentSince = .infinity
    nodes[node].expiresAt = .infinity
    let status =
      isNew ? simulation.now + Timings.firstStatus : nextStatus(of: node, from: simulation.now)
    reportReady(node: node, at: status, in: &simulation)
  }

  /// A kubelet writes with its next status that its node is ready again.
  mutating func reportReady(node: Int, at time: SimTime, in simulation: inout Simulation) {
    nodes[node].statusAt = time
    schedule(.nodeRecovered, at: time, argument: UInt32(node), in: &simulation)
  }

  /// Lets the pass of a time look at a node, unless an earlier one does.
  private mutating func armPass(
    of node: Int, at time: SimTime, in simulation: inout Simulation
  ) {
    guard time < nodes[node].monitorAt else { return }
    nodes[node].monitorAt = time
    schedule(.nodeMonitor, at: time, argument: UInt32(node), in: &simulation)
  }

  /// Lets the next pass look at a node: its condition has changed, or it is new.
  ///
  /// One that is new and not ready gets the taint NoExecute as others do (monitorNodeHealth).
  mutating func armNextPass(of node: Int, in simulation: inout Simulation) {
    let pass = nextTick(from: simulation.now, phase: monitorPhase, period: Timings.nodeMonitor)
    armPass(of: node, at: pass, in: &simulation)
  }

  /// A controller manager that takes over has seen no lease: silent nodes get a whole grace period
  /// from now, nodes that returned lose their taints, NoExecute at its next pass, and tainting goes
  /// on.
  mutating func restampNodes(in simulation: inout Simulation) {
    for node in nodes.indices where !nodes[node].isDeleted {
      if nodes[node].taintedAs != nodes[node].ready {
        followCondition(of: node, in: &simulation)
        if nodes[node].ready == .true {
          wakeScheduler(.nodeTaints, node: node, in: &simulation)
        }
      }
      if nodes[node].silentSince != .infinity, nodes[node].ready != .unknown {
        nodes[node].expiresAt = nextTick(
          from: simulation.now + version.nodeMonitorGracePeriod, phase: monitorPhase,
          period: Timings.nodeMonitor)
        armPass(of: node, at: nodes[node].expiresAt, in: &simulation)
      }
      if nodes[node].ready != .true || isMarked(node) { armNextPass(of: node, in: &simulation) }
    }
    refreshZones(in: &simulation)
  }

  /// A node's object was deleted; the node controller sees at its next pass how disrupted the rest
  /// of its zone is.
  mutating func forgetNode(_ node: Int, in simulation: inout Simulation) {
    nodes[node].statusAt = .infinity
    postponeDetachments(from: node, in: &simulation)
    armNextPass(of: node, in: &simulation)
  }

  /// Whether a node has its NoExecute taint, or waits for it.
  private func isMarked(_ node: Int) -> Bool {
    nodes[node].noExecuteSince != .infinity || nodes[node].isQueuedForTaint
  }

  /// A pass of the node controller looks at a node.
  ///
  /// Before 1.34 what it has observed decides on the taint NoExecute, not what it writes
  /// (processTaintBaseEviction; issue 120815).
  mutating func monitor(node: Int, in simulation: inout Simulation) {
    guard nodes[node].monitorAt == simulation.now else { return }
    nodes[node].monitorAt = .infinity
    // The node controller that comes looks at all nodes.
    guard areControllersUp else { return }
    guard !nodes[node].isDeleted else {
      refreshZones(in: &simulation)
      return
    }
    let observed = nodes[node].ready
    if nodes[node].expiresAt <= simulation.now {
      nodes[node].expiresAt = .infinity
      if observed != .unknown { markUnknown(node, in: &simulation) }
    }
    let deciding = version.taintsUnreachableAtOnce ? nodes[node].ready : observed
    settleNoExecute(of: node, by: deciding, in: &simulation)
    if deciding != nodes[node].ready {
      armPass(of: node, at: simulation.now + Timings.nodeMonitor, in: &simulation)
    }
    armPass(of: node, at: nodes[node].expiresAt, in: &simulation)
    refreshZones(in: &simulation)
  }

  /// The node controller's part about the taint NoExecute of a node by a condition: one that has
  /// the taint of another condition gets its own straight away (processTaintBaseEviction).
  private mutating func settleNoExecute(
    of node: Int, by readiness: NodeReadiness, in simulation: inout Simulation
  ) {
    if readiness == .true {
      guard isMarked(node) else { return }
      dropNoExecute(of: node)
      refreshTaints(of: node, in: &simulation)
      wakeScheduler(.nodeTaints, node: node, in: &simulation)
    } else if nodes[node].noExecuteSince == .infinity {
      enqueueForTaint(node, in: &simulation)
    } else if nodes[node].noExecuteAs != readiness {
      nodes[node].noExecuteAs = readiness
      refreshTaints(of: node, in: &simulation)
    }
  }

  /// A kubelet writes that its node is not ready, and tells it itself
  /// (pkg/kubelet/nodestatus/setters.go ReadyCondition).
  mutating func reportNotReady(node: Int, in simulation: inout Simulation) {
    guard nodes[node].isReachable, isControlPlaneUp, nodes[node].ready == .true else { return }
    nodes[node].ready = .false
    recordNotReady(node, by: .kubelet, in: simulation)
    // The node controller that comes sets the taints.
    guard areControllersUp else { return }
    followCondition(of: node, in: &simulation)
    armNextPass(of: node, in: &simulation)
    reviewHints(in: &simulation)
  }

  private mutating func recordNotReady(
    _ node: Int, by source: EventSource, in simulation: borrowing Simulation
  ) {
    let text = "Node \(nodeSpecs[node].name) status is now: NodeNotReady"
    record(node: node, "NodeNotReady", text, by: source, in: simulation)
  }

  /// A pass finds that a node has been silent for the grace period.
  ///
  /// Its pods become not ready. Where the kubelet has written that it is not ready they stay as
  /// they are, and so they do when it falls silent after that (monitorNodeHealth, which marks pods
  /// on its own change from True; issue 116965).
  private mutating func markUnknown(_ node: Int, in simulation: inout Simulation) {
    let wasReady = nodes[node].ready == .true
    nodes[node].ready = .unknown
    if wasReady { recordNotReady(node, by: .nodeController, in: simulation) }
    for pod in nodePods[node] where wasReady && pods[pod].isReady {
      record(
        pod, "NodeNotReady", "Node is not ready", isWarning: true, by: .nodeController,
        in: simulation)
      setReady(pod, false, in: &simulation)
    }
    followCondition(of: node, in: &simulation)
    reviewHints(in: &simulation)
  }

  /// A kubelet writes that its node is Ready, as soon as the API answers it.
  ///
  /// The node controller takes the taint NoSchedule at once and NoExecute with its next pass;
  /// without a controller they stay until the next one looks at all nodes.
  mutating func recover(node: Int, in simulation: inout Simulation) {
    guard nodes[node].statusAt == simulation.now else { return }
    guard isControlPlaneUp else {
      reportReady(node: node, at: nextStatus(of: node, from: simulation.now), in: &simulation)
      return
    }
    nodes[node].statusAt = .infinity
    guard !nodes[node].isDeleted, nodes[node].silentSince == .infinity, !isShuttingDown(node)
    else { return }
    guard !nodes[node].isRuntimeMissed else {
      hearUnready(node: node, in: &simulation)
      return
    }
    let before = nodes[node].ready
    nodes[node].ready = .true
    let taints = scheduler.cache.taints(of: node)
    followCondition(of: node, in: &simulation)
    if areControllersUp, before != .true || isMarked(node) {
      armNextPass(of: node, in: &simulation)
    }
    if before != .true {
      welcome(node, whichWas: before, in: &simulation)
    } else if scheduler.cache.taints(of: node) != taints {
      // A boot within the grace period ends a pressure, too.
      wakeScheduler(.nodeTaints, node: node, in: &simulation)
    }
  }

  /// A node is Ready again: it and its pods say so.
  private mutating func welcome(
    _ node: Int, whichWas before: NodeReadiness, in simulation: inout Simulation
  ) {
    if before == .unknown { reportConditions(of: node, in: simulation) }
    let name = nodeSpecs[node].name
    record(
      node: node, "NodeReady", "Node \(name) status is now: NodeReady", by: .kubelet,
      in: simulation)
    for pod in nodePods[node] { refreshReadiness(of: pod, in: &simulation) }
    wakeScheduler(.nodeTaints, node: node, in: &simulation)
    guard areControllersUp else { return }
    scheduleDaemons(in: &simulation)
    reviewHints(in: &simulation)
  }

  /// A kubelet without its runtime is heard again: its node is not ready, and known to be so.
  private mutating func hearUnready(node: Int, in simulation: inout Simulation) {
    if nodes[node].ready == .unknown { nodes[node].ready = .false }
    followCondition(of: node, in: &simulation)
    if areControllersUp { armNextPass(of: node, in: &simulation) }
  }

  /// The node controller, where there is one, sets or takes a node's taint NoSchedule as it hears
  /// of its condition (doNoScheduleTaintingPass).
  private mutating func followCondition(of node: Int, in simulation: inout Simulation) {
    if areControllersUp { nodes[node].taintedAs = nodes[node].ready }
    refreshTaints(of: node, in: &simulation)
  }

  /// The node controller takes the taint NoExecute from a node, or takes it out of the queue, which
  /// cancels the evictions (markNodeAsReachable).
  private mutating func dropNoExecute(of node: Int) {
    nodes[node].noExecuteSince = .infinity
    guard nodes[node].isQueuedForTaint else { return }
    nodes[node].isQueuedForTaint = false
    zones[zoneSlot(of: node)].queue.removeAll { $0 == Int32(node) }
  }

  /// Sets a node's taints by its conditions and reviews the evictions of its pods and the volumes
  /// that they left.
  mutating func refreshTaints(of node: Int, in simulation: inout Simulation) {
    var taints = nodeSpecs[node].taints
    if nodes[node].taintedAs != .true {
      taints.append(NodeTaint(key: Self.key(of: nodes[node].taintedAs), effect: .noSchedule))
    }
    if nodes[node].noExecuteSince != .infinity {
      taints.append(NodeTaint(key: Self.key(of: nodes[node].noExecuteAs), effect: .noExecute))
    }
    for pressure in NodePressure.allCases where evictions[node][pressure].isShown {
      taints.append(NodeTaint(key: pressure.taint, effect: .noSchedule))
    }
    taints += nodeAutoscaler.taints(of: node)
    scheduler.cache.isCordoned[node] = nodes[node].isCordoned
    scheduler.cache.setTaints(taints, of: node)
    reviewEvictions(of: node, in: &simulation)
    hastenDetachments(from: node, in: &simulation)
  }

  /// The key of the taints of a node that is not Ready.
  private static func key(of readiness: NodeReadiness) -> String {
    readiness == .unknown ? unreachableTaint : notReadyTaint
  }

  /// Slot of a node's zone; nodes without a zone share the last one.
  func zoneSlot(of node: Int) -> Int {
    nodes[node].zone >= 0 ? Int(nodes[node].zone) : zones.count - 1
  }

  /// How disrupted a zone is, and how many nodes it has.
  private func disruption(ofZone zone: Int) -> (state: ZoneDisruption, nodes: Int) {
    let members = nodes.indices.filter { zoneSlot(of: $0) == zone && !nodes[$0].isDeleted }
    let ready = members.count { nodes[$0].ready == .true }
    return (.of(ready: ready, notReady: members.count - ready), members.count)
  }

  /// Recomputes how disrupted the zones are and at which rates their nodes are tainted
  /// (handleDisruption).
  ///
  /// Where all zones are fully disrupted, the controller suspects its own network: it removes the
  /// NoExecute taints and adds no others.
  private mutating func refreshZones(in simulation: inout Simulation) {
    let states = zones.indices.map { disruption(ofZone: $0) }
    let occupied = states.filter { $0.nodes > 0 }
    let isAllFull = !occupied.isEmpty && occupied.allSatisfy { $0.state == .full }
    for zone in zones.indices {
      let rate = states[zone].state.taintRate(
        zoneNodes: states[zone].nodes, isEverythingDisrupted: isAllFull)
      zones[zone].swapRate(to: rate, at: simulation.now)
      armTaintPass(inZone: zone, in: &simulation)
    }
    guard isAllFull else { return }
    for node in nodes.indices where nodes[node].noExecuteSince != .infinity {
      nodes[node].noExecuteSince = .infinity
      refreshTaints(of: node, in: &simulation)
      enqueueForTaint(node, in: &simulation)
    }
  }

  /// Puts a node into its zone's queue for the NoExecute taint.
  private mutating func enqueueForTaint(_ node: Int, in simulation: inout Simulation) {
    guard !nodes[node].isQueuedForTaint else { return }
    nodes[node].isQueuedForTaint = true
    zones[zoneSlot(of: node)].queue.append(Int32(node))
    armTaintPass(inZone: zoneSlot(of: node), in: &simulation)
  }

  /// Schedules when a zone's next node is tainted, at the zone's rate.
  private mutating func armTaintPass(inZone zone: Int, in simulation: inout Simulation) {
    guard !zones[zone].queue.isEmpty, zones[zone].rate > 0 else { return }
    let pass = nextTick(
      from: max(simulation.now, zones[zone].nextToken), phase: .zero, period: Timings.taintPass)
    zones[zone].passAt = pass
    schedule(.taintPass, at: pass, argument: UInt32(zone), in: &simulation)
  }

  /// Adds the NoExecute taint to the first node in a zone's queue.
  mutating func taintNext(inZone zone: Int, in simulation: inout Simulation) {
    guard zones[zone].passAt == simulation.now, zones[zone].rate > 0, areControllersUp,
      let node = zones[zone].queue.first.map({ Int($0) })
    else { return }
    zones[zone].passAt = .infinity
    zones[zone].queue.removeFirst()
    zones[zone].nextToken = simulation.now + SimDuration(seconds: 1 / zones[zone].rate)
    nodes[node].isQueuedForTaint = false
    // A node that is gone, or is Ready again, has cost its token (doNoExecuteTaintingPass).
    if !nodes[node].isDeleted, nodes[node].ready != .true {
      nodes[node].noExecuteSince = simulation.now
      nodes[node].noExecuteAs = nodes[node].ready
      refreshTaints(of: node, in: &simulation)
    }
    armTaintPass(inZone: zone, in: &simulation)
  }
}
