package import Manifests
package import SimulationKernel

/// When a node's kubelet takes memory, disk, inodes or process IDs for short
/// (pkg/kubelet/apis/config KubeletConfiguration; defaults of
/// pkg/kubelet/eviction/defaults_linux.go).
package struct EvictionThresholds: Sendable {
  /// Free memory in bytes below which a pod is evicted at once.
  package var hardMemory: Int64 = 100 << 20
  /// Free memory in bytes below which a pod is evicted after a time; nil for no such threshold.
  package var softMemory: Int64?
  /// How long free memory must stay below the soft threshold.
  package var softMemoryGrace = SimDuration.zero
  /// Free share of the disk below which pods go at once: the greater of nodefs.available<10% and
  /// imagefs.available<15%, which are the same file system here.
  package var hardDisk = 0.15
  /// Free share of the disk below which pods go after a time; nil for no such threshold.
  package var softDisk: Double?
  /// How long the free share must stay below the soft threshold.
  package var softDiskGrace = SimDuration.zero
  /// Free share of the disk's inodes below which pods go at once (nodefs.inodesFree<5%,
  /// imagefs.inodesFree<5%).
  package var hardInodes = 0.05
  /// Free share of the disk's inodes below which pods go after a time; nil for no such threshold.
  package var softInodes: Double?
  /// How long the free share of inodes must stay below the soft threshold.
  package var softInodesGrace = SimDuration.zero
  /// Free process IDs below which pods go at once; nil, the default, for no such threshold.
  package var hardProcesses: FreeProcesses?
  /// Free process IDs below which pods go after a time; nil for no such threshold.
  package var softProcesses: FreeProcesses?
  /// How long free process IDs must stay below the soft threshold.
  package var softProcessesGrace = SimDuration.zero
  /// Most grace that a pod gets at a soft threshold.
  package var maxPodGrace = SimDuration.zero
  /// How long a node's condition stays after the last shortage.
  package var transition = SimDuration.minutes(5)

  /// Makes upstream's defaults: hard thresholds only.
  package init() {}

  /// Whether the kubelet looks after process IDs.
  var watchesProcesses: Bool { hardProcesses != nil || softProcesses != nil }

  /// Whether a threshold of process IDs was written as their number, not as a share.
  func isProcessCount(isHard: Bool) -> Bool {
    if case .count? = isHard ? hardProcesses : softProcesses { true } else { false }
  }

  /// The least of something that must be free, memory in bytes, process IDs of so many as a number
  /// and the others as a share; nil for no such threshold.
  func least(of signal: EvictionSignal, isHard: Bool, processIDs: Int64) -> Double? {
    switch signal {
    case .memory: isHard ? Double(hardMemory) : softMemory.map { Double($0) }
    // Only the hard threshold is copied (helpers.go addAllocatableThresholds).
    case .podMemory: isHard ? Double(hardMemory) : nil
    case .disk: isHard ? hardDisk : softDisk
    case .inodes: isHard ? hardInodes : softInodes
    case .processes:
      (isHard ? hardProcesses : softProcesses).map { Double($0.number(of: processIDs)) }
    }
  }

  /// How long a shortage must last at the soft threshold.
  func softGrace(of signal: EvictionSignal) -> SimDuration {
    switch signal {
    case .memory: softMemoryGrace
    case .podMemory: .zero
    case .disk: softDiskGrace
    case .inodes: softInodesGrace
    case .processes: softProcessesGrace
    }
  }
}

extension FreeProcesses {
  /// How many of a node's process IDs must be free; a share is a float32 (GetThresholdQuantity).
  func number(of whole: Int64) -> Int64 {
    switch self {
    case .count(let number): number
    case .share(let share): Int64(Double(whole) * Double(Float(share)))
    }
  }
}
