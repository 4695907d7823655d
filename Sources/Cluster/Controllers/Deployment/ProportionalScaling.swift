/// A Deployment's ReplicaSets when its scale changes in mid-rollout or while it is paused
/// (pkg/controller/deployment/sync.go scale, util/deployment_util.go GetReplicaSetProportion).
package struct ProportionalScaling: Sendable {
  /// A ReplicaSet as the controller finds it.
  package struct Member: Sendable {
    /// Replicas it shall keep.
    package var replicas: Int
    /// Its available pods.
    package var available: Int
    /// The Deployment's replicas when it was last scaled (annotation desired-replicas).
    package var desired: Int
    /// Those with the surge (annotation max-replicas).
    package var greatest: Int

    /// Makes a member.
    package init(replicas: Int, available: Int, desired: Int, greatest: Int) {
      self.replicas = replicas
      self.available = available
      self.desired = desired
      self.greatest = greatest
    }
  }

  /// Replicas asked and their bounds.
  let update: RollingUpdate

  /// Makes the rule for a number of replicas; with Recreate only a single active ReplicaSet is
  /// scaled.
  package init(_ update: RollingUpdate) { self.update = update }

  /// The replicas of every member, which are ordered newest first; `new` is the place of the one
  /// with the present template, nil while there is none.
  package func replicas(of members: [Member], new: Int?) -> [Int] {
    var counts = members.map(\.replicas)
    let active = members.indices.filter { members[$0].replicas > 0 }
    if active.count <= 1 {
      // The only active one, else the newest of all.
      if let sole = active.first ?? new ?? members.indices.first { counts[sole] = update.replicas }
      return counts
    }
    if let new, isSaturated(members[new]) {
      for old in active where old != new { counts[old] = 0 }
      return counts
    }
    return update.recreates ? counts : shared(members, active: active)
  }

  /// Whether the new ReplicaSet has all pods that are asked, and they are available.
  private func isSaturated(_ member: Member) -> Bool {
    member.replicas == update.replicas && member.desired == update.replicas
      && member.available == update.replicas
  }

  /// Every active member gets its share; the largest takes what rounding leaves.
  private func shared(_ members: [Member], active: [Int]) -> [Int] {
    var counts = members.map(\.replicas)
    let toAdd = update.greatestTotal - active.reduce(0) { $0 + counts[$1] }
    guard toAdd != 0 else { return counts }
    // Newest first among equals on the way up, oldest first on the way down.
    let order = active.sorted { left, right in
      if members[left].replicas != members[right].replicas {
        return members[left].replicas > members[right].replicas
      }
      return toAdd > 0 ? left < right : left > right
    }
    var added = 0
    for index in order where toAdd != added {
      let share = fraction(of: members[index])
      let part = toAdd > 0 ? min(share, toAdd - added) : max(share, toAdd - added)
      counts[index] += part
      added += part
    }
    counts[order[0]] = max(0, counts[order[0]] + toAdd - added)
    return counts
  }

  /// How many pods a member gains when all grow in proportion (getReplicaSetFraction).
  private func fraction(of member: Member) -> Int {
    if update.replicas == 0 { return -member.replicas }
    guard member.greatest > 0 else { return 0 }
    let size =
      Double(member.replicas) * Double(update.replicas + update.surge) / Double(member.greatest)
    return Int(size.rounded(.toNearestOrAwayFromZero)) - member.replicas
  }
}
