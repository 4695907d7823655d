import SimulationKernel

/// The Sentinels of a store.
struct SentinelWatch {
  /// Their indices in `StoreGroups.sentinels`.
  let range: Range<Int>
  /// Whether their timers are simulated; while all is well they would only ping.
  var isAwake = false
  /// When the operator next checks whether there is a master.
  var nextCheck: SimTime
}
