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
    return update.recreates ? counts : shared(members)
  }

  /// Whether the new ReplicaSet has all pods that are asked, and they are available.
  private func isSaturated(_ member: Member) -> Bool {
    member.replicas == update.replicas && member.desired == update.replicas
      && member.available == update.replicas
  }

  /// The places of all members, ordered newest first, in the order in which the controller writes
  /// them: the largest first, and those without replicas last.
  ///
  /// Of equals the newest comes first on the way up, the oldest on the way down
  /// (controller_utils.go ReplicaSetsBySizeNewer, ReplicaSetsBySizeOlder).
  package func order(of members: [Member]) -> [Int] {
    let isGrowing = missing(of: members) > 0
    let active = members.indices.filter { members[$0].replicas > 0 }.sorted { left, right in
      if members[left].replicas != members[right].replicas {
        return members[left].replicas > members[right].replicas
      }
      return isGrowing ? left < right : left > right
    }
    return active + members.indices.filter { members[$0].replicas == 0 }
  }

  /// How many replicas the members lack of all that they may have together; negative where they
  /// have too many.
  private func missing(of members: [Member]) -> Int {
    update.greatestTotal - members.reduce(0) { $0 + $1.replicas }
  }

  /// Every active member gets its share; the largest takes what rounding leaves.
  private func shared(_ members: [Member]) -> [Int] {
    var counts = members.map(\.replicas)
    let toAdd = missing(of: members)
    guard toAdd != 0 else { return counts }
    let order = order(of: members)
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
