package import Manifests
package import SimulationKernel

/// What a Job adds to a workload (Kubernetes batch/v1 JobSpec).
package struct JobSettings: Sendable {
  /// Pods at once.
  package var parallelism: Int = 1
  /// Successes needed; nil: the first success ends the Job.
  package var completions: Int? = 1
  /// Failures endured.
  package var backoffLimit: Int = 6
  /// Failures endured of each index; nil: indexes are not counted alone.
  package var backoffLimitPerIndex: Int?
  /// Failed indexes endured; nil: any number.
  package var maxFailedIndexes: Int?
  /// After which the Job fails.
  package var activeDeadline: SimDuration?
  /// After which a finished Job is deleted.
  package var timeToLive: SimDuration?
  /// Whether every pod has an index.
  package var isIndexed = false
  /// Whether it waits.
  package var isSuspended = false
  /// Whether a pod is replaced only when it has failed, not as soon as it is about to go.
  package var replacesOnlyFailed = false
  /// What a failed pod means, by the first rule that matches.
  package var failureRules: [PodFailureRule] = []
  /// What of the indexes must succeed; empty: all of them.
  package var successRules: [JobSuccessRule] = []

  /// Makes a Job of one pod.
  package init() {}
}

/// What a failed pod of a Job means (batch/v1 PodFailurePolicyRule).
package struct PodFailureRule: Sendable {
  /// What follows.
  package enum Action: String, Sendable, CaseIterable {
    case failJob = "FailJob"
    case failIndex = "FailIndex"
    case ignore = "Ignore"
    case count = "Count"
  }

  /// What follows of a match.
  package var action: Action
  /// Exit codes that match; nil where the rule is about conditions.
  package var exitCodes: [Int32]?
  /// Whether codes match that are not listed.
  package var isNotIn = false
  /// Name of the container; nil for any.
  package var container: String?
  /// Pod conditions of which one must be true, such as `DisruptionTarget`.
  package var conditions: [String] = []

  /// Makes a rule.
  package init(action: Action) { self.action = action }

  /// Whether a pod matches that ended with exit codes by container, and with conditions.
  package func matches(
    exits: [(container: String, code: Int32)], conditions held: [String]
  ) -> Bool {
    guard let exitCodes else { return conditions.contains(where: held.contains) }
    return exits.contains { exit in
      (container.map { $0 == exit.container } ?? true) && exit.code != 0
        && exitCodes.contains(exit.code) != isNotIn
    }
  }
}

/// When an indexed Job has succeeded before all of its indexes have (batch/v1 SuccessPolicyRule).
package struct JobSuccessRule: Sendable {
  /// Indexes that count, as ranges; empty for all.
  package var indexes: [ClosedRange<Int32>]
  /// How many of them are enough; nil for all.
  package var count: Int?

  /// Makes a rule.
  package init(indexes: [ClosedRange<Int32>], count: Int?) {
    self.indexes = indexes
    self.count = count
  }

  /// Reads `1,3-5`; nil for anything else.
  package static func ranges(_ text: String) -> [ClosedRange<Int32>]? {
    var ranges: [ClosedRange<Int32>] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int32($0) }
      guard let first = ends.first, let last = ends.last, first <= last, ends.count <= 2 else {
        return nil
      }
      ranges.append(first...last)
    }
    return ranges
  }

  /// Whether the indexes that succeeded are enough.
  package func isMet(by succeeded: [Int32]) -> Bool {
    let counted = succeeded.filter { index in
      indexes.isEmpty || indexes.contains { $0.contains(index) }
    }
    if let count { return counted.count >= count }
    return counted.count >= indexes.reduce(0) { $0 + $1.count } && !indexes.isEmpty
  }
}

/// What a CronJob adds (Kubernetes batch/v1 CronJobSpec).
package struct CronSettings: Sendable {
  /// What happens when the previous Job still runs.
  package enum Concurrency: String, Sendable, CaseIterable {
    case allow = "Allow"
    case forbid = "Forbid"
    case replace = "Replace"
  }

  /// When it runs, by the clock of its zone.
  package var schedule: CronSchedule
  /// The clock that the schedule is about.
  package var zone = TimeZoneRule.universal
  /// Concurrency policy.
  package var concurrency = Concurrency.allow
  /// After which a missed start is skipped.
  package var startingDeadline: SimDuration?
  /// Whether it waits.
  package var isSuspended = false
  /// Finished Jobs kept that succeeded.
  package var successfulHistory = 3
  /// Finished Jobs kept that failed.
  package var failedHistory = 1

  /// Makes settings.
  package init(schedule: CronSchedule) { self.schedule = schedule }
}
