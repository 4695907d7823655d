/// `rollback: {workload: NAMESPACE/NAME, toRevision: N}`, as `kubectl rollout undo`.
struct RollbackChange: SpecObject {
  static let what = "a rollback"
  let workload: WorkloadReference
  let revision: Int?

  static var choice: SpecChoice<ChangeAction> {
    SpecChoice("rollback", .object(Self.self), "the template of an earlier revision") {
      rollback, _ in .rollback(rollback.workload, toRevision: rollback.revision)
    }
  }

  init?(_ reader: inout SpecReader) {
    let workload = reader.required("workload", .namespacedWorkload, "NAMESPACE/NAME")
    revision = reader.optional(
      "toRevision", .count(), "revision, from 1; the one before the newest by default")
    guard let workload else { return nil }
    self.workload = workload
  }
}
