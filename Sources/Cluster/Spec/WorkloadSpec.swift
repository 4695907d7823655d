package import Manifests
package import SimulationKernel

/// What owns pods and keeps their number.
package enum WorkloadKind: String, Sendable, CaseIterable {
  case deployment = "Deployment"
  case replicaSet = "ReplicaSet"
  case statefulSet = "StatefulSet"
  case daemonSet = "DaemonSet"
  case job = "Job"
  case cronJob = "CronJob"
  case pod = "Pod"
  /// Pods that an operator manages one by one (CloudNativePG).
  case operated = "Cluster"
  /// Pods of Strimzi's StrimziPodSet.
  case podSet = "StrimziPodSet"
}

/// A controller with its pods' template.
package struct WorkloadSpec: Sendable {
  /// Kind of the controller.
  package var kind: WorkloadKind
  /// Kind of the object that the user wrote, as `Kafka`; equal to the controller's elsewhere.
  package var userKind: String
  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Pods it owns; default spreading counts them.
  ///
  /// Empty stands for the template's own labels.
  package var selector = LabelSelector()
  /// Template of the pods.
  package var template: PodTemplate
  /// Replicas, parallelism of a Job, or 1.
  package var replicas: Int = 1
  /// Claims that every pod gets of its own, by claim template.
  package var claimTemplates: [ClaimSpecification] = []
  /// First ordinal of a StatefulSet.
  package var firstOrdinal: Int = 0
  /// Whether a StatefulSet's pods start all at once.
  package var isParallel = false
  /// Surge of a rolling update.
  package var maxSurge = IntOrPercent.percent(25)
  /// Pods that may be missing in a rolling update.
  package var maxUnavailable = IntOrPercent.percent(25)
  /// Whether old pods go before new ones come.
  package var recreates = false
  /// How long a pod must be ready to count as available.
  package var minReady = SimDuration.zero
  /// After which a rollout without progress is reported.
  package var progressDeadline = SimDuration.seconds(600)
  /// Ordinals below it keep the old revision.
  package var partition: Int = 0
  /// What a Job adds.
  package var job: JobSettings?
  /// What a CronJob adds.
  package var cron: CronSettings?

  /// Makes a workload.
  package init(kind: WorkloadKind, name: String, namespace: String, template: PodTemplate) {
    self.kind = kind
    userKind = kind.rawValue
    self.name = name
    self.namespace = namespace
    self.template = template
  }
}

/// What a Job adds to a workload (Kubernetes batch/v1 JobSpec).
package struct JobSettings: Sendable {
  /// Pods at once.
  package var parallelism: Int = 1
  /// Successes needed; nil: the first success ends the Job.
  package var completions: Int? = 1
  /// Failures endured.
  package var backoffLimit: Int = 6
  /// After which the Job fails.
  package var activeDeadline: SimDuration?
  /// After which a finished Job is deleted.
  package var timeToLive: SimDuration?
  /// Whether every pod has an index.
  package var isIndexed = false
  /// Whether it waits.
  package var isSuspended = false

  /// Makes a Job of one pod.
  package init() {}
}

/// What a CronJob adds (Kubernetes batch/v1 CronJobSpec).
package struct CronSettings: Sendable {
  /// What happens when the previous Job still runs.
  package enum Concurrency: String, Sendable, CaseIterable {
    case allow = "Allow"
    case forbid = "Forbid"
    case replace = "Replace"
  }

  /// When it runs, in UTC.
  package var schedule: CronSchedule
  /// Concurrency policy.
  package var concurrency = Concurrency.allow
  /// After which a missed start is skipped.
  package var startingDeadline: SimDuration?
  /// Whether it waits.
  package var isSuspended = false

  /// Makes settings.
  package init(schedule: CronSchedule) { self.schedule = schedule }
}
