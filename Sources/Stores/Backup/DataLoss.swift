import SimulationKernel

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
