import Manifests
import SimulationKernel

// The cluster autoscaler's loop (kubernetes/autoscaler
// cluster-autoscaler/core/static_autoscaler.go).
extension Cluster {
  /// Makes the elastic pools of a spec.
  mutating func addPools(_ spec: ClusterSpec) {
    nodeAutoscaler.members = spec.nodes.map { node in
      var member = NodeAutoscaler.Member()
      if node.isDormant { member.stage = .absent }
      return member
    }
    for (index, pool) in spec.pools.enumerated() {
      for node in pool.nodes { nodeAutoscaler.members[node].pool = Int32(index) }
      nodeAutoscaler.pools.append(
        NodeAutoscaler.Pool(
          spec: pool, provision: laws.compile(pool.provision),
          readiness: laws.compile(pool.readiness),
          random: EntityRandom(seed: seed, stream: "node-pool/\(pool.name)")))
    }
  }

  /// Arms the first scan, with a phase of its own.
  mutating func startNodeAutoscaler(in simulation: inout Simulation) {
    guard !nodeAutoscaler.pools.isEmpty else { return }
    nodeAutoscaler.workload = workload(ofImage: "cluster-autoscaler")
    var phase = EntityRandom(seed: seed, stream: "cluster-autoscaler/scan")
    let wait = phase.duration(below: nodeAutoscaler.settings.scanInterval)
    schedule(.scanPools, at: simulation.now + wait, in: &simulation)
  }

  /// Whether the process that scanned last is at work: it needs the API server, and a pod where
  /// manifests have it.
  ///
  /// Without its pod its process has ended, and so it has by the time at which the API answers
  /// again after it could not renew its lease until the deadline.
  mutating func isNodeAutoscalerGoingOn() -> Bool {
    if let workload = nodeAutoscaler.workload, workloads[workload].readyCount == 0 {
      nodeAutoscaler.hasEnded = true
    }
    return isControlPlaneUp && !nodeAutoscaler.hasEnded
  }

  /// Looks at a scan whether the autoscaler acts, and begins anew where its process is another.
  ///
  /// What the one before had in memory is gone, and the one that comes takes away the taints of
  /// nodes that were to go (static_autoscaler.go cleanUpIfRequired).
  private mutating func noteNodeAutoscaler(in simulation: inout Simulation) -> Bool {
    guard !isNodeAutoscalerGoingOn() else { return true }
    let hasPod = nodeAutoscaler.workload.map { workloads[$0].readyCount > 0 } ?? true
    guard isControlPlaneUp, hasPod else { return false }
    let leaving = nodeAutoscaler.removals.map(\.node)
    nodeAutoscaler.restart(at: simulation.now)
    for node in leaving { keepNode(node, in: &simulation) }
    return true
  }

  /// One scan: pools grow for pods that fit nowhere, or else nodes that nothing needs go.
  mutating func scanPools(in simulation: inout Simulation) {
    schedule(
      .scanPools, at: simulation.now + nodeAutoscaler.settings.scanInterval, in: &simulation)
    guard noteNodeAutoscaler(in: &simulation) else { return }
    noteStartedMembers(at: simulation.now)
    expireOrders(at: simulation.now)
    let pending = unschedulablePods(at: simulation.now)
    nodeAutoscaler.unschedulable = pending.count
    noteHealth(at: simulation.now)
    guard !nodeAutoscaler.isUnhealthy else { return }
    let scaleUp = growPools(for: pending, in: &simulation)
    if scaleUp == .grows {
      nodeAutoscaler.lastAdd = simulation.now
      return
    }
    reviewUnneededNodes(in: &simulation)
    guard nodeAutoscaler.settings.scalesDown, scaleUp != .waits,
      !nodeAutoscaler.isCoolingDown(at: simulation.now)
    else { return }
    removeUnneededNodes(in: &simulation)
  }

  /// Nodes that have become ready for the first time are nodes like others, and so are those that
  /// should have long since: pods wait for these no longer.
  private mutating func noteStartedMembers(at now: SimTime) {
    for node in nodeAutoscaler.members.indices
    where nodeAutoscaler.members[node].stage == .joining {
      let end = nodeAutoscaler.members[node].dueAt + NodeAutoscaler.mostStartup
      guard nodes[node].ready == .true || now >= end else { continue }
      nodeAutoscaler.members[node].stage = .present
    }
  }

