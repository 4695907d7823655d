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

/// What a node can be short of.
enum EvictionSignal: Int, CaseIterable {
  case memory
  case disk

  /// The resource's name in events.
  var resource: String { self == .memory ? "memory" : "ephemeral-storage" }
  /// The taint that a node with the condition carries.
  var taint: String {
    self == .memory ? "node.kubernetes.io/memory-pressure" : "node.kubernetes.io/disk-pressure"
  }
}

/// How short a node is of one thing.
struct EvictionPressure: BitwiseCopyable {
  /// Since when a threshold has been met without a break; `infinity` while none is.
  var since = SimTime.infinity
  /// When one was met last.
  var lastMet = SimTime.zero
  /// Whether the node shows the condition.
  var isShown = false
}

/// The eviction manager of one node.
struct EvictionState: BitwiseCopyable {
  var memory = EvictionPressure()
  var disk = EvictionPressure()
  /// When the next pass is due; `infinity` while nothing is short.
  var passAt = SimTime.infinity
  /// When the kubelet looks next for images to delete; `infinity` while the disk has room.
  var collectsImagesAt = SimTime.infinity
  /// Until when the manager waits for the pod that it evicted last.
  var waitsUntil = SimTime.zero
  var victim = PodHandle.none

  subscript(signal: EvictionSignal) -> EvictionPressure {
    get { signal == .memory ? memory : disk }
    set { if signal == .memory { memory = newValue } else { disk = newValue } }
  }
}

/// Where a pod stands among those that a shortage may take; the first goes
/// (pkg/kubelet/eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc).
struct EvictionRank: Comparable {
  /// Whether it uses more than it requested.
  let exceeds: Bool
  let priority: Int32
  /// Use beyond the request, in bytes.
  let excess: Int64

  /// Whether one pod goes before another.
  static func < (left: EvictionRank, right: EvictionRank) -> Bool {
    if left.exceeds != right.exceeds { return left.exceeds }
    if left.priority != right.priority { return left.priority < right.priority }
    return left.excess > right.excess
  }
}
