import SimulationKernel

/// How far a Job is.
struct JobProgress: Sendable {
  var succeeded = 0
  /// Failed pods that count against the limit.
  var failed = 0
  /// Failures since the last success, those that a rule ignores too, and when the last one was.
  var failuresInRow = 0
  var lastFailureAt = SimTime.zero
  /// When it began, or was resumed.
  var startedAt: SimTime?
  /// Whether it was seen to be suspended.
  var isSuspended = false
  /// What will be known of it when its pods have ended; nil while it goes on.
  var outcome: Outcome?
  /// Why it ends, as its conditions say it.
  var reason = ""
  var message = ""
  var isFinished = false
  /// When it was over; nil where that was before time zero.
  var finishedAt: SimTime?
  var hasFailed = false
  /// Whether its CronJob has seen that it is finished.
  var isSeen = false
  var succeededIndexes: [Int32] = []
  var failedIndexes: [Int32] = []
  /// Failures of each index that has any.
  var indexFailures: [IndexFailures] = []
  /// A pod that ends the Job by its failure policy: the message.
  var policyFailure: String?

  /// How a Job ends (conditions SuccessCriteriaMet and FailureTarget).
  enum Outcome: Sendable {
    case completed
    /// Why, as reason and message.
    case failed(String, String)
  }

  struct IndexFailures: Sendable {
    let index: Int32
    var counted: Int
    var ignored: Int
    var last: SimTime
  }

  mutating func noteFailure(of index: Int32, isIgnored: Bool, at now: SimTime) {
    guard let entry = indexFailures.firstIndex(where: { $0.index == index }) else {
      indexFailures.append(
        IndexFailures(
          index: index, counted: isIgnored ? 0 : 1, ignored: isIgnored ? 1 : 0, last: now))
      return
    }
    if isIgnored {
      indexFailures[entry].ignored += 1
    } else {
      indexFailures[entry].counted += 1
    }
    indexFailures[entry].last = now
  }
}
