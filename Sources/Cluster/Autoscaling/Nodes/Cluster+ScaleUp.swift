import Manifests
import SimulationKernel

// How pools grow (cluster-autoscaler/core/scaleup/orchestrator, estimator/binpacking_estimator.go).
extension Cluster {
  /// What one pool could do for the waiting pods.
  private struct Estimate {
    /// The nodes that it would get.
    var nodes: [Int] = []
    /// Places of the pods that they would take.
    var taken: [Int] = []
    /// Why it does not take pods, by their place: nil for one that it could take.
    var refusals: [String?]
    /// Why it may not grow at all.
    var skipped: String?
  }

  /// A pod that no node takes, and what the scheduler counts of it.
  private typealias Helpless = (pod: PodHandle, guest: PlacementTrial.Guest)

  /// Grows the pool that the expander chooses, and returns what came of it.
  mutating func growPools(
    for pending: [PodHandle], in simulation: inout Simulation
  ) -> NodeAutoscaler.ScaleUp {
    guard !pending.isEmpty else {
      nodeAutoscaler.refused.removeAll()
      return .nothing
    }
    var trial = placementTrial()
    joinComing(in: &trial)
    let helpless = helpless(among: pending, &trial)
    guard !helpless.isEmpty else { return .nothing }
    if isFull {
      reportFullCluster(to: helpless.map(\.pod), in: simulation)
      return .nothing
    }
    guard !areNew(helpless.map(\.pod), at: simulation.now) else { return .waits }
    let guests = helpless.map(\.guest)
    var estimates: [Estimate] = []
    for pool in nodeAutoscaler.pools.indices {
      estimates.append(estimate(pool: pool, for: guests, trial, at: simulation.now))
    }
    let options = estimates.indices.compactMap { pool in
      option(of: estimates[pool], pool: pool, guests)
    }
    let best = chosen(among: options)
    guard let best else {
      refuse(helpless.map(\.pod), estimates, in: simulation)
      return .nothing
    }
    grow(pool: best.pool, estimates, helpless, in: &simulation)
    return .grows
  }

  /// Whether the oldest of some pods is so new that more are expected with it; with GPUs, which are
  /// dear, that is longer (static_autoscaler.go allPodsAreNew).
  private func areNew(_ waiting: [PodHandle], at now: SimTime) -> Bool {
    let oldest = waiting.map { pods[$0].createdAt }.min() ?? .zero
    let oldestWithGPU = waiting.filter { asksGPU($0) }.map { pods[$0].createdAt }.min()
    return oldest + NodeAutoscaler.newPodBuffer > now
      || oldestWithGPU.map { $0 + NodeAutoscaler.newGPUPodBuffer > now } ?? false
  }

  private func asksGPU(_ pod: PodHandle) -> Bool {
    templates[Int(pods[pod].template)].placement.extended.contains {
      NodeAutoscaler.gpuResources.contains(scheduler.cache.extendedNames[$0.resource])
    }
  }

  /// The pods that neither the nodes there are nor those on their way take; of pods alike only the
  /// first is asked about once one fitted nowhere.
  private mutating func helpless(
    among pending: [PodHandle], _ trial: inout PlacementTrial
  ) -> [Helpless] {
    var helpless: [Helpless] = []
    var hopeless: [Int32] = []
    for pod in pending {
      let guest = guest(pod)
      if !hopeless.contains(guest.likeness) {
        if trial.schedule(guest, among: trial.cache.order) != nil { continue }
        if guest.likeness >= 0 { hopeless.append(guest.likeness) }
      }
      helpless.append((pod, guest))
    }
    return helpless
  }

  private mutating func chosen(among options: [ExpansionOption]) -> ExpansionOption? {
    let settings = nodeAutoscaler.settings
    let rules =
      settings.expanders.isEmpty
      ? [version.hasLeastWasteExpander ? .leastWaste : .random] : settings.expanders
    return AutoscalerSettings.Expander.choose(
      among: options, by: rules, nodes: nodes.count { !$0.isDeleted },
      random: &nodeAutoscaler.choice)
  }

