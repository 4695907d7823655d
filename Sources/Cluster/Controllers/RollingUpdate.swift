import Manifests

/// Arithmetic of a Deployment's rolling update (pkg/controller/deployment/rolling.go and
/// util/deployment_util.go).
struct RollingUpdate {
  /// Replicas asked.
  let replicas: Int
  /// Pods allowed beyond them.
  let surge: Int
  /// Pods that may be missing.
  let unavailable: Int

  /// Resolves both bounds: the surge rounds up, the missing down; if both are zero one pod may be
  /// missing (ResolveFenceposts).
  init(replicas: Int, maxSurge: IntOrPercent, maxUnavailable: IntOrPercent) {
    self.replicas = replicas
    let surge = maxSurge.resolved(of: replicas, roundUp: true)
    let unavailable = maxUnavailable.resolved(of: replicas, roundUp: false)
    self.surge = surge
    self.unavailable = surge == 0 && unavailable == 0 ? 1 : min(unavailable, replicas)
  }

  /// Replicas of the new ReplicaSet after one sync (NewRSNewReplicas).
  func newReplicas(new: Int, total: Int) -> Int {
    if new >= replicas { return replicas }
    let room = replicas + surge - total
    return room <= 0 ? new : new + min(room, replicas - new)
  }

  /// An old ReplicaSet: its replicas and how many of them are available.
  struct Old {
    var replicas: Int
    var available: Int
  }

  /// Scales the old ReplicaSets down, oldest first: unhealthy pods, then as many as availability
  /// allows (reconcileOldReplicaSets).
  func scaleDown(_ old: [Old], new: Int, newAvailable: Int) -> [Int] {
    var counts = old.map(\.replicas)
    let total = counts.reduce(0, +) + new
    let minimum = replicas - unavailable
    var removable = total - minimum - (new - newAvailable)
    guard removable > 0 else { return counts }
    for index in counts.indices {
      let unhealthy = max(0, counts[index] - old[index].available)
      let removed = min(unhealthy, removable)
      counts[index] -= removed
      removable -= removed
    }
    let available = old.reduce(newAvailable) { $0 + $1.available }
    var spare = available - minimum
    for index in counts.indices where spare > 0 {
      let removed = min(counts[index], spare)
      counts[index] -= removed
      spare -= removed
    }
    return counts
  }
}
