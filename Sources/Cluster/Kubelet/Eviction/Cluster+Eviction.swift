import Manifests
import SimulationKernel

/// The kubelets' eviction managers (pkg/kubelet/eviction/eviction_manager.go).
///
/// They look every ten seconds; a look is only made while something may be short.
extension Cluster {
  /// A node got less free memory, disk or process IDs: the next look follows if that may be too
  /// little.
  mutating func watchPressure(of node: Int, in simulation: inout Simulation) {
    guard !isSettling else { return }
    watchImages(of: node, in: &simulation)
    guard evictions[node].passAt == .infinity, nodes[node].isUp else { return }
    guard EvictionSignal.allCases.contains(where: { isShort(of: $0, node) }) else { return }
    armEvictionPass(of: node, in: &simulation)
  }

  /// How many conditions a node may have while it is short of something.
  package static var pressureCount: Int { NodePressure.allCases.count }

  /// The conditions that a node may have while it is short of something, and whether it has them.
  package func pressures(of node: Int) -> [(name: String, isShown: Bool)] {
    NodePressure.allCases.map { ($0.name, evictions[node][$0].isShown) }
  }

  mutating func armEvictionPass(of node: Int, in simulation: inout Simulation) {
    let phase = Timings.evictionMonitor.scaled(by: unit(nodeKeys[node], .status, at: .zero))
    evictions[node].passAt = nextTick(
      from: simulation.now + .nanoseconds(1), phase: phase, period: Timings.evictionMonitor)
    schedule(.evictionPass, at: evictions[node].passAt, argument: UInt32(node), in: &simulation)
  }

  private func isBelow(_ signal: EvictionSignal, _ node: Int, isHard: Bool) -> Bool {
    let thresholds = nodeSpecs[node].kubelet.eviction
    guard let least = least(of: signal, node, isHard: isHard) else { return false }
    switch signal {
    case .memory, .podMemory:
      // What a node keeps from pods is at least the hard threshold.
      let spare = nodeSpecs[node].capacity.memory - nodeSpecs[node].allocatable.memory
      let kept = max(0, thresholds.hardMemory - spare)
      return Double(free(signal, on: node) + kept) < least
    case .disk: return disks.freeShare(of: node) < least
    case .inodes: return disks.freeInodeShare(of: node) < least
    case .processes: return !hasFree(Int64(least.rounded(.up)), on: node)
    }
  }

  /// Free memory of a node as a signal counts it, in bytes.
  private func free(_ signal: EvictionSignal, on node: Int) -> Int64 {
    signal == .podMemory ? memory.room(on: node) : memory.available(on: node)
  }

  private func least(of signal: EvictionSignal, _ node: Int, isHard: Bool) -> Double? {
    nodeSpecs[node].kubelet.eviction.least(
      of: signal, isHard: isHard, processIDs: nodeSpecs[node].processIDs)
  }

  private func isShort(of signal: EvictionSignal, _ node: Int) -> Bool {
    isBelow(signal, node, isHard: true) || isBelow(signal, node, isHard: false)
  }

  /// One look of a node's eviction manager.
  mutating func passEviction(of node: Int, in simulation: inout Simulation) {
    guard evictions[node].passAt == simulation.now else { return }
    evictions[node].passAt = .infinity
    guard nodes[node].isUp else { return }
    for pressure in NodePressure.allCases { observe(pressure, node, in: &simulation) }
    if !evictOverLimits(of: node, in: &simulation) { reclaim(node, in: &simulation) }
    if NodePressure.allCases.contains(where: { evictions[node][$0].isShown }) {
      armEvictionPass(of: node, in: &simulation)
    }
  }

  private mutating func observe(
    _ condition: NodePressure, _ node: Int, in simulation: inout Simulation
  ) {
    var pressure = evictions[node][condition]
    var isMet = false
    for signal in EvictionSignal.allCases where signal.pressure == condition {
      let isShort = isShort(of: signal, node)
      isMet = isMet || isShort
      evictions[node][since: signal] =
        isShort ? min(evictions[node][since: signal], simulation.now) : .infinity
    }
    if isMet { pressure.lastMet = simulation.now }
    let transition = nodeSpecs[node].kubelet.eviction.transition
    let isShown =
      isMet || pressure.isShown && simulation.now - pressure.lastMet < transition
    let hasChanged = isShown != pressure.isShown
    pressure.isShown = isShown
    evictions[node][condition] = pressure
    guard hasChanged else { return }
    let reason = condition.reason(isShown: isShown)
    record(
      node: node, reason, "Node \(nodeSpecs[node].name) status is now: \(reason)", in: simulation)
    refreshTaints(of: node, in: &simulation)
    if !isShown { wakeScheduler(.nodeTaints, node: node, in: &simulation) }
  }

  /// Whether a threshold is met that asks for an eviction now, and whether it is a hard one.
  private func demand(for signal: EvictionSignal, _ node: Int, at now: SimTime) -> Bool? {
    if isBelow(signal, node, isHard: true) { return true }
    let grace = nodeSpecs[node].kubelet.eviction.softGrace(of: signal)
    let since = evictions[node][since: signal]
    return isBelow(signal, node, isHard: false) && since < .infinity && now - since >= grace
      ? false : nil
  }

