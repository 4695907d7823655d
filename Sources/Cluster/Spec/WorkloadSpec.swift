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

  /// Whether the objects have a subresource `scale`: daemons, Jobs, single pods and Strimzi's sets
  /// have none.
  var hasScale: Bool {
    switch self {
    case .deployment, .replicaSet, .statefulSet, .operated: true
    case .daemonSet, .job, .cronJob, .pod, .podSet: false
    }
  }
}

/// A controller with its pods' template.
package struct WorkloadSpec: Sendable {
  /// Kind of the controller.
  package var kind: WorkloadKind
  /// Kind of the object that the user wrote, as `Kafka` or `ReplicationController`; equal to the
  /// controller's elsewhere.
  package var userKind: String
  /// Name of the object that the user wrote; nil where it is the workload's own.
  package var userName: String?
  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Labels of its object; empty where an operator or a model made it.
  package var labels = StringMap()
  /// Pods it owns; default spreading counts them.
  ///
  /// Empty stands for the template's own labels.
  package var selector = LabelSelector()
  /// Labels of a written ReplicaSet, by which Deployments select it; nil for other kinds.
  package var setLabels: StringMap?
  /// Template of the pods.
  package var template: PodTemplate
  /// Digest of the whole template as its manifest has it, with what the twin does not model; nil
  /// where none was written, as for the pods of an operator.
  package var templateDigest: UInt64?
  /// Name of the main container, whose software a model or an engine describes; nil for the first.
  package var mainContainerName: String?
  /// Replicas, parallelism of a Job, or 1.
  package var replicas: Int = 1
  /// Claims that every pod gets of its own, by claim template.
  package var claimTemplates: [ClaimSpecification] = []
  /// Claims that are made for every pod and go with it, by the volume that shows them.
  package var ephemeralClaims: [ClaimSpecification] = []
  /// Its pods' volumes that show claims which others made; not in the template, whose text is what
  /// revisions are named by.
  package var claimVolumes: [ClaimVolume] = []
  /// Finalizers of its pods: nobody in the twin takes them away.
  package var finalizers: [String] = []
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
  /// After which a rollout without progress is reported; nil never.
  package var progressDeadline: SimDuration? = .seconds(600)
  /// Whether a Deployment holds back changes of its template.
  package var isPaused = false
  /// Old revisions kept.
  package var revisionHistoryLimit = 10
  /// Whether only who deletes a pod brings its new revision (OnDelete).
  package var updatesOnDelete = false
  /// Ordinals below it keep the old revision.
  package var partition: Int = 0
  /// Whether a StatefulSet's claims are deleted with the pods that a scale-down takes away.
  package var deletesClaimsWhenScaled = false
  /// Whether a StatefulSet's claims are deleted with it.
  package var deletesClaimsWhenDeleted = false
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// How its pods find names.
  package var resolver = ResolverSpec()
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
    switch kind {
    case .daemonSet:
      maxSurge = .int(0)
      maxUnavailable = .int(1)
    case .statefulSet, .podSet, .operated: maxUnavailable = .int(1)
    case .deployment, .replicaSet, .job, .cronJob, .pod: break
    }
  }

  /// Whether a ReplicaSet stands for a ReplicationController, whose controller is the same code
  /// (pkg/controller/replication).
  package var isReplicationController: Bool { userKind == "ReplicationController" }

  /// Whether an operator writes it, of an object of a kind of its own.
  package var isOperators: Bool { userKind != kind.rawValue && !isReplicationController }

  /// The container whose software a model or an engine describes.
  package var mainContainer: ContainerSpec? {
    template.containers.first { $0.name == mainContainerName } ?? template.containers.first
  }
}
