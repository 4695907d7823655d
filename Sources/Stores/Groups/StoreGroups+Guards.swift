import SimulationKernel

/// What stops writes before something breaks: alarms, watermarks, pauses.
extension StoreGroups {
  /// Looks at the members' memory, disks and connections.
  mutating func watchGuards(store: Int, now: SimTime) {
    watchAlarms(store: store)
    watchCoordination(store: store, now: now)
    watchHealth(store: store)
    watchWatermarks(store: store)
    watchMinority(store: store, now: now)
    expire(store: store, now: now)
    watchUnflushed(store: store, now: now)
    watchLogs(store: store, now: now)
    watchLifecycle(store: store, now: now)
  }

  /// Whether a write must wait at the door of its store.
  func isHeldBack(_ request: Handle<StoreRequest>) -> Bool {
    let demand = requests[request].demand
    return demand.isWrite && stores[demand.store].isBlocked
  }

  /// Whether a request is refused because of the state of the member it arrived at or of its shard.
  func isRefused(_ request: Handle<StoreRequest>, now: SimTime) -> Bool {
    let demand = requests[request].demand
    let member = members[demand.member]
    let group = Int(requests[request].group)
    if isGone(group: group) || isRestoring(demand.store) || !isFound(group: group, now: now) {
      return true
    }
    if let since = member.isolatedSince, now - since >= member.isolationLimit { return true }
    guard demand.isWrite else { return !groups[Int(requests[request].group)].health.isWritable }
    if isOutOfSpace(demand.member) { return true }
    return groups[Int(requests[request].group)].members.contains { members[$0].isReadOnly }
  }

  /// Notes since when a coordinating group can commit nothing: it has no leader, or its leader sees
  /// no majority.
  private mutating func watchCoordination(store: Int, now: SimTime) {
    guard let group = stores[store].coordination,
      stores[store].configuration.sessionLength < .infinity
    else { return }
    let slots = groups[group].members
    let isServing = groups[group].leader.map { leader in
      let away = slots.count(where: {
        !members[$0].isUp || ($0 != slots[leader] && !canReach(slots[leader], $0))
      })
      return Quorum.isServing(voters: slots.count, away: away)
    }
    if isServing ?? false {
      stores[store].uncoordinatedSince = nil
    } else if stores[store].uncoordinatedSince == nil {
      stores[store].uncoordinatedSince = now
    }
  }

  /// How a shard with an in-sync set stands: by the complete copies whose members are there.
  private func health(of group: Int, shipping: Int) -> ShardHealth {
    let copies = shippings[shipping].copies
    let alive = copies.indices.count(where: {
      copies[$0].isInSync && members[groups[group].members[$0]].isUp
    })
    return ShardHealth(replicas: copies.count - 1, inSyncAlive: alive)
  }

  private mutating func watchHealth(store: Int) {
    guard stores[store].configuration.watermarks != nil else { return }
    var worst = ShardHealth.green
    for group in stores[store].shards {
      guard case .shipping(let index) = groups[group].place else { continue }
      groups[group].health = health(of: group, shipping: index)
      worst = max(worst, groups[group].health)
    }
    stores[store].health = worst
  }

  private mutating func watchAlarms(store: Int) {
    guard let alarms = stores[store].configuration.alarms else { return }
    var isBlocked = false
    for member in stores[store].members where members[member].isUp {
      if members[member].walBytes >= alarms.walLimit { members[member].walBytes = 0 }
      let isShort = stores[store].memoryBytes.map {
        alarms.isShortOfMemory(used: members[member].walBytes, of: $0)
      }
      if isShort ?? false || alarms.isShortOfDisk(free: members[member].disk.free) {
        isBlocked = true
      }
    }
    stores[store].isBlocked = isBlocked
  }

  private mutating func watchWatermarks(store: Int) {
    guard let marks = stores[store].configuration.watermarks else { return }
    for member in stores[store].members where members[member].isUp {
      let disk = members[member].disk
      guard disk.capacity < .max else { continue }
      members[member].isReadOnly = marks.isReadOnly(
        free: disk.free, total: disk.capacity, wasReadOnly: members[member].isReadOnly)
    }
  }

  /// Members that see no majority for long pause until they do.
  private mutating func watchMinority(store: Int, now: SimTime) {
    guard let limit = stores[store].configuration.minorityPause else { return }
    for member in stores[store].members where members[member].isUp {
      if reachCount(of: member) >= Quorum.majority(of: stores[store].members.count) {
        members[member].isolatedSince = nil
      } else if members[member].isolatedSince == nil {
        members[member].isolatedSince = now
        members[member].isolationLimit = stores[store].random.duration(
          from: limit.lowerBound, to: limit.upperBound)
      }
    }
  }
}
