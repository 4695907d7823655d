import SimulationKernel

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
  /// When it ends.
  var restoredAt = SimTime.infinity
}
