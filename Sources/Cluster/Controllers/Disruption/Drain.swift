import SimulationKernel

/// A drain under way: `kubectl drain --ignore-daemonsets --delete-emptydir-data --force`.
struct Drain: Sendable {
  let node: Int
  let since: SimTime
  /// Pods whose eviction was not yet granted.
  var waiting: [PodHandle]
  /// Pods that were refused at least once: their event was recorded.
  var refused: [PodHandle] = []
  /// Pods that are evicted and whose objects are still there.
  var leaving: [PodHandle] = []
  /// Whether the API answered an eviction with an error: kubectl gives that pod up.
  var hasFailed = false
}
