import SimulationKernel

/// What decides about the primary of a group under Patroni.
struct PatroniState {
  /// The leader key.
  var key: LeaderKey
  /// Whether the store of the key could commit at the last check.
  var isKeyStoreUp = true
  /// When the database of a primary that started again, or was demoted, is ready to take writes,
  /// and whether it recovers from a crash; nil where none is awaited.
  var database: (readyAt: SimTime, hasCrashed: Bool)?
  /// When the agent of the primary has tried in vain to start its database; nil where it does not.
  var failsToStartAt: SimTime?

  init(key: LeaderKey) { self.key = key }
}
