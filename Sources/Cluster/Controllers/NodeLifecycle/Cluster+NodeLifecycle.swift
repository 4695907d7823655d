import SimulationKernel

/// The node controller: it marks nodes whose lease expires as Unknown and taints them
/// (pkg/controller/nodelifecycle). `Cluster+TaintEviction` deletes the pods on tainted nodes.
///
/// The order is: `beginSilence`, `markSilent` after the grace period (the taint NoSchedule is there
/// at once), `enqueueForTaint` in the same pass or the next one, `taintNext` at the zone's rate
/// (the taint NoExecute).
extension Cluster {
  static let unreachableTaint = "node.kubernetes.io/unreachable"
  static let notReadyTaint = "node.kubernetes.io/not-ready"

  /// A node stopped renewing its lease: schedules when the node controller marks it as Unknown.
  ///
  /// The controller looks at all nodes in passes. It saw the last renewal at its first pass after
  /// it, and marks the node at its first pass after the grace period from then.
  mutating func beginSilence(of node: Int, in simulation: inout Simulation) {
    guard nodes[node].silentSince == .infinity else { return }
    nodes[node].silentSince = simulation.now
    let renewal = nodeLeases[node].lastRenewal(upTo: simulation.now)
    let seen = nextTick(from: renewal, phase: monitorPhase, period: Timings.nodeMonitor)
    let expiry = nextTick(
      from: seen + version.nodeMonitorGracePeriod, phase: monitorPhase,
      period: Timings.nodeMonitor)
    armMonitor(.nodeSilent, node, at: max(expiry, simulation.now), in: &simulation)
    postponeDetachments(from: node, in: &simulation)
    if areControllersUp { untaintReady(node: node, in: &simulation) }
  }

  /// A node renews its lease again, and its kubelet writes its status: one that starts as soon as
  /// it finds itself ready, one that was cut off at the next turn (kubelet_node_status.go).
  mutating func endSilence(
    of node: Int, byNewKubelet isNew: Bool, in simulation: inout Simulation
  ) {
    nodes[node].silentSince = .infinity
    let status =
      isNew ? simulation.now + Timings.firstStatus : nextStatus(of: node, from: simulation.now)
    reportReady(node: node, at: status, in: &simulation)
  }

  /// A kubelet writes with its next status that its node is ready again.
  mutating func reportReady(node: Int, at time: SimTime, in simulation: inout Simulation) {
    armMonitor(.nodeRecovered, node, at: time, in: &simulation)
  }

  /// Schedules what the node controller does next with a node, in place of what was scheduled
  /// before.
  private mutating func armMonitor(
    _ notice: ClusterNotice, _ node: Int, at time: SimTime, in simulation: inout Simulation
  ) {
    nodes[node].monitorAt = time
    schedule(notice, at: time, argument: UInt32(node), in: &simulation)
  }

  /// A controller manager that takes over has seen no lease: silent nodes get a whole grace period
  /// from now, nodes that returned lose their taints at its next pass, and tainting goes on.
  mutating func restampNodes(in simulation: inout Simulation) {
    for node in nodes.indices where !nodes[node].isDeleted {
      untaintReady(node: node, in: &simulation)
      if nodes[node].silentSince != .infinity, nodes[node].ready == .true {
        let expiry = nextTick(
          from: simulation.now + version.nodeMonitorGracePeriod, phase: monitorPhase,
          period: Timings.nodeMonitor)
        armMonitor(.nodeSilent, node, at: expiry, in: &simulation)
      } else if isUnseen(unreachable: node) {
        let seen = nextTick(
          from: simulation.now, phase: monitorPhase, period: Timings.nodeMonitor)
        armMonitor(.nodeSilent, node, at: seen, in: &simulation)
      } else if nodes[node].silentSince == .infinity, isShuttingDown(node) {
        if nodes[node].ready == .false, nodes[node].taintedAs != .false {
          markNotReady(node, .false, in: &simulation)
        }
      } else if nodes[node].silentSince == .infinity, nodes[node].monitorAt == .infinity,
        nodes[node].ready != .true || nodes[node].taintedAs != .true
      {
        let seen = nextTick(
          from: simulation.now, phase: monitorPhase, period: Timings.nodeMonitor)
        armMonitor(.nodeRecovered, node, at: seen, in: &simulation)
      }
    }
    refreshZones(in: &simulation)
  }

