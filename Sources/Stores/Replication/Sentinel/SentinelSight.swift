package import SimulationKernel

/// What a Sentinel would see of a Redis process now if it looked.
package struct SentinelSight: Equatable, Sendable {
  /// Whether a ping is answered.
  package var isAnswering = true
  /// Whether the connection is closed or refused, rather than silent.
  package var isRefusing = false
  /// Whether it says that it is a master.
  package var isMaster = false
  /// Whether it is told to follow the present master.
  package var isAttached = true
  /// Whether it does.
  package var isFollowing = true
  /// Its place in the master's stream.
  package var offset: UInt64 = 0
  /// How long its link to its master has been down.
  package var linkDown = SimDuration.zero
  /// What is drawn anew when the process starts; the least wins among equals.
  package var runID: UInt64 = 0

  /// Makes a replica that is well.
  package init() {}

  /// A run id, spread evenly over the starts of all processes.
  static func runID(member: Int, epoch: UInt32) -> UInt64 {
    var word = UInt64(member) << 32 | UInt64(epoch)
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
