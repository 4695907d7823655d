public import SimulationKernel

/// The state of a node: what is true of its machine (power, connection), and what the API shows of
/// it.
///
/// What seldom changes (name, labels, taints, capacity) is in `Cluster.nodeSpecs`.
public struct NodeState: BitwiseCopyable, Sendable {
  /// Zone index in `Cluster.zoneNames`; -1 without a zone label.
  public let zone: Int32
  /// Whether it is powered on.
  public internal(set) var isUp = true
  /// Whether it reaches the API server (a partition cuts it off while pods keep serving).
  public internal(set) var isReachable = true
  /// The Ready condition as the API shows it.
  public internal(set) var ready: NodeReadiness = .true
  /// Whether it was cordoned (`spec.unschedulable`).
  public internal(set) var isCordoned = false
  /// Whether the object was deleted from the API; the slot stays unused.
  public internal(set) var isDeleted = false
  /// Whether its kubelet started without an object of its node and has not registered one yet.
  var awaitsRegistration = false
  /// When the node stopped renewing its lease; `infinity` while it renews it.
  var silentSince: SimTime = .infinity
  /// When the grace period of a silent node is over; `infinity` while it is heard, and afterwards.
  var expiresAt: SimTime = .infinity
  /// When the next pass of the node controller is that has to do with the node; `infinity` where
  /// none has, and notices of another time are stale.
  var monitorAt: SimTime = .infinity
  /// When its kubelet next writes that it is Ready again; `infinity` where it does not, and notices
  /// of another time are stale.
  var statusAt: SimTime = .infinity
  /// The Ready condition by which the node controller last set its taint NoSchedule.
  var taintedAs: NodeReadiness = .true
  /// When the node controller added its NoExecute taint; `infinity` without it.
  public internal(set) var noExecuteSince: SimTime = .infinity
  /// The Ready condition that its NoExecute taint is of.
  var noExecuteAs: NodeReadiness = .false
  /// Whether it waits in its zone's taint queue.
  var isQueuedForTaint = false
  /// When the machine's last boot ends, or ended: its kubelet starts then.
  var bootedAt = Cluster.settledSince
  /// When the kubelet's process started that runs: at the boot's end, or later after a stop.
  var kubeletStartedAt = Cluster.settledSince
  /// Whether its kubelet's process runs while the machine does.
  package internal(set) var hasKubelet = true
  /// What holds the kubelet down, and what holds the container runtime down.
  var kubeletStops: Int32 = 0
  var runtimeStops: Int32 = 0
  /// Whether its kubelet takes the container runtime for down.
  var isRuntimeMissed = false
  /// When its kubelet next thinks of a runtime that is down, or was; `infinity` while all is well.
  var runtimeLookAt: SimTime = .infinity
  /// Processes that a daemon of the machine tries to have beside the usual ones.
  var leakedProcesses: Int64 = 0
  /// The most processes that one of its pods has had or tried to have: a bound for each of them,
  /// which is only raised.
  var mostProcesses = ProcessCounts.sandbox
  /// Power cuts under way: what took the power away and has not given it back.
  package internal(set) var powerCuts: Int32 = 0
  /// How many more events its kubelet may write of it.
  var spam = EventSpam()
  /// Number of boots during the run.
  var boots: Int32 = 0

  init(zone: Int32) { self.zone = zone }
}
