package import SimulationKernel

/// When a node's kubelet takes memory or disk for short (pkg/kubelet/apis/config
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
  /// Most grace that a pod gets at a soft threshold.
  package var maxPodGrace = SimDuration.zero
  /// How long a node's condition stays after the last shortage.
  package var transition = SimDuration.minutes(5)

  /// Makes upstream's defaults: hard thresholds only.
  package init() {}
}
