import SimulationKernel

/// What is known of the log of a member of a Raft group besides its entries.
struct LogCompaction {
  /// The time between two snapshots, and when the next is due.
  var period = SimDuration.infinity
  var due = SimTime.infinity
  /// The last entry whose bytes are no longer on the disk.
  var released: UInt64 = 0
}