  /// Orders a pool's machines, or those of like pools with it.
  private mutating func grow(
    pool: Int, _ estimates: [Estimate], _ helpless: [Helpless], in simulation: inout Simulation
  ) {
    let estimate = estimates[pool]
    var orders = [(pool: pool, nodes: estimate.nodes)]
    if nodeAutoscaler.settings.balancesSimilarPools {
      let others = estimates.indices.filter { other in
        other != pool && estimates[other].skipped == nil
          && estimate.taken.allSatisfy { estimates[other].refusals[$0] == nil }
      }
      orders = balanced(estimate.nodes, of: pool, others)
    }
    var changes: [String] = []
    for (pool, nodes) in orders {
      let spec = nodeAutoscaler.pools[pool].spec
      let before = nodeAutoscaler.size(of: pool)
      order(nodes, pool: pool, in: &simulation)
      changes.append(
        "{\(spec.name) \(before)->\(before + nodes.count) (max: \(spec.greatest))}")
    }
    for index in estimate.taken {
      record(
        helpless[index].pod, "TriggeredScaleUp",
        "pod triggered scale-up: [\(changes.joined(separator: " "))]", by: .clusterAutoscaler,
        in: simulation)
    }
  }

  /// Nodes that were ordered or are not ready yet count as if they were there.
  private func joinComing(in trial: inout PlacementTrial) {
    let coming = nodeAutoscaler.members.indices.filter {
      let stage = nodeAutoscaler.members[$0].stage
      return stage == .ordered || stage == .joining
    }
    guard !coming.isEmpty else { return }
    trial.join(coming.map { ($0, nodeSpecs[$0].taints) })
    for node in coming { putDaemons(on: node, in: &trial) }
  }

  /// The DaemonSets' pods are on every node before others come; those that are there count already.
  private func putDaemons(on node: Int, in trial: inout PlacementTrial) {
    for workload in workloads.indices
    where workloads[workload].kind == .daemonSet && suits(node, workload)
      && !nodePods[node].contains(where: { Int(pods[$0].owner) == workload })
    {
      let revision = workloads[workload].revisions[workloads[workload].newest]
      let template = templates[Int(revision.template)]
      let query = PodQuery(template.placement, matches: selectors.matches(of: template.labelSet))
      trial.put(PlacementTrial.Guest(query: query, claims: []), on: node)
    }
  }

  /// How many nodes of a pool the waiting pods need: the greatest first, each on the first new node
  /// that takes it.
  private func estimate(
    pool: Int, for guests: [PlacementTrial.Guest], _ trial: PlacementTrial, at now: SimTime
  ) -> Estimate {
    var estimate = Estimate(refusals: Array(repeating: nil, count: guests.count))
    let spec = nodeAutoscaler.pools[pool].spec
    let free = spec.nodes.filter {
      nodeAutoscaler.members[$0].stage == .absent && nodePods[$0].isEmpty
    }
    let room = roomToGrow(pool, free: free.count)
    if areTooManyUnready(of: spec.nodes) {
      estimate.skipped = "not ready for scale-up"
    } else if now < nodeAutoscaler.pools[pool].backoffUntil {
      estimate.skipped = "in backoff after failed scale-up"
    } else if nodeAutoscaler.size(of: pool) >= spec.greatest {
      estimate.skipped = "max node group size reached"
    }
    guard let template = free.first ?? spec.nodes.last else { return estimate }
    var alone = trial
    alone.join([(template, nodeSpecs[template].taints)])
    if nodeAutoscaler.members[template].stage == .absent { putDaemons(on: template, in: &alone) }
    for index in guests.indices {
      let like = guests[index].likeness
      let known = like < 0 ? nil : guests[..<index].firstIndex { $0.likeness == like }
      estimate.refusals[index] =
        known.map { estimate.refusals[$0] } ?? alone.refusal(of: guests[index], on: template)
    }
    guard estimate.skipped == nil else { return estimate }
    pack(guests, trial, Array(free.prefix(room)), into: &estimate)
    return estimate
  }

