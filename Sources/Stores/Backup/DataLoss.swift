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

/// A loss of a store's data, from which the store is being restored.
struct DataLoss {
  let damage: DataDamage
  /// When it happened.
  let at: SimTime
  /// The failover record of the loss.
  let record: Int
  /// When the restore began; nil before.
  var restoringSince: SimTime?
  /// The restores to those members that get a part of the data.
  var restores: [RunningRestore] = []
  /// Bytes written to disks for one that is brought back.
  var copies = 1.0
}

/// The writes that a store lacks since a restore: all that were acknowledged after the restored
/// state, until the restore began.
package struct RestoredSpan: Equatable, Sendable {
  /// The state that it holds; before the run's beginning where it holds nothing.
  package let point: SimTime
  /// When the restore began.
  package let end: SimTime
}
