package import SimulationKernel

/// A snapshot on its way from the leader of a replicated log to a follower.
struct RunningSnapshot {
  let group: Int
  /// The message that says which state it is, for when it is there.
  let message: RaftMessage
  /// Which start of the follower's software gets it.
  let epoch: UInt32
  /// When it began.
  let beganAt: SimTime
  /// Bytes in all, those that are still to come, and whether they are on the follower's disk.
  let bytes: Int64
  var remaining: Double
  var isStored = false
}

/// What became of a snapshot.
package struct SnapshotNews: Equatable, Sendable {
  /// How far it is.
  package enum Step: Equatable, Sendable {
    case began
    /// It is installed, after a time.
    case installed(SimDuration)
    /// It did not get there; it begins again once the follower answers.
    case broken
  }

  /// How far it is.
  package let step: Step
  /// The member that sends it.
  package let source: Int
  /// The member that gets it.
  package let target: Int
  /// Bytes of the state.
  package let bytes: Int64
}
