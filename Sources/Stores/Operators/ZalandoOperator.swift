import SimulationKernel

extension StoreOperator {
  /// Zalando's operator of PostgreSQL: replicas first, then a switchover, then the old primary.
  package static let zalando: StoreOperator = {
    var value = StoreOperator("zalando")
    value.kinds = ["postgresql"]
    value.order = .followersFirst
    // `k8sres.go`, generateStatefulSet; `pod.go`, recreatePods
    value.replacesPods = true
    value.safeguard = .othersSettled
    // Its budget keeps one pod that is the primary: the primary moves to another first
    // (`administrator.md`).
    value.handsOver = true
    // A cluster whose update failed waits for the next repair (`operator_parameters.md`,
    // repair_period); the full comparison every 30 min finds nothing that has drifted here.
    value.retry = .minutes(5)
    // pod_terminate_grace_period
    value.grace = .minutes(5)
    return value
  }()
}
