package import Manifests

/// Arithmetic of a Deployment's rolling update (pkg/controller/deployment/rolling.go and
/// util/deployment_util.go).
package struct RollingUpdate: Sendable {
  /// Replicas asked.
  package let replicas: Int
  /// Pods allowed beyond them.
  package let surge: Int
  /// Pods that may be missing.
  package let unavailable: Int
  /// Whether the strategy is Recreate, which has no bounds.
  package let recreates: Bool

  /// Resolves both bounds for a number of replicas; none may be missing where none is asked, nor
  /// with Recreate (MaxUnavailable, MaxSurge).
  package init(
    replicas: Int, maxSurge: IntOrPercent?, maxUnavailable: IntOrPercent?, recreates: Bool = false
  ) {
    self.replicas = replicas
    self.recreates = recreates
    guard !recreates else {
      surge = 0
      unavailable = 0
      return
    }
    let bounds = Self.fenceposts(
      maxSurge: maxSurge, maxUnavailable: maxUnavailable, replicas: replicas)
    surge = bounds.surge
    unavailable = replicas == 0 ? 0 : min(bounds.unavailable, replicas)
  }

  /// The surge rounds up, the missing down; if both are zero one pod may be missing
  /// (ResolveFenceposts).
  ///
  /// An absent bound is zero.
  package static func fenceposts(
    maxSurge: IntOrPercent?, maxUnavailable: IntOrPercent?, replicas: Int
  ) -> (surge: Int, unavailable: Int) {
    let surge = maxSurge?.resolved(of: replicas, roundUp: true) ?? 0
    let unavailable = maxUnavailable?.resolved(of: replicas, roundUp: false) ?? 0
    return (surge, surge == 0 && unavailable == 0 ? 1 : unavailable)
  }

  /// Pods that all ReplicaSets may have together; none where none is asked.
  package var greatestTotal: Int { replicas > 0 ? replicas + surge : 0 }

  /// Replicas of the new ReplicaSet that the surge allows (NewRSNewReplicas); with Recreate as many
  /// as are asked.
  package func newReplicas(new: Int, total: Int) -> Int {
    if recreates { return replicas }
    let room = replicas + surge - total
    return room <= 0 ? new : new + min(room, replicas - new)
  }

  /// Replicas of the new ReplicaSet after one sync: shrunk to what is asked, or grown
  /// (reconcileNewReplicaSet); nil where it stays.
  package func reconcileNew(new: Int, total: Int) -> Int? {
    if new == replicas { return nil }
    let wanted = new > replicas ? replicas : newReplicas(new: new, total: total)
    return wanted == new ? nil : wanted
  }

  /// An old ReplicaSet: its replicas and how many of them are available.
  package struct Old: Sendable {
    /// Replicas it shall keep.
    package var replicas: Int
    /// Its available pods.
    package var available: Int

    /// Makes an old ReplicaSet.
    package init(replicas: Int, available: Int) {
      self.replicas = replicas
      self.available = available
    }
  }

  /// Replicas of the old ReplicaSets, oldest first, after one sync: unhealthy pods go, then as many
  /// as availability allows (reconcileOldReplicaSets).
  package func reconcileOld(_ old: [Old], new: Int, newAvailable: Int) -> [Int] {
    let total = old.reduce(new) { $0 + $1.replicas }
    let removable = total - (replicas - unavailable) - (new - newAvailable)
    guard total > new, removable > 0 else { return old.map(\.replicas) }
    let cleaned = Self.cleanUpUnhealthy(old, limit: removable)
    let left = zip(old, cleaned).map { Old(replicas: $1, available: $0.available) }
    return scaleDown(left, newAvailable: newAvailable)
  }

  /// Takes pods that aren't available away, up to a number (cleanupUnhealthyReplicas).
  package static func cleanUpUnhealthy(_ old: [Old], limit: Int) -> [Int] {
    var left = limit
    return old.map { set in
      let removed = max(0, min(left, set.replicas - set.available))
      left -= removed
      return set.replicas - removed
    }
  }

  /// Takes as many pods away as more are available than must be
  /// (scaleDownOldReplicaSetsForRollingUpdate).
  package func scaleDown(_ old: [Old], newAvailable: Int) -> [Int] {
    let available = old.reduce(newAvailable) { $0 + $1.available }
    var spare = max(0, available - (replicas - unavailable))
    return old.map { set in
      let removed = min(set.replicas, spare)
      spare -= removed
      return set.replicas - removed
    }
  }
}
