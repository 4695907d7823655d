import SimulationKernel

/// A machine's reboot under way.
struct NodeShutdown: BitwiseCopyable {
  /// How far it is.
  enum Stage: Equatable {
    /// The kubelet ends the pods of a group, by its place in the kubelet's settings.
    case pods(group: Int)
    /// systemd stops what is left.
    case closing
    /// The power is off.
    case off
  }

  let node: Int
  var stage = Stage.pods(group: 0)
  /// When the next stage begins.
  var dueAt: SimTime
  /// How long the machine is off.
  let downtime: SimDuration
}