  /// How many nodes a pool may get.
  func roomToGrow(_ pool: Int, free: Int) -> Int {
    let size = nodeAutoscaler.size(of: pool)
    var room = min(nodeAutoscaler.pools[pool].spec.greatest - size, free)
    room = min(room, NodeAutoscaler.mostPerScaleUp)
    if nodeAutoscaler.settings.maxNodesTotal > 0 {
      let all = nodeAutoscaler.members.indices.count {
        nodeAutoscaler.members[$0].stage != .absent
          && (nodeAutoscaler.members[$0].pool >= 0 || !nodes[$0].isDeleted)
      }
      room = min(room, nodeAutoscaler.settings.maxNodesTotal - all)
    }
    return max(0, room)
  }

  private func pack(
    _ guests: [PlacementTrial.Guest], _ trial: PlacementTrial, _ free: [Int],
    into estimate: inout Estimate
  ) {
    var trial = trial
    var joined: [Int32] = []
    var isLastEmpty = false
    let fitting = guests.indices.filter { estimate.refusals[$0] == nil }
    for index in decreasing(fitting, guests, on: free.first) {
      if let node = trial.schedule(guests[index], among: joined) {
        estimate.taken.append(index)
        if !estimate.nodes.contains(node) { estimate.nodes.append(node) }
        if Int32(node) == joined.last { isLastEmpty = false }
        continue
      }
      guard !isLastEmpty, joined.count < free.count else { continue }
      let node = free[joined.count]
      trial.join([(node, nodeSpecs[node].taints)])
      putDaemons(on: node, in: &trial)
      joined.append(Int32(node))
      isLastEmpty = trial.schedule(guests[index], among: [Int32(node)]) == nil
      if !isLastEmpty {
        estimate.taken.append(index)
        estimate.nodes.append(node)
      }
    }
  }

  /// Pods by what they ask of a node, the most demanding first
  /// (estimator/decreasing_pod_orderer.go).
  private func decreasing(
    _ indices: [Int], _ guests: [PlacementTrial.Guest], on node: Int?
  ) -> [Int] {
    guard let node else { return indices }
    let whole = nodeSpecs[node].allocatable
    func score(_ index: Int) -> Double {
      let demand = guests[index].query.demand
      return Double(demand.cpuMilli) / Double(max(1, whole.cpuMilli))
        + Double(demand.memory) / Double(max(1, whole.memory))
    }
    let scored: [(index: Int, score: Double)] = indices.map { ($0, score($0)) }
    let sorted = scored.sorted { first, second in
      first.score == second.score ? first.index < second.index : first.score > second.score
    }
    return sorted.map(\.index)
  }

  private func option(
    of estimate: Estimate, pool: Int, _ guests: [PlacementTrial.Guest]
  ) -> ExpansionOption? {
    guard let node = estimate.nodes.first, !estimate.taken.isEmpty else { return nil }
    var requested = PodResources()
    for index in estimate.taken {
      requested.cpuMilli += guests[index].query.demand.cpuMilli
      requested.memory += guests[index].query.demand.memory
    }
    return ExpansionOption(
      pool: pool, nodes: estimate.nodes.count, pods: estimate.taken.count,
      node: nodeSpecs[node].capacity, requested: requested,
      priority: nodeAutoscaler.pools[pool].spec.priority,
      price: nodeAutoscaler.pools[pool].spec.price)
  }

  /// Says why of pods that no pool that may grow would take, once for each new reason
  /// (orchestrator.go GetRemainingPods; eventing_scale_up_processor.go).
  private mutating func refuse(
    _ helpless: [PodHandle], _ estimates: [Estimate], in simulation: borrowing Simulation
  ) {
    for (index, pod) in helpless.enumerated() {
      let couldHelp = estimates.contains { $0.skipped == nil && $0.refusals[index] == nil }
      guard !couldHelp else { continue }
      var counts: [(reason: String, pools: Int)] = []
      for estimate in estimates {
        guard let reason = estimate.skipped ?? estimate.refusals[index] else { continue }
        if let known = counts.firstIndex(where: { $0.reason == reason }) {
          counts[known].pools += 1
        } else {
          counts.append((reason, 1))
        }
      }
      guard !counts.isEmpty else { continue }
      let text = counts.map { "\($0.pools) \($0.reason)" }.joined(separator: ", ")
      refuse(pod, text, in: simulation)
    }
  }
}