  /// A node's object was deleted; the node controller sees at its next pass how disrupted the rest
  /// of its zone is.
  mutating func forgetNode(_ node: Int, in simulation: inout Simulation) {
    let seen = nextTick(from: simulation.now, phase: monitorPhase, period: Timings.nodeMonitor)
    armMonitor(.nodeRecovered, node, at: seen, in: &simulation)
  }

  /// Whether a node is Unknown and no pass has seen it so, which puts it into its zone's queue.
  private func isUnseen(unreachable node: Int) -> Bool {
    nodes[node].silentSince != .infinity && nodes[node].ready == .unknown
      && nodes[node].noExecuteSince == .infinity && !nodes[node].isQueuedForTaint
  }

  /// The grace period of a silent node is over: the node controller marks it as Unknown; or another
  /// pass finds it so.
  mutating func markSilent(node: Int, in simulation: inout Simulation) {
    guard nodes[node].monitorAt == simulation.now, nodes[node].silentSince != .infinity,
      !nodes[node].isDeleted
    else { return }
    guard areControllersUp else {
      armMonitor(
        .nodeSilent, node, at: simulation.now + version.nodeMonitorGracePeriod, in: &simulation)
      return
    }
    nodes[node].monitorAt = .infinity
    if isUnseen(unreachable: node) {
      enqueueForTaint(node, in: &simulation)
    } else {
      markNotReady(node, .unknown, in: &simulation)
    }
  }

  /// A kubelet writes that its node is not ready, and tells it itself
  /// (pkg/kubelet/nodestatus/setters.go ReadyCondition).
  mutating func reportNotReady(node: Int, in simulation: inout Simulation) {
    guard nodes[node].isReachable, isControlPlaneUp, nodes[node].ready == .true else { return }
    guard !areControllersUp else {
      markNotReady(node, .false, in: &simulation)
      return
    }
    // The node controller that comes sets the taints.
    nodes[node].ready = .false
    recordNotReady(node, by: .kubelet, in: simulation)
  }

  private mutating func recordNotReady(
    _ node: Int, by source: EventSource, in simulation: borrowing Simulation
  ) {
    let text = "Node \(nodeSpecs[node].name) status is now: NodeNotReady"
    record(node: node, "NodeNotReady", text, by: source, in: simulation)
  }

  /// A node is no longer Ready: it enters its zone's queue for the NoExecute taint, unless it has
  /// that taint.
  ///
  /// Its pods become not ready where the node controller itself finds that it is silent. Where the
  /// kubelet has written it they stay as they are, and so they do when it falls silent after that
  /// (monitorNodeHealth, which marks pods on its own change from True; issue 116965).
  private mutating func markNotReady(
    _ node: Int, _ readiness: NodeReadiness, in simulation: inout Simulation
  ) {
    let wasReady = nodes[node].ready == .true
    nodes[node].ready = readiness
    nodes[node].taintedAs = readiness
    let isFoundSilent = wasReady && readiness == .unknown
    if wasReady {
      recordNotReady(node, by: isFoundSilent ? .nodeController : .kubelet, in: simulation)
    }
    for pod in nodePods[node] where isFoundSilent && pods[pod].isReady {
      record(
        pod, "NodeNotReady", "Node is not ready", isWarning: true, by: .nodeController,
        in: simulation)
      setReady(pod, false, in: &simulation)
    }
    refreshTaints(of: node, in: &simulation)
    refreshZones(in: &simulation)
    if nodes[node].noExecuteSince == .infinity {
      if wasReady, readiness == .unknown, !version.taintsUnreachableAtOnce {
        // What a pass has observed decides, not what it writes (processTaintBaseEviction).
        armMonitor(
          .nodeSilent, node, at: simulation.now + Timings.nodeMonitor, in: &simulation)
      } else {
        enqueueForTaint(node, in: &simulation)
      }
    }
    reviewHints(in: &simulation)
  }

