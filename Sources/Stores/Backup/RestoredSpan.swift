package import SimulationKernel

/// The writes that a store lacks since a restore: all that were acknowledged after the restored
/// state, until the restore began.
package struct RestoredSpan: Equatable, Sendable {
  /// The state that it holds; before the run's beginning where it holds nothing.
  package let point: SimTime
  /// When the restore began.
  package let end: SimTime
}
