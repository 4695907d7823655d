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
  /// Whether another controller than Kubernetes' own manages it: the cluster has none that does.
  package var isManagedElsewhere = false
  /// Whether the user chose its pods' labels and its selector (manualSelector).
  package var isSelectedByHand = false
  /// Whether a pod is replaced only when it has failed, not as soon as it is about to go.
  package var replacesOnlyFailed = false
  /// What a failed pod means, by the first rule that matches.
  package var failureRules: [PodFailureRule] = []
  /// What of the indexes must succeed; empty: all of them.
  package var successRules: [JobSuccessRule] = []

  /// Makes a Job of one pod.
  package init() {}
}
