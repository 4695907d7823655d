import SimulationKernel

/// What a store's operator knows between two looks.
struct StoreRepair {
  /// When it looks next.
  var nextAt = SimTime.zero
  /// Members whose pods have failed, and since when.
  var failing: [(member: Int, since: SimTime)] = []
}
