import SimulationKernel

/// What decides about the primary of a group under Patroni.
struct PatroniState {
  /// The leader key.
  var key: LeaderKey
  /// Whether the primary reached the store of the key at the last check.
  var sawKeyStore = true
  /// When the database of a primary that started again is ready to take writes; nil where none is
  /// awaited.
  var databaseAt: SimTime?

  init(key: LeaderKey) { self.key = key }
}
