import SimulationKernel

/// A machine's reboot under way.
struct NodeShutdown: BitwiseCopyable {
  /// How far it is.
  enum Stage: UInt8, Comparable {
    /// The kubelet ends the pods that are not critical.
    case pods
    /// It ends the critical ones.
    case criticalPods
    /// systemd stops what is left.
    case closing
    /// The power is off.
    case off

    static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  let node: Int
  var stage = Stage.pods
  /// When the next stage begins.
  var dueAt: SimTime
  /// How long the machine is off.
  let downtime: SimDuration
}