  /// A kubelet writes that its node is Ready, as soon as the API answers it, and the node
  /// controller takes its taints; without one they stay until the next looks at all nodes.
  mutating func recover(node: Int, in simulation: inout Simulation) {
    guard nodes[node].monitorAt == simulation.now else { return }
    guard isControlPlaneUp else {
      reportReady(node: node, at: nextStatus(of: node, from: simulation.now), in: &simulation)
      return
    }
    nodes[node].monitorAt = .infinity
    if nodes[node].isDeleted {
      if areControllersUp { refreshZones(in: &simulation) }
      return
    }
    guard nodes[node].silentSince == .infinity, !isShuttingDown(node) else { return }
    guard !nodes[node].isRuntimeMissed else {
      hearUnready(node: node, in: &simulation)
      return
    }
    let before = nodes[node].ready
    nodes[node].ready = .true
    let taints = scheduler.cache.taints(of: node)
    clearTaints(of: node, in: &simulation)
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
    refreshZones(in: &simulation)
    scheduleDaemons(in: &simulation)
    reviewHints(in: &simulation)
  }

  /// A kubelet without its runtime is heard again: its node is not ready, and known to be so.
  private mutating func hearUnready(node: Int, in simulation: inout Simulation) {
    if nodes[node].ready == .unknown { nodes[node].ready = .false }
    if areControllersUp { nodes[node].taintedAs = nodes[node].ready }
    refreshTaints(of: node, in: &simulation)
    guard areControllersUp, nodes[node].noExecuteSince == .infinity else { return }
    enqueueForTaint(node, in: &simulation)
  }

  /// The node controller takes its taints from a node that is Ready, which cancels the evictions.
  ///
  /// NoSchedule goes as it hears of the node, NoExecute with its next pass
  /// (doNoScheduleTaintingPass, processTaintBaseEviction); of both the first goes with the second.
  private mutating func clearTaints(of node: Int, in simulation: inout Simulation) {
    if areControllersUp {
      let pass = nextTick(
        from: simulation.now, phase: monitorPhase, period: Timings.nodeMonitor)
      if nodes[node].noExecuteSince == .infinity || pass == simulation.now {
        dropTaints(of: node)
      } else {
        armMonitor(.nodeRecovered, node, at: pass, in: &simulation)
      }
    }
    refreshTaints(of: node, in: &simulation)
  }

  /// The node controller takes the taints that it has set.
  private mutating func dropTaints(of node: Int) {
    nodes[node].taintedAs = .true
    nodes[node].noExecuteSince = .infinity
    guard nodes[node].isQueuedForTaint else { return }
    nodes[node].isQueuedForTaint = false
    zones[zoneSlot(of: node)].queue.removeAll { $0 == Int32(node) }
  }

  /// The node controller takes its taints from a node that was Ready for a while and falls, or fell,
  /// silent again: within the grace period it counts as Ready.
  private mutating func untaintReady(node: Int, in simulation: inout Simulation) {
    guard nodes[node].silentSince != .infinity, nodes[node].ready == .true,
      nodes[node].taintedAs != .true
    else { return }
    dropTaints(of: node)
    refreshTaints(of: node, in: &simulation)
  }

  /// Sets a node's taints by its conditions and reviews the evictions of its pods and the volumes
  /// that they left.
  mutating func refreshTaints(of node: Int, in simulation: inout Simulation) {
    var taints = nodeSpecs[node].taints
    let key =
      nodes[node].taintedAs == .unknown ? Cluster.unreachableTaint : Cluster.notReadyTaint
    if nodes[node].taintedAs != .true { taints.append(NodeTaint(key: key, effect: .noSchedule)) }
    if nodes[node].noExecuteSince != .infinity {
      taints.append(NodeTaint(key: key, effect: .noExecute))
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
      refreshTaints(of: node, in: &simulation)
    }
    armTaintPass(inZone: zone, in: &simulation)
  }
}
