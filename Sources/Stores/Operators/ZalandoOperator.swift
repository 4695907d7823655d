import SimulationKernel

extension StoreOperator {
  /// Zalando's operator of PostgreSQL: replicas first, then a switchover, then the old primary.
  package static let zalando: StoreOperator = {
    var value = StoreOperator("zalando")
    value.order = .followersFirst
    value.safeguard = .othersSettled
    // Its budget keeps one pod that is the primary: the primary moves to another first
    // (`administrator.md`).
    value.handsOver = true
    // `operator_parameters.md`, pod_terminate_grace_period.
    value.grace = .minutes(5)
    return value
  }()
}
