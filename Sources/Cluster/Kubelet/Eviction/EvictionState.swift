import SimulationKernel

/// The eviction manager of one node.
struct EvictionState: BitwiseCopyable {
  private var memory = EvictionPressure()
  private var disk = EvictionPressure()
  private var processes = EvictionPressure()
  private var memorySince = SimTime.infinity
  private var podMemorySince = SimTime.infinity
  private var diskSince = SimTime.infinity
  private var inodesSince = SimTime.infinity
  private var processesSince = SimTime.infinity
  /// When the next pass is due; `infinity` while nothing is short.
  var passAt = SimTime.infinity
  /// When the kubelet looks next for images to delete; `infinity` while the disk has room.
  var collectsImagesAt = SimTime.infinity
  /// Until when the manager waits for the pod that it evicted last.
  var waitsUntil = SimTime.zero
  var victim = PodHandle.none

  subscript(pressure: NodePressure) -> EvictionPressure {
    get {
      switch pressure {
      case .memory: memory
      case .disk: disk
      case .processes: processes
      }
    }
    set {
      switch pressure {
      case .memory: memory = newValue
      case .disk: disk = newValue
      case .processes: processes = newValue
      }
    }
  }

  /// Since when a threshold of a signal has been met without a break; `infinity` while none is.
  subscript(since signal: EvictionSignal) -> SimTime {
    get {
      switch signal {
      case .memory: memorySince
      case .podMemory: podMemorySince
      case .disk: diskSince
      case .inodes: inodesSince
      case .processes: processesSince
      }
    }
    set {
      switch signal {
      case .memory: memorySince = newValue
      case .podMemory: podMemorySince = newValue
      case .disk: diskSince = newValue
      case .inodes: inodesSince = newValue
      case .processes: processesSince = newValue
      }
    }
  }
}
