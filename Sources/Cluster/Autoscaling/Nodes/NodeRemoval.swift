import SimulationKernel

/// A node that is emptied before its machine goes (cluster-autoscaler core/scaledown/actuation).
struct NodeRemoval: Sendable {
  let node: Int
  /// Whether nothing but daemons was on it.
  let isEmpty: Bool
  /// Whether it was not ready.
  let isUnready: Bool
  /// When it goes on; other notices are stale.
  var dueAt: SimTime
  /// Until when evictions are asked for, and until when pods may take to end.
  let evictionEnd: SimTime
  let graceEnd: SimTime
  /// Pods whose eviction was not yet granted.
  var waiting: [PodHandle]
  /// Daemons that shall end before the machine goes, if they can.
  var daemons: [PodHandle]
  /// Pods of which it was told that they are evicted.
  var announced: [PodHandle] = []
  /// What was last said against the evictions of pods that wait.
  var refusals: [(pod: PodHandle, problem: String)] = []
  /// Pods that are evicted and whose objects are still there.
  var leaving: [PodHandle] = []
}
