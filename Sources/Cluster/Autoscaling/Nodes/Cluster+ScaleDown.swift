import Manifests
import SimulationKernel

// Which nodes nothing needs (cluster-autoscaler/core/scaledown/planner).
extension Cluster {
  /// Looks which nodes of elastic pools could go: little is requested of them, nothing keeps their
  /// pods, and other nodes take them.
  mutating func reviewUnneededNodes(in simulation: inout Simulation) {
    let candidates = removalCandidates(at: simulation.now)
    var canGo = [Bool](repeating: false, count: nodes.count)
    var isDestination = nodes.indices.map { !nodes[$0].isDeleted && nodes[$0].ready == .true }
    var trial = placementTrial()
    for node in nodeAutoscaler.members.indices
    where nodeAutoscaler.members[node].pool >= 0
      && (nodeAutoscaler.members[node].recheckAt <= simulation.now
        || !isUnderused(node, at: simulation.now))
    {
      nodeAutoscaler.members[node].blocker =
        nodeSpecs[node].keepsFromScaleDown && !nodes[node].isDeleted ? .scaleDownDisabled : nil
    }
    var left = NodeAutoscaler.mostCandidates
    for (node, isEmpty) in candidates {
      if !isEmpty { left -= 1 }
      guard isEmpty || left >= 0 else { continue }
      var blocker = removalBlocker(of: node, at: simulation.now)
      if blocker == nil, !isEmpty,
        !empty(node, in: &trial, isDestination, at: simulation.now)
      {
        blocker = .noPlace
      }
      canGo[node] = blocker == nil
      if canGo[node] { isDestination[node] = false }
      nodeAutoscaler.members[node].block(blocker, at: simulation.now)
    }
    for node in nodeAutoscaler.members.indices where nodeAutoscaler.members[node].pool >= 0 {
      setUnneeded(node, canGo[node], in: &simulation)
    }
  }

  /// Nodes of which little is requested and that were not found to be kept lately, those without
  /// pods of their own first, then those that were unneeded before.
  private func removalCandidates(at now: SimTime) -> [(node: Int, isEmpty: Bool)] {
    let little = nodeAutoscaler.members.indices.filter { node in
      let member = nodeAutoscaler.members[node]
      return member.pool >= 0 && member.stage == .present && !nodes[node].isDeleted
        && !nodeSpecs[node].keepsFromScaleDown
        && member.recheckAt <= now && isUnderused(node, at: now)
    }
    func rank(_ node: Int) -> Int {
      movablePods(on: node, at: now).isEmpty
        ? 0 : nodeAutoscaler.members[node].unneededSince != .infinity ? 1 : 2
    }
    return little.map { (node: $0, rank: rank($0)) }
      .sorted { ($0.rank, $0.node) < ($1.rank, $1.node) }
      .map { (node: $0.node, isEmpty: $0.rank == 0) }
  }

  /// Pods that must go elsewhere before a node can: daemons and static pods stay, ended and
  /// expendable ones and those that have been leaving for long don't count (simulator/drain.go
  /// GetPodsToMove).
  ///
  /// Of a pod that has just begun to leave the autoscaler knows no more than of any other: its node
  /// would be taken away before it has ended.
  func movablePods(on node: Int, at now: SimTime) -> [PodHandle] {
    nodePods[node].filter { pod in
      workloads[Int(pods[pod].owner)].kind != .daemonSet && !isStatic(pod) && !isExpendable(pod)
        && (!pods[pod].isTerminating || pods[pod].isAssigned && !isLongTerminating(pod, at: now))
        && pods[pod].phase != .succeeded && pods[pod].phase != .failed
    }
  }

  /// What keeps a node, its pods' places aside.
  private func removalBlocker(of node: Int, at now: SimTime) -> RemovalBlocker? {
    let pool = Int(nodeAutoscaler.members[node].pool)
    if nodeAutoscaler.size(of: pool) - leavingCount(of: pool)
      <= nodeAutoscaler.pools[pool].spec.least
    {
      return .leastSize
    }
    for pod in movablePods(on: node, at: now) {
      if let blocker = movable(pod).blocker(nodeAutoscaler.settings) { return blocker }
    }
    return nil
  }

