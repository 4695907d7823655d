package import Manifests
package import SimulationKernel

/// When a node's kubelet takes memory, disk, inodes or process IDs for short
/// (pkg/kubelet/apis/config KubeletConfiguration; defaults of
/// pkg/kubelet/eviction/defaults_linux.go).
package struct EvictionThresholds: Sendable {
  /// What must be free lest a pod is evicted at once.
  package var hard: EvictionLimits
  /// What must be free lest a pod is evicted after a time.
  package var soft = EvictionLimits()
  /// How long that is.
  package var softGrace = EvictionGraces()
  /// What must be free beyond a threshold that was met before it counts as resolved.
  package var reclaim = EvictionLimits()
  /// Most grace that a pod gets at a soft threshold.
  package var maxPodGrace = SimDuration.zero
  /// How long a node's condition stays after the last shortage.
  package var transition = SimDuration.minutes(5)

  /// Makes upstream's defaults: hard thresholds only.
  package init() {
    hard = EvictionLimits()
    hard.memory = .count(100 << 20)
    hard.nodeDisk = .share(0.1)
    hard.imageDisk = .share(0.15)
    hard.nodeInodes = .share(0.05)
    hard.imageInodes = .share(0.05)
  }

  /// Whether the kubelet looks after process IDs.
  var watchesProcesses: Bool { hard.processes != nil || soft.processes != nil }

  /// The threshold of a signal; nil for none.
  func threshold(of signal: EvictionSignal, isHard: Bool) -> EvictionAmount? {
    // Only the hard one is copied for all pods together (helpers.go addAllocatableThresholds).
    if signal == .podMemory, !isHard { return nil }
    return isHard ? hard[signal] : soft[signal]
  }

  /// The least of a whole that must be free; nil for no such threshold.
  ///
  /// With `reclaim`, what must be free for a threshold that was met to be resolved
  /// (thresholdsMet, enforceMinReclaim).
  func least(
    of signal: EvictionSignal, isHard: Bool, whole: Int64, withReclaim: Bool = false
  ) -> Int64? {
    guard let threshold = threshold(of: signal, isHard: isHard) else { return nil }
    let more = withReclaim ? reclaim[signal] : nil
    let least = threshold.number(of: whole)
    return more.map { least.addingReportingOverflow($0.number(of: whole)) }
      .map { $0.overflow ? .max : $0.partialValue } ?? least
  }

  /// How long a shortage must last at the soft threshold.
  func grace(of signal: EvictionSignal) -> SimDuration { softGrace[signal] ?? .zero }
}

extension EvictionGraces {
  /// What is written for a signal.
  fileprivate subscript(signal: EvictionSignal) -> SimDuration? {
    switch signal {
    case .memory: memory
    case .podMemory: nil
    case .nodeDisk: nodeDisk
    case .imageDisk: imageDisk
    case .nodeInodes: nodeInodes
    case .imageInodes: imageInodes
    case .processes: processes
    }
  }
}

extension EvictionLimits {
  /// What is written for a signal; all pods together have the memory's.
  fileprivate subscript(signal: EvictionSignal) -> EvictionAmount? {
    switch signal {
    case .memory, .podMemory: memory
    case .nodeDisk: nodeDisk
    case .imageDisk: imageDisk
    case .nodeInodes: nodeInodes
    case .imageInodes: imageInodes
    case .processes: processes
    }
  }
}

extension EvictionAmount {
  /// How much of a whole it is; a share is a float32 (api/types.go GetThresholdQuantity).
  func number(of whole: Int64) -> Int64 {
    switch self {
    case .count(let number): number
    case .share(let share): Int64(Double(whole) * Double(Float(share)))
    }
  }
}
