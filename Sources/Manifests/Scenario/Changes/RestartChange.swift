/// `restart: {workload: NAMESPACE/NAME}`, as `kubectl rollout restart`.
struct RestartChange: SpecObject {
  static let what = "a restart"
  let workload: WorkloadReference

  static var choice: SpecChoice<ChangeAction> {
    SpecChoice("restart", .object(Self.self), "pods replaced as the strategy says") {
      restart, _ in .restart(restart.workload)
    }
  }

  init?(_ reader: inout SpecReader) {
    let workload = reader.required("workload", .namespacedWorkload, "NAMESPACE/NAME")
    guard let workload else { return nil }
    self.workload = workload
  }
}
