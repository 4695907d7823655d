/// What the eviction API says to a request (pkg/registry/core/pod/storage/eviction.go).
struct EvictionAnswer {
  /// What it says where a budget is against it.
  static let violation = "Cannot evict pod as it would violate the pod's disruption budget."
  private static let manyBudgets =
    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not "
    + "support."

  /// HTTP status.
  let status: Int
  /// Why the pod stays; empty where it goes.
  let problem: String

  /// Makes the answer of budgets.
  init(status: Int) {
    self.status = status
    switch status {
    case 201: problem = ""
    case 500...: problem = Self.manyBudgets
    default: problem = Self.violation
    }
  }

  /// Makes the answer where a webhook refuses it.
  init(_ failure: WebhookFailure) {
    status = 500
    problem = failure.text
  }
}