  /// While more nodes than tolerable are not ready, nothing is added or taken away, and nodes must
  /// be unneeded for their whole time after that (static_autoscaler.go CleanUpUnneededNodes).
  private mutating func noteHealth(at now: SimTime) {
    let was = nodeAutoscaler.isUnhealthy
    nodeAutoscaler.isUnhealthy = areTooManyUnready(of: nodes.indices)
    if was, !nodeAutoscaler.isUnhealthy { nodeAutoscaler.restartUnneededTimes(at: now) }
    guard nodeAutoscaler.isUnhealthy, !was else { return }
    recordStatus("ClusterUnhealthy", "Cluster is unhealthy", isWarning: true, now)
  }

  /// Whether more of some nodes are not ready than is tolerable; those that have never been ready
  /// are not expected to be (clusterstate.go IsClusterHealthy, IsNodeGroupHealthy).
  func areTooManyUnready(of range: Range<Int>) -> Bool {
    var (all, unready) = (0, 0)
    for node in range where !nodes[node].isDeleted {
      all += 1
      let hasBeenReady = nodeAutoscaler.members[node].stage != .joining
      if hasBeenReady, nodes[node].ready != .true { unready += 1 }
    }
    return unready > NodeAutoscaler.tolerableUnready
      && unready * 100 > all * NodeAutoscaler.tolerableUnreadyPercent
  }

  /// Pods that fitted nowhere at their last attempt and for which nodes may be added, the highest
  /// priority first.
  private func unschedulablePods(at now: SimTime) -> [PodHandle] {
    var failed = scheduler.queue.failed
    if let inFlight = scheduler.inFlight { failed.append(inFlight.entry.pod) }
    let helpable = failed.filter { pod in
      guard pods.contains(pod), !pods[pod].isTerminating, pods[pod].nominatedNode < 0 else {
        return false
      }
      return !isExpendable(pod) && workloads[Int(pods[pod].owner)].kind != .daemonSet
        && now - pods[pod].createdAt >= nodeAutoscaler.settings.newPodDelay
    }
    return helpable.sorted { left, right in
      let priorities = (
        templates[Int(pods[left].template)].spec.priority,
        templates[Int(pods[right].template)].spec.priority
      )
      return priorities.0 == priorities.1
        ? (pods[left].createdAt, left.rawValue) < (pods[right].createdAt, right.rawValue)
        : priorities.0 > priorities.1
    }
  }

  /// Whether a pod's priority is so low that nodes neither come nor stay for it.
  func isExpendable(_ pod: PodHandle) -> Bool {
    templates[Int(pods[pod].template)].spec.priority < NodeAutoscaler.expendablePriority
  }

  /// The scheduler's view without the pods that nodes do not stay for: they are taken to be gone
  /// (core/utils FilterOutExpendablePods).
  mutating func placementTrial() -> PlacementTrial {
    var trial = PlacementTrial(scheduler.cache)
    guard templates.contains(where: { $0.spec.priority < NodeAutoscaler.expendablePriority })
    else { return trial }
    for node in nodes.indices {
      for pod in nodePods[node] where pods[pod].isAssigned && isExpendable(pod) {
        trial.take(guest(pod), off: node)
      }
    }
    return trial
  }

  /// Records an event about the autoscaler's own status object.
  mutating func recordStatus(
    _ reason: String, _ message: String, isWarning: Bool = false, _ now: SimTime
  ) {
    events.append(
      ClusterEvent(
        time: now, source: .clusterAutoscaler, isWarning: isWarning, reason: reason,
        kind: "ConfigMap",
        namespace: "kube-system", name: "cluster-autoscaler-status", message: message))
  }

  /// A pod as placement trials take it.
  mutating func guest(_ pod: PodHandle) -> PlacementTrial.Guest {
    let claims = claimUses(of: pod)
    return PlacementTrial.Guest(
      query: query(for: pod), claims: claims, isSpread: !pods[pod].isTerminating,
      likeness: claims.isEmpty ? pods[pod].template : -1)
  }
}