  private func leavingCount(of pool: Int) -> Int {
    nodeAutoscaler.pools[pool].spec.nodes.count { nodeAutoscaler.members[$0].stage == .leaving }
  }

  /// A pod as the rules of removal see it.
  private func movable(_ pod: PodHandle) -> MovablePod {
    let template = templates[Int(pods[pod].template)].spec
    let owner = workloads[Int(pods[pod].owner)]
    var movable = MovablePod()
    movable.isBare = !owner.kind.isReplicated
    movable.isSystem = owner.namespace == "kube-system"
    movable.safeToEvict = template.safeToEvict
    movable.hasLocalStorage = template.hasLocalStorage
    movable.allowances = protectingBudgets(of: pod).map { status(ofBudget: $0).disruptionsAllowed }
    return movable
  }

  /// Moves a node's pods to others; nothing changes where one finds no place.
  private mutating func empty(
    _ node: Int, in trial: inout PlacementTrial, _ isDestination: [Bool], at now: SimTime
  ) -> Bool {
    let others = trial.cache.order.filter { isDestination[Int($0)] && Int($0) != node }
    var after = trial
    for pod in movablePods(on: node, at: now) {
      let guest = guest(pod)
      after.take(guest, off: node)
      guard after.schedule(guest, among: others) != nil else { return false }
    }
    trial = after
    return true
  }

  /// Notes whether a node is unneeded; one that is gets a taint that scheduling avoids.
  mutating func setUnneeded(_ node: Int, _ isUnneeded: Bool, in simulation: inout Simulation) {
    let was = nodeAutoscaler.members[node].unneededSince != .infinity
    guard was != isUnneeded else { return }
    nodeAutoscaler.members[node].unneededSince = isUnneeded ? simulation.now : .infinity
    guard !nodes[node].isDeleted else { return }
    refreshTaints(of: node, in: &simulation)
  }

  /// Takes nodes away that were unneeded for long enough: several without pods at a time, one with.
  mutating func removeUnneededNodes(in simulation: inout Simulation) {
    var left = NodeAutoscaler.mostRemovals - nodeAutoscaler.removals.count
    var drains = NodeAutoscaler.mostDrains - nodeAutoscaler.removals.count { !$0.isEmpty }
    let due = nodeAutoscaler.members.indices.filter { isDue($0, at: simulation.now) }
    let empty = due.filter { movablePods(on: $0, at: simulation.now).isEmpty }
    for node in empty + due.filter({ !empty.contains($0) }) where left > 0 {
      let pool = Int(nodeAutoscaler.members[node].pool)
      let size = nodeAutoscaler.size(of: pool) - leavingCount(of: pool)
      guard size > nodeAutoscaler.pools[pool].spec.least else { continue }
      let isEmpty = empty.contains(node)
      guard isEmpty || drains > 0 else { continue }
      left -= 1
      if !isEmpty { drains -= 1 }
      beginRemoval(of: node, isEmpty: isEmpty, in: &simulation)
    }
  }

  private func isDue(_ node: Int, at now: SimTime) -> Bool {
    let member = nodeAutoscaler.members[node]
    guard member.stage == .present, member.unneededSince != .infinity else { return false }
    let settings = nodeAutoscaler.settings
    let needed = nodes[node].ready == .true ? settings.unneededTime : settings.unreadyTime
    return now - member.unneededSince >= needed
  }
}

extension WorkloadKind {
  /// Whether the autoscaler knows that a pod of this kind is made again elsewhere
  /// (drainability/rules/replicated with --skip-nodes-with-custom-controller-pods).
  ///
  /// It does not of pods that nobody owns nor of those that an operator's own resource owns.
  fileprivate var isReplicated: Bool {
    switch self {
    case .deployment, .replicaSet, .statefulSet, .daemonSet, .job, .cronJob: true
    case .pod, .operated, .podSet: false
    }
  }
}
