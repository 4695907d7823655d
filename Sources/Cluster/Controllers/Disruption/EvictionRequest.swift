/// A request to the eviction subresource, step by step
/// (pkg/registry/core/pod/storage/eviction.go).
///
/// A pure state machine: it says whether the pod is to be deleted, and takes the outcome.
package struct EvictionRequest: Sendable {
  /// The pod as the API has it.
  package struct Pod: Sendable {
    /// Whether its phase is Pending, Succeeded or Failed: no budget protects it.
    package var isOutsidePhase: Bool
    /// The Ready condition.
    package var isReady: Bool
    /// Whether it is about to go.
    package var isTerminating: Bool

    /// Makes a pod.
    package init(isOutsidePhase: Bool, isReady: Bool, isTerminating: Bool) {
      self.isOutsidePhase = isOutsidePhase
      self.isReady = isReady
      self.isTerminating = isTerminating
    }

    fileprivate var ignoresBudget: Bool { isOutsidePhase || isTerminating }
  }

  /// A budget whose selector matches the pod.
  package struct Budget: Sendable {
    /// Pods that may be evicted.
    package var disruptionsAllowed: Int
    /// Healthy pods.
    package var currentHealthy: Int
    /// How many of them there must be.
    package var desiredHealthy: Int
    /// Whether unready pods may always go.
    package var allowsUnhealthy: Bool
    /// Whether the controller has not yet seen its present spec.
    package var isStale: Bool

    /// Makes a budget.
    package init(
      disruptionsAllowed: Int, currentHealthy: Int, desiredHealthy: Int,
      allowsUnhealthy: Bool = false, isStale: Bool = false
    ) {
      self.disruptionsAllowed = disruptionsAllowed
      self.currentHealthy = currentHealthy
      self.desiredHealthy = desiredHealthy
      self.allowsUnhealthy = allowsUnhealthy
      self.isStale = isStale
    }
  }

  /// What is to be done next.
  package enum Step: Hashable, Sendable {
    /// Delete the pod; a disruption was taken off its budget or not.
    case delete(takesDisruption: Bool)
    /// The answer: an HTTP status and, of 429, when to come back (nil: as the client likes).
    case answer(status: Int, retryAfterSeconds: Int?)
  }

  /// What came of a deletion.
  package enum Outcome: Sendable {
    case deleted
    /// Somebody else wrote the pod meanwhile.
    case conflict
    case otherError
  }

  /// Deletions tried (EvictionsRetry.Steps bounds them).
  package private(set) var deletions = 0
  private static let deletionLimit = 20
  private static let tooManyRequests = Step.answer(status: 429, retryAfterSeconds: nil)
  private let hasOwnPrecondition: Bool
  private var watchesReadiness = false
  private var ignoresBudget = false

  /// Makes a request; with a resource version of its own it does not try again after a conflict.
  package init(hasOwnPrecondition: Bool = false) { self.hasOwnPrecondition = hasOwnPrecondition }

  /// Decides on the pod and the budgets as they are now.
  package mutating func next(_ pod: Pod, _ budgets: [Budget]) -> Step {
    ignoresBudget = pod.ignoresBudget
    watchesReadiness = false
    if ignoresBudget { return .delete(takesDisruption: false) }
    // More than one budget is an error of the server.
    if budgets.count > 1 { return .answer(status: 500, retryAfterSeconds: nil) }
    guard let budget = budgets.first else { return .delete(takesDisruption: false) }
    if !pod.isReady {
      let isMet = budget.currentHealthy >= budget.desiredHealthy && budget.desiredHealthy > 0
      if budget.allowsUnhealthy || isMet {
        watchesReadiness = true
        return .delete(takesDisruption: false)
      }
    }
    if budget.isStale { return .answer(status: 429, retryAfterSeconds: 10) }
    if budget.disruptionsAllowed < 0 { return .answer(status: 403, retryAfterSeconds: nil) }
    if budget.disruptionsAllowed == 0 { return Self.tooManyRequests }
    return .delete(takesDisruption: true)
  }

  /// Takes the outcome of a deletion; nil asks for another `next` with the pod as it is then.
  package mutating func ended(_ outcome: Outcome) -> Step? {
    deletions += 1
    switch outcome {
    case .deleted: return .answer(status: 201, retryAfterSeconds: nil)
    case .otherError: return .answer(status: 500, retryAfterSeconds: nil)
    case .conflict:
      if hasOwnPrecondition { return .answer(status: 409, retryAfterSeconds: nil) }
      // An unready pod may have become ready meanwhile: the client shall ask again.
      if watchesReadiness { return Self.tooManyRequests }
      guard ignoresBudget, deletions < Self.deletionLimit else {
        return .answer(status: 409, retryAfterSeconds: nil)
      }
      return nil
    }
  }
}
