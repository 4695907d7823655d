import SimulationKernel

/// The eviction manager of one node.
struct EvictionState: BitwiseCopyable {
  /// A threshold that was met with its grace over at the last look, as a bit.
  private var met: UInt16 = 0
  private var memory = EvictionPressure()
  private var disk = EvictionPressure()
  private var processes = EvictionPressure()
  private var memorySince = SimTime.infinity
  private var imageDiskSince = SimTime.infinity
  private var nodeDiskSince = SimTime.infinity
  private var imageInodesSince = SimTime.infinity
  private var nodeInodesSince = SimTime.infinity
  private var processesSince = SimTime.infinity
  /// When the next pass is due; `infinity` while nothing is short.
  var passAt = SimTime.infinity
  /// When the kubelet looks next for images to delete; `infinity` while the disk has room.
  var collectsImagesAt = SimTime.infinity
  /// When a look last found too few images to delete; `infinity` for never.
  var failedToCollectAt = SimTime.infinity
  /// Until when the manager waits for the pods that it evicted last.
  var waitsUntil = SimTime.zero

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

  /// Whether a threshold was met at the last look, its grace over: it is resolved only once the
  /// least that is to be reclaimed is free as well (eviction_manager.go thresholdsMet).
  subscript(isMet signal: EvictionSignal, isHard isHard: Bool) -> Bool {
    get { met & Self.bit(signal, isHard) != 0 }
    set {
      let bit = Self.bit(signal, isHard)
      met = newValue ? met | bit : met & ~bit
    }
  }

  private static func bit(_ signal: EvictionSignal, _ isHard: Bool) -> UInt16 {
    1 << UInt16(signal.rawValue * 2 + (isHard ? 0 : 1))
  }

  /// Since when the soft threshold of a signal has been met without a break; `infinity` while it is
  /// not.
  subscript(since signal: EvictionSignal) -> SimTime {
    get {
      switch signal {
      case .memory: memorySince
      case .podMemory: .infinity
      case .imageDisk: imageDiskSince
      case .nodeDisk: nodeDiskSince
      case .imageInodes: imageInodesSince
      case .nodeInodes: nodeInodesSince
      case .processes: processesSince
      }
    }
    set {
      switch signal {
      case .memory: memorySince = newValue
      case .podMemory: break
      case .imageDisk: imageDiskSince = newValue
      case .nodeDisk: nodeDiskSince = newValue
      case .imageInodes: imageInodesSince = newValue
      case .nodeInodes: nodeInodesSince = newValue
      case .processes: processesSince = newValue
      }
    }
  }
}
