public import SimulationKernel

/// A node as physics and as the API see it.
///
/// Cold facts (name, labels, taints, capacity) are in `Cluster.nodeInfos`.
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
  /// When the node went silent; `infinity` while it renews its lease.
  var silentSince: SimTime = .infinity
  /// When the pending grace expiry, taint or recovery step is due.
  var monitorAt: SimTime = .infinity
  /// When the NoExecute taint was added; `infinity` without it.
  public internal(set) var noExecuteSince: SimTime = .infinity
  /// Since when it has had a NoExecute taint, whoever set it; `infinity` without one.
  var evictsSince: SimTime = .infinity
  /// Whether it waits in its zone's taint queue.
  var isQueuedForTaint = false
  /// When the kubelet came up; pulls and starts wait for it.
  var kubeletUpAt: SimTime = .zero
  /// Number of power cycles; leases and phases are drawn anew after each.
  var boots: Int32 = 0

  init(zone: Int32) { self.zone = zone }
}

/// A node's Ready condition.
public enum NodeReadiness: UInt8, BitwiseCopyable, Sendable {
  /// The kubelet reports ready.
  case `true`
  /// The kubelet reports not ready.
  case `false`
  /// The node has been silent for the grace period.
  case unknown
}
