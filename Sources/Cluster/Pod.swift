public import SimulationKernel

/// A checked reference to a pod.
public typealias PodHandle = Handle<Pod>

/// The phase that the API shows (Kubernetes core/v1 PodPhase).
public enum PodPhase: UInt8, BitwiseCopyable, Sendable {
  /// Not yet scheduled, or its containers were not all started once.
  case pending
  /// Bound to a node with all app containers started, if only once (kubelet_pods.go getPhase).
  case running
  /// All containers ended with success and won't restart.
  case succeeded
  /// All containers ended, one with failure, and won't restart; or evicted.
  case failed
}

/// Where a pod is on its way from creation to deletion.
public enum PodStage: UInt8, BitwiseCopyable, Sendable {
  /// Created, held back by scheduling gates.
  case gated
  /// In the scheduler's queue.
  case queued
  /// Placed by the scheduler, bind and watch under way.
  case bound
  /// The kubelet attaches and mounts volumes.
  case mounting
  /// The kubelet pulls the next container's image.
  case pulling
  /// The kubelet waits before it tries again what failed: an image or a container's configuration.
  case waiting
  /// An init container runs.
  case initializing
  /// App containers start one after the other.
  case starting
  /// All app containers were started, or wait for what they lack.
  case running
  /// Its containers end: the preStop hooks run.
  case preStop
  /// Its containers end: the main one has got SIGTERM.
  case stopping
  /// All containers ended; the object is about to go, or stays as Succeeded or Failed.
  case ended
}

