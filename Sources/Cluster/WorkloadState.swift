import SimulationKernel

/// A controller with its pods: Deployment, StatefulSet, DaemonSet, Job, CronJob, bare Pod, or what
/// an operator resource stands for.
package struct WorkloadState: Sendable {
  /// A ReplicaSet of a Deployment, or a revision of another controller.
  package struct Revision: Sendable {
    /// Index of the template in `Cluster.templates`.
    package var template: Int32
    /// Hash in the names of a ReplicaSet and its pods.
    package var hash: String
    /// Replicas that the ReplicaSet shall keep.
    package var replicas: Int
    /// Pods that are not terminating.
    package var pods: Int = 0
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
  /// Revisions, the newest last.
  package internal(set) var revisions: [Revision]
  /// All pod objects, terminating ones included.
  package internal(set) var pods: [PodHandle] = []
  /// Pods that are not terminating.
  package internal(set) var activeCount = 0
  /// Ready pods that are not terminating.
  package internal(set) var readyCount = 0
  /// Room of the pods' software; the cluster's own when no model describes it.
  package internal(set) var software: UInt8
  /// CPU jobs of the main container that run at once; nil for any number.
  var threads: Int?
  /// Whether the software says how much memory it holds.
  var reportsMemory = false
  /// Whether the software answers each check of the kubelet; else `setHealth` says what checks find.
  var answersProbes = false
  /// Place of the container whose software a model describes.
  var mainContainer: UInt8 = 0
  /// Pods created so far.
  var createdCount: UInt32 = 0
  /// Whether a sync is on its way.
  var isSyncScheduled = false
  /// `namespace/name`.
  package var qualifiedName: String { namespace + "/" + name }
  /// Pod by ordinal of a StatefulSet or by node of a DaemonSet; `none` where there is none.
  var places: [PodHandle] = []
  /// A Job's progress.
  var job = JobProgress()
  /// Index of the owner of a Job that a CronJob made; -1 otherwise.
  var owner: Int32 = -1
}

/// How far a Job is.
struct JobProgress: Sendable {
  var succeeded = 0
  var failed = 0
  var failuresInRow = 0
  var nextStart = SimTime.zero
  var isFinished = false
  var succeededIndexes: [Int32] = []
}
