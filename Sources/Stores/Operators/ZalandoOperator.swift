package import SimulationKernel

/// Zalando's operator of PostgreSQL (`operator_parameters.md`).
package struct ZalandoOperator: Equatable, Sendable {
  /// How often it compares everything.
  package var resync = SimDuration.minutes(30)
  /// How often it mends what failed.
  package var repair = SimDuration.minutes(5)
  /// From SIGTERM to SIGKILL.
  package var terminationGrace = SimDuration.minutes(5)
  /// Primaries that its budget keeps; it selects the pod that is one.
  package var primaryMinAvailable = 1

  /// Makes the operator's defaults.
  package init() {}
}

extension StoreOperator {
  /// Zalando: replicas first, then a switchover, then the old primary.
  package static let zalando: StoreOperator = {
    var value = StoreOperator("zalando")
    value.order = .followersFirst
    value.safeguard = .othersSettled
    // The budget keeps the primary's pod: it is moved to another first.
    value.handsOver = ZalandoOperator().primaryMinAvailable > 0
    value.grace = ZalandoOperator().terminationGrace
    return value
  }()
}