  /// Frees what can be freed without harm, then evicts one pod at most.
  private mutating func reclaim(_ node: Int, in simulation: inout Simulation) {
    let victim = evictions[node].victim
    let isGoing = pods.contains(victim) && pods[victim].stage != .ended
    guard !isGoing || simulation.now >= evictions[node].waitsUntil else { return }
    for signal in EvictionSignal.allCases {
      guard demand(for: signal, node, at: simulation.now) != nil else { continue }
      record(
        node: node, "EvictionThresholdMet", "Attempting to reclaim \(signal.resource)",
        isWarning: true, in: simulation)
      if signal.pressure == .disk { deleteImages(.max, on: node, at: simulation.now) }
      // One signal a pass (synchronize): the next one waits for the next look.
      guard let isHard = demand(for: signal, node, at: simulation.now) else { return }
      evictOne(for: signal, node, isHard: isHard, in: &simulation)
      return
    }
  }

  private mutating func evictOne(
    for signal: EvictionSignal, _ node: Int, isHard: Bool, in simulation: inout Simulation
  ) {
    let candidates = nodePods[node].filter { isEvictable($0) }
    guard let pod = candidates.min(by: { rank($0, for: signal) < rank($1, for: signal) }) else {
      return
    }
    let own = templates[Int(pods[pod].template)].spec.terminationGrace
    let most = nodeSpecs[node].kubelet.eviction.maxPodGrace
    let grace = isHard ? Timings.hardEviction : min(own, most)
    record(
      pod, "Evicted", evictionMessage(for: pod, signal, node, isHard: isHard), isWarning: true,
      in: simulation)
    evictions[node].victim = pod
    evictions[node].waitsUntil = simulation.now + Timings.evictionWait
    stopEvicted(pod, grace: grace, in: &simulation)
  }

  /// Whether a kubelet may evict a pod: it has containers and is not critical.
  func isEvictable(_ pod: PodHandle) -> Bool {
    pods[pod].stage != .ended && pods[pod].hasContainers && !pods[pod].isTerminating
      && !pods[pod].isStopping && !isCritical(pod)
  }

  /// Why a pod goes, and what of its containers use more than they requested
  /// (pkg/kubelet/eviction/helpers.go evictionMessage).
  private func evictionMessage(
    for pod: PodHandle, _ signal: EvictionSignal, _ node: Int, isHard: Bool
  ) -> String {
    "The node was low on resource: \(signal.resource). "
      + shortage(of: signal, node, isHard: isHard) + excesses(of: pod, signal)
  }

  /// The threshold and what is free; less than nothing is not.
  ///
  /// A threshold's share is a float32 and its amount binary, the free inodes and process IDs are
  /// decimal, and so is a threshold that was written as a number (parseThresholdStatement,
  /// GetThresholdQuantity, makeSignalObservations).
  private func shortage(of signal: EvictionSignal, _ node: Int, isHard: Bool) -> String {
    let least = least(of: signal, node, isHard: isHard) ?? 0
    let share = Double(Float(least))
    let (threshold, available): (String, String) =
      switch signal {
      case .memory, .podMemory:
        (FigureText.size(Int64(least)), FigureText.size(max(0, free(signal, on: node))))
      case .disk:
        (
          FigureText.size(Int64(Double(disks.capacity(of: node)) * share)),
          FigureText.size(max(0, disks.available(on: node)))
        )
      case .inodes:
        (
          FigureText.size(Int64(Double(disks.inodes(of: node)) * share)),
          FigureText.count(disks.freeInodes(of: node))
        )
      case .processes:
        (
          nodeSpecs[node].kubelet.eviction.isProcessCount(isHard: isHard)
            ? FigureText.count(Int64(least)) : FigureText.size(Int64(least)),
          FigureText.count(freeProcesses(on: node))
        )
      }
    return "Threshold quantity: \(threshold), available: \(available). "
  }

  private func excesses(of pod: PodHandle, _ signal: EvictionSignal) -> String {
    guard signal.pressure == .memory || signal == .disk else { return "" }
    var message = ""
    for index in containerRange(of: pod) {
      let container = spec(ofContainer: index)
      let (used, request) =
        signal.pressure == .memory
        ? (memory.held(by: index), container.requests.memory)
        : (filesHeld(byContainer: index), container.requests.ephemeralStorage)
      guard used > request else { continue }
      message +=
        "Container \(container.name) was using \(FigureText.size(used)), request is "
        + "\(FigureText.size(request)), has larger consumption of \(signal.resource). "
    }
    return message
  }

  /// Every pod has more inodes than it requested, which is none; that their number is counted from
  /// what it requests of the disk in bytes is upstream's (helpers.go exceedDiskRequests, disk).
  private func rank(_ pod: PodHandle, for signal: EvictionSignal) -> EvictionRank {
    let template = templates[Int(pods[pod].template)]
    let priority = template.spec.priority
    let storage = template.requests.ephemeralStorage
    let excess: Int64 =
      switch signal {
      case .memory, .podMemory: workingSet(of: pod) - template.requests.memory
      case .disk: filesHeld(by: pod) - storage
      case .inodes: -storage
      case .processes: processes(of: pod)
      }
    return EvictionRank(
      exceeds: signal == .inodes || excess > 0, priority: priority, excess: excess)
  }

  /// Ends an evicted pod; its object stays, with phase Failed.
  mutating func stopEvicted(
    _ pod: PodHandle, grace: SimDuration, in simulation: inout Simulation
  ) {
    pods[pod].reason = .evicted
    stop(pod, grace: grace, in: &simulation)
  }
}
