package import SimulationKernel

/// When a node's kubelet takes memory, disk or inodes for short (pkg/kubelet/apis/config
/// KubeletConfiguration; defaults of pkg/kubelet/eviction/defaults_linux.go).
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
  /// Most grace that a pod gets at a soft threshold.
  package var maxPodGrace = SimDuration.zero
  /// How long a node's condition stays after the last shortage.
  package var transition = SimDuration.minutes(5)

  /// Makes upstream's defaults: hard thresholds only.
  package init() {}

  /// The least of something that must be free, memory in bytes and the others as a share; nil for
  /// no such threshold.
  func least(of signal: EvictionSignal, isHard: Bool) -> Double? {
    switch signal {
    case .memory: isHard ? Double(hardMemory) : softMemory.map { Double($0) }
    case .disk: isHard ? hardDisk : softDisk
    case .inodes: isHard ? hardInodes : softInodes
    }
  }

  /// How long a shortage must last at the soft threshold.
  func softGrace(of signal: EvictionSignal) -> SimDuration {
    switch signal {
    case .memory: softMemoryGrace
    case .disk: softDiskGrace
    case .inodes: softInodesGrace
    }
  }
}
