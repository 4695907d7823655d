import Manifests
import SimulationKernel

// Machines of elastic pools on their way: ordered, booted, registered, ready.
extension Cluster {
  /// How long a kubelet waits that can not register its node.
  private static let registrationRetry = SimDuration.seconds(10)

  /// Orders machines from a pool's provider.
  mutating func order(_ ordered: [Int], pool: Int, in simulation: inout Simulation) {
    let name = nodeAutoscaler.pools[pool].spec.name
    let before = nodeAutoscaler.size(of: pool)
    let change =
      "\(before + ordered.count) instead of \(before) "
      + "(max: \(nodeAutoscaler.pools[pool].spec.greatest))"
    recordStatus(
      "ScaledUpGroup", "Scale-up: setting group \(name) size to \(change)", simulation.now)
    for node in ordered {
      let bits = nodeAutoscaler.pools[pool].random.next()
      let due = simulation.now + laws.duration(nodeAutoscaler.pools[pool].provision, bits)
      nodeAutoscaler.members[node].stage = .ordered
      nodeAutoscaler.members[node].orderedAt = simulation.now
      nodeAutoscaler.members[node].dueAt = due
      nodeAutoscaler.members[node].isOverdue = false
      nodeAutoscaler.members[node].isAwaited = true
      schedule(.registerNode, at: due, argument: UInt32(node), in: &simulation)
    }
    nodeAutoscaler.counters.added += ordered.count
    recordStatus(
      "ScaledUpGroup", "Scale-up: group \(name) size set to \(change)", simulation.now)
  }

  /// Gives up machines that did not register in time; their pools wait before they grow again, as
  /// they do for those that registered and are not ready by then (clusterstate.go
  /// updateScaleRequests, static_autoscaler.go removeOldUnregisteredNodes).
  ///
  /// Those of a process before are removed without a word of a failed scale-up: the requests are in
  /// memory only.
  mutating func expireOrders(at now: SimTime) {
    let limit = nodeAutoscaler.settings.maxProvisionTime
    for pool in nodeAutoscaler.pools.indices {
      let late = nodeAutoscaler.pools[pool].spec.nodes.filter {
        let member = nodeAutoscaler.members[$0]
        let isComing = member.stage == .ordered || member.stage == .joining
        return isComing && !member.isOverdue && now - member.orderedAt > limit
      }
      for node in late { nodeAutoscaler.members[node].isOverdue = true }
      let awaited = late.filter { nodeAutoscaler.members[$0].isAwaited }
      if let first = awaited.map({ nodeAutoscaler.members[$0].orderedAt }).min() {
        nodeAutoscaler.backOff(pool: pool, at: now)
        recordStatus(
          "ScaleUpTimedOut",
          "Nodes added to group \(nodeAutoscaler.pools[pool].spec.name) failed to register within "
            + DurationText.write(now - first), isWarning: true, now)
      }
      for node in late where nodeAutoscaler.members[node].stage == .ordered {
        nodeAutoscaler.members[node].stage = .absent
        nodeAutoscaler.members[node].dueAt = .infinity
        recordStatus(
          "DeleteUnregistered", "Removed unregistered node \(nodeSpecs[node].name)", now)
      }
    }
  }

  /// A machine has booted: its kubelet registers the node, which has no images and no pods.
  mutating func register(node: Int, in simulation: inout Simulation) {
    let member = nodeAutoscaler.members[node]
    guard member.stage == .ordered, member.dueAt == simulation.now else { return }
    guard isControlPlaneUp else {
      let due = simulation.now + Cluster.registrationRetry
      nodeAutoscaler.members[node].dueAt = due
      schedule(.registerNode, at: due, argument: UInt32(node), in: &simulation)
      return
    }
    nodeAutoscaler.members[node].stage = .joining
    resetNode(node, at: simulation.now)
    let name = nodeSpecs[node].name
    reportStart(of: node, isReboot: false, in: simulation)
    record(
      node: node, "RegisteredNode",
      "Node \(name) event: Registered Node \(name) in Controller",
      by: .nodeController, in: simulation)
    refreshTaints(of: node, in: &simulation)
    armNextPass(of: node, in: &simulation)
    let pool = Int(member.pool)
    let bits = nodeAutoscaler.pools[pool].random.next()
    let readiness = laws.duration(nodeAutoscaler.pools[pool].readiness, bits)
    reportReady(
      node: node, at: simulation.now + max(.nanoseconds(1), readiness), in: &simulation)
    takeOrphans(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    wakeScheduler(.nodeAdded, node: node, in: &simulation)
  }

  /// A node's state as a new machine has it.
  private mutating func resetNode(_ node: Int, at now: SimTime) {
    var state = NodeState(zone: nodes[node].zone)
    state.boots = nodes[node].boots + 1
    state.ready = .false
    state.taintedAs = .false
    state.bootedAt = now
    state.kubeletStartedAt = now
    state.isCordoned = nodeSpecs[node].isCordoned
    // The queues of zones are by name.
    state.isQueuedForTaint = nodes[node].isQueuedForTaint
    nodes[node] = state
    resetObject(of: node)
    shutdowns.removeAll { $0.node == node }
    pulls[node].clear()
    imageRecords[node] = []
    evictions[node] = EvictionState()
    disks.empty(node)
    scheduler.cache.forgetImages(of: node)
    scheduler.cache.isDeleted[node] = false
    scheduler.cache.rebuildOrder()
  }
}
