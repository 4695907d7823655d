package import SimulationKernel

/// How a store lost its data as a whole.
package enum DataDamage: Equatable, Sendable {
  /// The region is gone, with every disk in it.
  case region
  /// Somebody deleted them; every copy has followed.
  case deletion
  /// They are wrong, on every copy.
  case corruption
}

/// A loss that is being made good.
struct DataLoss {
  let damage: DataDamage
  /// When it happened.
  let at: SimTime
  /// The failover record that tells of it.
  let record: Int
  /// When the restore began; nil before.
  var restoringSince: SimTime?
  /// What is brought back to each of the members that get a part.
  var restores: [RunningRestore] = []
  /// Bytes written to disks for one that is brought back.
  var copies = 1.0
}

/// What a store lacks since it was brought back: everything acknowledged after a point, until an
/// end.
package struct RestoredSpan: Equatable, Sendable {
  /// The state that it holds; before the run's beginning where it holds nothing.
  package let point: SimTime
  /// When the restore began.
  package let end: SimTime
}
