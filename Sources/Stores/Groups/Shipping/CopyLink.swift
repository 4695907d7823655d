import SimulationKernel

/// The stream of a primary's log to one copy.
struct CopyLink {
  /// The number of the last write that was sent.
  var shipped: UInt64 = 0
  /// Since when the copy has not received the stream; nil while it does.
  var unlinkedSince: SimTime?
  /// When the copy was last seen with every acknowledged write.
  var completeAt = SimTime.zero
}
