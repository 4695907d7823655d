import SimulationKernel

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
