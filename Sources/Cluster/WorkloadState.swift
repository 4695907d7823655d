import Manifests
import SimulationKernel

/// A controller with its pods: Deployment, StatefulSet, DaemonSet, Job, CronJob, bare Pod, or what
/// an operator resource stands for.
package struct WorkloadState: Sendable {
  /// A ReplicaSet of a Deployment, or a revision of another controller.
  package struct Revision: Sendable {
    /// Index of the template in `Cluster.templates`.
    package var template: Int32
    /// The template without what the controller and admission add.
    var source: PodTemplate
    /// Digest of the template in its manifest; nil without one.
    var digest: UInt64?
    /// Hash in the names of a ReplicaSet and its pods.
    let hash: String
    /// Name of the object: the controller's with the hash.
    package let name: String
    /// Replicas that the ReplicaSet shall keep.
    package var replicas: Int
    /// Pods that have not ended and are not about to go.
    package var pods: Int = 0
    /// Mark of the template's content.
    var mark: UInt64 = 0
    /// Number among the revisions (annotation deployment.kubernetes.io/revision).
    package var number: Int = 1
    /// The Deployment's replicas, and those with the surge, when it was last scaled.
    var desired: Int = 0
    var greatest: Int = 0
    /// Whether the object was deleted; its place in the list stays.
    var isGone = false
    /// Whether a ReplicaSet is to go as soon as its pods are gone (finalizer foregroundDeletion).
    var isTerminating = false
    /// Whether somebody else than its Deployment has written a ReplicaSet's replicas, which its own
    /// controller has not seen yet.
    var isRescaled = false
    /// A ReplicaSet's syncs that ended with an error.
    var backoff = SyncBackoff()
    /// Whether something has happened to a ReplicaSet or its pods since its last sync.
    var hasNews = false
    /// Where a ReplicaSet comes from that a Deployment has taken; nil for one that it made.
    var origin: Origin?
    /// Whether the API refused its last pod.
    var isRefused = false
    /// Why it refused the first of those that it has refused since.
    var refusal = ""
  }

  /// Who made a ReplicaSet: its pods have the names and the software of that one.
  struct Origin: Sendable {
    /// Index of the workload.
    let workload: Int32
    /// The revision there.
    let revision: Int32
    /// The ReplicaSet's own selector.
    let selector: LabelSelector
  }

  /// Kind of the controller.
  package let kind: WorkloadKind
  /// Kind of the object that the user wrote.
  package let userKind: String
  /// Name.
  package let name: String
  /// Namespace.
  package let namespace: String
  /// Interned namespace.
  let namespaceNumber: Int32
  /// What was asked.
  package internal(set) var spec: WorkloadSpec
  /// Replicas asked now; HPAs and changes write it.
  package internal(set) var replicas: Int
  /// Until when a sync of its controller waits for the API server, which waits for a webhook.
  var busyUntil = Cluster.settledSince
  /// Revisions in the order of their creation.
  package internal(set) var revisions: [Revision]
  /// The revision whose template is the present one.
  package internal(set) var newest = 0
  /// Mark of the present template's content.
  var templateMark: UInt64 = 0
  /// How far a Deployment's rollout is.
  package internal(set) var rollout = RolloutStatus()
  /// Whether its object is in the API.
  package internal(set) var exists = true
  /// Whether its object is to go as soon as what it owns is gone (finalizer foregroundDeletion).
  var isTerminating = false
  /// Whether its object was deleted and its own finalizers keep it.
  var isEnding = false
  /// How many objects of its kind and name were deleted: each one's UID is another.
  var lives: UInt32 = 0
  /// Whether a Deployment's object is gone while its ReplicaSets, orphans since, keep their pods.
  var isAbandoned = false
  /// All pod objects, terminating ones included.
  package internal(set) var pods: [PodHandle] = []
  /// Pods that have not ended and are not about to go.
  package internal(set) var activeCount = 0
  /// Ready pods that are not terminating.
  package internal(set) var readyCount = 0
  /// Room of the pods' software; the cluster's own when no model describes it.
  package internal(set) var software: UInt8
  /// Pods of other owners that run its software.
  var lentPods = 0
  /// CPU jobs of the main container that run at once; nil for any number.
  var threads: Int?
  /// Processes and threads of the main container's software.
  var processes: Int64 = 1
  /// Whether the software's room replaces pods of an old revision, not the controller.
  var isReplacedByRoom = false
  /// Whether the software says how much memory it holds.
  var reportsMemory = false
  /// The emptyDir volume with the software's log; nil for the standard output.
  var logVolume: String?
  /// Whether that volume is in memory.
  var logsToMemory = false
  /// Whether the software answers each check of the kubelet; else `setHealth` says what checks
  /// find.
  var answersProbes = false
  /// Name of the main container where a model gives it; nil where the spec does.
  var modelledContainer: String?
  /// Whether a bare pod that was deleted was applied anew and is still to be created.
  var isBarePodDue = false
  /// Pods created so far.
  var createdCount: UInt32 = 0
  /// How often another object had the name that a Deployment gave to a ReplicaSet
  /// (`status.collisionCount`).
  var collisions = 0
  /// When the next sync is due; `infinity` while none is.
  var syncAt = SimTime.infinity
  /// Its syncs that ended with an error; those of a Deployment's ReplicaSets are theirs.
  var backoff = SyncBackoff()
  /// Whether the present sync ends with an error.
  var hasFailedSync = false
  /// Calls that the API client's rate limit has granted, and from when.
  var grantedCalls = 0
  var grantedAt = SimTime.zero
  /// The revision that a StatefulSet's rollout started from.
  var current = 0
  /// `namespace/name`.
  package var qualifiedName: String { namespace + "/" + name }
  /// The kind by which events, commands and series name its object.
  package var objectKind: String {
    spec.isReplicationController ? "ReplicationController" : kind.rawValue
  }
  /// Whether a kind is its object's, or that of the object which its user wrote.
  func isOf(kind: String) -> Bool { objectKind == kind || userKind == kind }
  /// Its object as kubectl prints it, as `deployment.apps/web`.
  var label: String { KubectlName.object(objectKind, name) }
  /// Why the API refused a pod that is still missing, in its words; nil while it takes them all.
  package var refusal: String? { revisions.first(where: \.isRefused)?.refusal }
  /// Pod by seat: a StatefulSet's ordinal or a Job's index; `none` where there is none.
  var seats: [PodHandle] = []
  /// A Job's progress.
  var job = JobProgress()
  /// What a CronJob remembers.
  var cron = CronProgress()
  /// Index of the owner of a Job that a CronJob made; -1 otherwise.
  package internal(set) var owner: Int32 = -1
  /// Failures in a row of a DaemonSet's pod by node, and when the next one may be created.
  var daemonBackoff: [DaemonBackoff] = []
}

extension WorkloadState {
  /// The label `controller-revision-hash` of a revision's pods: its name where a StatefulSet owns
  /// it (stateful_set_utils.go setPodRevision), its hash where a DaemonSet does
  /// (pkg/controller/daemon/update.go).
  func label(of revision: Revision) -> String {
    kind == .daemonSet ? revision.hash : revision.name
  }

  /// That label of the newest revision's pods.
  var newestLabel: String { label(of: revisions[newest]) }
}