/// A pod: who made it and who owns it, where it runs and how it does.
///
/// Names, labels and specs are kept by workload and template; `Cluster` resolves them.
public struct Pod: SlabElement, Sendable {
  /// The slab's own word.
  public var slabWord: UInt32 = 0
  /// Index in `Cluster.workloads` of what made it: its name and its claims are that one's.
  public let workload: Int32
  /// Index in `Cluster.workloads` of the one whose software, as a model says, runs in it.
  package internal(set) var softwareOwner: Int32
  /// Index in `Cluster.workloads` of what counts it (the owner reference that controls it); a bare
  /// pod counts itself.
  public internal(set) var owner: Int32
  /// Index of what runs in it in `Cluster.templates`.
  package internal(set) var template: Int32
  /// StatefulSet ordinal, Job completion index, or DaemonSet node that it was made for; else -1.
  ///
  /// Its name, its claims and its place in a data system follow from it.
  public let ordinal: Int32
  /// The number under which its owner counts it: StatefulSet ordinal, Job completion index, or
  /// DaemonSet node; -1 elsewhere.
  var seat: Int32
  /// Creation number among its maker's pods; name and UID derive from it.
  public let serial: UInt32
  /// Index in the owner's list of pods.
  var indexInOwner: Int32 = 0
  /// ReplicaSet or controller revision among the owner's revisions.
  public internal(set) var revision: Int32
  /// The revision of its maker that it was made by: a ReplicaSet's name is in its own.
  let birthRevision: Int32
  /// Index of the node; -1 while unscheduled.
  public internal(set) var node: Int32 = -1
  /// Node on which it preempted others (`status.nominatedNodeName`); -1 without one.
  package internal(set) var nominatedNode: Int32 = -1
  /// Interned namespace and labels.
  package internal(set) var labelSet: Int32
  /// CPU model's id of the main container while it runs; -1 otherwise.
  ///
  /// The main container is the one whose software a model describes. A restart gives a new id.
  public internal(set) var mainCPU: Int32 = -1
  /// CPU model's id of the mesh sidecar while it runs; -1 without one.
  public internal(set) var proxyCPU: Int32 = -1
  /// Whether the network keeps it, not its machine, from the API.
  package internal(set) var isCutOff = false
  /// First of its entries in `Cluster.containers`: app containers in order, then sidecars; -1
  /// while it has none.
  var firstContainer: Int32 = -1
  /// Index in `Cluster.eventGroups` of what its kubelet's recorder remembers of it; -1 while it is
  /// little.
  var eventGroups: Int32 = -1
  /// Index in `Cluster.resizes` of what became of other resources that were asked for it; -1 where
  /// none were.
  var resize: Int32 = -1
  /// Number of its entries in `Cluster.containers`.
  var containerCount: UInt8 = 0
  /// Next init step, or number of app containers started.
  var step: UInt8 = 0
  /// Room of the pod's software.
  public internal(set) var software: UInt8
  /// Phase as the API shows it.
  public internal(set) var phase: PodPhase = .pending
  /// Progress on its node.
  public internal(set) var stage: PodStage = .queued
  /// The Ready condition as the API shows it.
  public internal(set) var isReady = false
  /// Whether the main container's software runs right now.
  public internal(set) var isServing = false
  /// Whether a deletion was requested.
  public internal(set) var isTerminating = false
  /// Whether it was preempted (condition DisruptionTarget, reason PreemptionByScheduler).
  package internal(set) var isPreempted = false
  /// Whether the scheduler counts it on its node.
  package internal(set) var isAssigned = false
  /// Whether a liveness probe would succeed, as the software said last.
  var isAlive = true
  /// Whether a readiness probe would succeed, as the software said last.
  var isHealthy = false
  /// Whether its claims name it as their owner: a scale-down takes it away with them.
  var ownsClaims = false
  /// Whether its Job has counted its end.
  var isCounted = false
  /// Whether only its Job's finalizer keeps its object (batch.kubernetes.io/job-tracking).
  var waitsForJob = false
  /// Whether a disruption takes it away (condition DisruptionTarget).
  var isDisrupted = false
  /// The phase in which it ends when its kubelet has ended its containers.
  var endPhase = PodPhase.failed
  /// Why its kubelet ended it, or did not start it.
  package internal(set) var reason = PodReason.none
  /// Why a container waits.
  package internal(set) var waiting = ContainerWaiting.none
  /// Whether a volume of it is still attached elsewhere.
  var waitsForVolume = false
  /// Whether the last container started is still in its postStart hook.
  var isInHook = false
  /// The init container that it is at; sidecars have entries among the containers.
  var initial = InitState()
  /// Restarts of init containers so far, without sidecars.
  package internal(set) var initRestarts: UInt16 = 0
  /// Why one of its init containers ended when one failed last; nil before.
  package internal(set) var lastInitReason: TerminationReason?
  /// The wait before the last retry of a mount.
  var mountWait = SimDuration.zero
  /// Pulls that failed of the image that its next container waits for.
  var pullBackoff = PullBackoff()
  /// Number of scheduling attempts.
  var attempts: UInt16 = 0
  /// Container restarts so far, all containers but init containers that end.
  public internal(set) var restarts: UInt16 = 0
  /// Creation.
  public internal(set) var createdAt: SimTime
  /// Start of the software that runs now; `infinity` while none does.
  public internal(set) var servingSince: SimTime = .infinity
  /// Whether a fault ends its main process as often as it is started.
  var isKeptDown = false
  /// When the kubelet accepted the pod (`status.startTime`); `infinity` before.
  public internal(set) var startedAt: SimTime = .infinity
  /// Since when the kubelet probes it: its volumes were there, its sandbox was not.
  var probedSince: SimTime = .infinity
  /// Since when its containers are ready, where readiness gates count; `infinity` while they
  /// aren't.
  var containersReadyAt: SimTime = .infinity
  /// Last change of the Ready condition.
  public internal(set) var readyChangedAt: SimTime
  /// When the grace of a requested deletion, or of the kubelet's own stop, ends; `infinity` while
  /// there is none.
  public internal(set) var graceEnd: SimTime = .infinity
  /// The deletion timestamp of its object, the end of the grace that it was deleted with;
  /// `infinity` before.
  ///
  /// A kubelet that learns of the deletion late counts the grace from then, up to `graceEnd`.
  var deletionDueAt: SimTime = .infinity
  /// The grace that its deletion gives it, from when its kubelet learns of it.
  var deletionGrace: SimDuration = .zero
  /// When a NoExecute taint of its node has been endured; `infinity` without one.
  var evictAt: SimTime = .infinity
  /// How many more events its kubelet may write.
  var spam = EventSpam()
  /// When the lifecycle's one timer is due; other notices for this pod are stale.
  var timerAt: SimTime = .infinity

  /// Whether its kubelet ends its containers.
  var isStopping: Bool { stage == .preStop || stage == .stopping }

  init(
    workload: Int32, template: Int32, ordinal: Int32, serial: UInt32, revision: Int32,
    labelSet: Int32, software: UInt8, at time: SimTime
  ) {
    self.workload = workload
    softwareOwner = workload
    owner = workload
    self.template = template
    self.ordinal = ordinal
    seat = ordinal
    self.serial = serial
    self.revision = revision
    birthRevision = revision
    self.labelSet = labelSet
    self.software = software
    createdAt = time
    readyChangedAt = time
  }

  /// Whether the kubelet has made its containers' entries: from then on it has an address.
  var hasContainers: Bool { firstContainer >= 0 }
}
