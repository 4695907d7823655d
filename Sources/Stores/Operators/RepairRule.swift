package import SimulationKernel

/// What an operator mends in a store by itself, and how often it looks.
package struct RepairRule: Equatable, Sendable {
  /// How often it compares the system with what it shall be.
  package var period: SimDuration
  /// For how long a pod must have failed before it is deleted, so that another takes its place.
  package var patience: SimDuration
  /// Whether the leaders of the shards are kept in different zones.
  package var spreadsLeaders: Bool

  /// Makes a rule.
  package init(period: SimDuration, patience: SimDuration, spreadsLeaders: Bool) {
    self.period = period
    self.patience = patience
    self.spreadsLeaders = spreadsLeaders
  }
}
