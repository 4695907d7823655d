import Manifests
import SimulationKernel

/// The kubelets' eviction managers (pkg/kubelet/eviction/eviction_manager.go).
///
/// They look every ten seconds, and after an eviction as soon as the pod has ended, for which they
/// look each second; a look is only made while something may be short.
extension Cluster {
  /// A node got less free memory, disk or process IDs: the next look follows if that may be too
  /// little.
  mutating func watchPressure(of node: Int, in simulation: inout Simulation) {
    guard !isSettling else { return }
    watchImages(of: node, in: &simulation)
    guard evictions[node].passAt == .infinity, tendsPods(node) else { return }
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
    let next = nextTick(
      from: simulation.now + .nanoseconds(1), phase: phase, period: Timings.evictionMonitor)
    armEvictionPass(of: node, at: next, in: &simulation)
  }

  private mutating func armEvictionPass(
    of node: Int, at time: SimTime, in simulation: inout Simulation
  ) {
    evictions[node].passAt = time
    schedule(.evictionPass, at: evictions[node].passAt, argument: UInt32(node), in: &simulation)
  }

  private func isBelow(
    _ signal: EvictionSignal, _ node: Int, isHard: Bool, withReclaim: Bool = false
  ) -> Bool {
    let whole = whole(of: signal, on: node)
    guard whole > 0,
      let least = nodeSpecs[node].kubelet.eviction.least(
        of: signal, isHard: isHard, whole: whole, withReclaim: withReclaim)
    else { return false }
    switch signal {
    case .memory, .podMemory:
      // What a node keeps from pods is at least the hard threshold.
      let spare = nodeSpecs[node].capacity.memory - nodeSpecs[node].allocatable.memory
      let kept = max(0, nodeSpecs[node].hardMemory - spare)
      return free(signal, on: node) + kept < least
    case .imageDisk, .nodeDisk, .imageInodes, .nodeInodes: return free(signal, on: node) < least
    case .processes: return !hasFree(least, on: node)
    }
  }

  /// All that a node has of what a signal counts; zero for a disk of which nothing is known.
  private func whole(of signal: EvictionSignal, on node: Int) -> Int64 {
    switch signal {
    case .memory: nodeSpecs[node].capacity.memory
    case .podMemory: memory.podLimit(of: node)
    case .imageDisk, .nodeDisk: disks.capacity(of: node)
    case .imageInodes, .nodeInodes: disks.inodes(of: node)
    case .processes: nodeSpecs[node].processIDs
    }
  }

  /// What is free of it.
  private func free(_ signal: EvictionSignal, on node: Int) -> Int64 {
    switch signal {
    case .memory: memory.available(on: node)
    case .podMemory: memory.room(on: node)
    case .imageDisk, .nodeDisk: disks.available(on: node)
    case .imageInodes, .nodeInodes: disks.freeInodes(of: node)
    case .processes: freeProcesses(on: node)
    }
  }

  private func isShort(of signal: EvictionSignal, _ node: Int) -> Bool {
    isBelow(signal, node, isHard: true) || isBelow(signal, node, isHard: false)
  }

  /// Whether a threshold is met, or was met before and what is to be reclaimed is not free yet.
  private func isOpen(_ signal: EvictionSignal, _ node: Int, isHard: Bool) -> Bool {
    isBelow(
      signal, node, isHard: isHard, withReclaim: evictions[node][isMet: signal, isHard: isHard])
  }

  /// One look of a node's eviction manager.
  mutating func passEviction(of node: Int, in simulation: inout Simulation) {
    guard evictions[node].passAt == simulation.now else { return }
    evictions[node].passAt = .infinity
    guard tendsPods(node) else {
      // Without the runtime's figures a look finds nothing out (synchronize).
      if runsKubelet(node) { armEvictionPass(of: node, in: &simulation) }
      return
    }
    if simulation.now < evictions[node].waitsUntil, isEvicting(node) {
      armEvictionPass(of: node, at: simulation.now + Timings.evictionPoll, in: &simulation)
      return
    }
    for pressure in NodePressure.allCases { observe(pressure, node, in: &simulation) }
    let hasEvicted =
      evictOverLimits(of: node, in: &simulation) || reclaim(node, in: &simulation)
    if hasEvicted {
      evictions[node].waitsUntil = simulation.now + Timings.evictionWait
      armEvictionPass(of: node, at: simulation.now + Timings.evictionPoll, in: &simulation)
    } else if NodePressure.allCases.contains(where: { evictions[node][$0].isShown }) {
      armEvictionPass(of: node, in: &simulation)
    }
  }

  /// Whether a pod that was evicted has not ended.
  private func isEvicting(_ node: Int) -> Bool {
    nodePods[node].contains { pods[$0].reason == .evicted && pods[$0].stage != .ended }
  }

  private mutating func observe(
    _ condition: NodePressure, _ node: Int, in simulation: inout Simulation
  ) {
    var pressure = evictions[node][condition]
    var isMet = false
    for signal in EvictionSignal.allCases where signal.pressure == condition {
      if observe(signal, node, at: simulation.now) { isMet = true }
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
      node: node, reason, "Node \(nodeSpecs[node].name) status is now: \(reason)", by: .kubelet,
      in: simulation)
    refreshTaints(of: node, in: &simulation)
    if !isShown { wakeScheduler(.nodeTaints, node: node, in: &simulation) }
  }

