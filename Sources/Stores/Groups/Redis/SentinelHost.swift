import SimulationKernel

/// Where a Sentinel runs.
struct SentinelHost {
  /// The store that it watches, and the member in whose pod it is.
  let store: Int
  let member: Int
  /// When its timer is next due.
  var ringsAt = SimTime.zero
}