  /// Notes which thresholds of a signal are met, those whose grace is over for the next look;
  /// returns whether any is.
  private mutating func observe(
    _ signal: EvictionSignal, _ node: Int, at now: SimTime
  ) -> Bool {
    let isHardOpen = isOpen(signal, node, isHard: true)
    let isSoftOpen = isOpen(signal, node, isHard: false)
    let since = isSoftOpen ? min(evictions[node][since: signal], now) : .infinity
    evictions[node][since: signal] = since
    let grace = nodeSpecs[node].kubelet.eviction.grace(of: signal)
    evictions[node][isMet: signal, isHard: true] = isHardOpen
    evictions[node][isMet: signal, isHard: false] = isSoftOpen && now - since >= grace
    return isHardOpen || isSoftOpen
  }

  /// Whether a threshold asks for an eviction since the last look, and whether it is a hard one.
  private func demand(for signal: EvictionSignal, _ node: Int) -> Bool? {
    if evictions[node][isMet: signal, isHard: true] { return true }
    return evictions[node][isMet: signal, isHard: false] ? false : nil
  }

  /// Whether nothing is short any more, and all is free that is to be reclaimed beyond
  /// (eviction_manager.go reclaimNodeLevelResources).
  private func isRelieved(_ node: Int) -> Bool {
    EvictionSignal.allCases.allSatisfy { signal in
      !isBelow(signal, node, isHard: true, withReclaim: true)
        && !isBelow(signal, node, isHard: false, withReclaim: true)
    }
  }

  /// Frees what can be freed without harm, then evicts one pod at most; returns whether it did.
  private mutating func reclaim(_ node: Int, in simulation: inout Simulation) -> Bool {
    for signal in EvictionSignal.allCases {
      guard let isHard = demand(for: signal, node) else { continue }
      record(
        node: node, "EvictionThresholdMet", "Attempting to reclaim \(signal.resource)",
        isWarning: true, by: .kubelet, in: simulation)
      if signal.pressure == .disk {
        deleteImages(.max, on: node, at: simulation.now)
        if isRelieved(node) { return false }
      }
      // One signal a pass (synchronize): the next one waits for the next look.
      return evictOne(for: signal, node, isHard: isHard, in: &simulation)
    }
    return false
  }

  private mutating func evictOne(
    for signal: EvictionSignal, _ node: Int, isHard: Bool, in simulation: inout Simulation
  ) -> Bool {
    let candidates = nodePods[node].filter { isEvictable($0) }
    guard let pod = candidates.min(by: { rank($0, for: signal) < rank($1, for: signal) }) else {
      return false
    }
    let grace = isHard ? Timings.hardEviction : softGrace(of: pod, on: node)
    pods[pod].isDisrupted = true
    record(
      pod, "Evicted", evictionMessage(for: pod, signal, node, isHard: isHard), isWarning: true,
      in: simulation)
    countEviction(for: signal.name, on: node)
    stopEvicted(pod, grace: grace, in: &simulation)
    return true
  }

  /// The grace of a pod at a soft threshold, which is a second at least (pod_workers.go
  /// calculateEffectiveGracePeriod).
  private func softGrace(of pod: PodHandle, on node: Int) -> SimDuration {
    let own = templates[Int(pods[pod].template)].spec.terminationGrace
    let most = nodeSpecs[node].kubelet.eviction.maxPodGrace
    return max(Timings.hardEviction, version.cutsSoftGrace ? min(own, most) : most)
  }

  /// Whether a kubelet may evict a pod: it has containers, was not evicted yet and is not critical.
  ///
  /// One that ends already counts as well: its grace becomes shorter (kubelet_pods.go
  /// filterOutInactivePods).
  func isEvictable(_ pod: PodHandle) -> Bool {
    pods[pod].stage != .ended && pods[pod].hasContainers && pods[pod].reason != .evicted
      && !isCritical(pod)
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
    let whole = whole(of: signal, on: node)
    let thresholds = nodeSpecs[node].kubelet.eviction
    let least = thresholds.least(of: signal, isHard: isHard, whole: whole) ?? 0
    let available = max(0, free(signal, on: node))
    let isCounted = signal.resource == "inodes" || signal.resource == "pids"
    var isDecimal = false
    if isCounted, case .count? = thresholds.threshold(of: signal, isHard: isHard) {
      isDecimal = true
    }
    let threshold = isDecimal ? FigureText.count(least) : FigureText.size(least)
    return "Threshold quantity: \(threshold), available: "
      + "\(isCounted ? FigureText.count(available) : FigureText.size(available)). "
  }

  private func excesses(of pod: PodHandle, _ signal: EvictionSignal) -> String {
    guard ["memory", "ephemeral-storage"].contains(signal.resource) else { return "" }
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
      case .imageDisk, .nodeDisk: filesHeld(by: pod) - storage
      case .imageInodes, .nodeInodes: -storage
      case .processes: processes(of: pod)
      }
    return EvictionRank(
      exceeds: signal.resource == "inodes" || excess > 0, priority: priority, excess: excess)
  }

  /// Ends an evicted pod; its object stays, with phase Failed.
  mutating func stopEvicted(
    _ pod: PodHandle, grace: SimDuration, in simulation: inout Simulation
  ) {
    pods[pod].reason = .evicted
    pods[pod].endPhase = .failed
    guard pods[pod].isStopping else {
      stop(pod, grace: grace, in: &simulation)
      return
    }
    pods[pod].graceEnd = min(pods[pod].graceEnd, simulation.now + grace)
    shortenStop(of: pod, in: &simulation)
  }
}
