package import SimulationKernel

/// Guards: what stops writes before a member runs out of memory or disk (alarms, watermarks,
/// pauses).
extension StoreGroups {
  /// Checks the members' memory, disks and connections against the engine's guards.
  mutating func watchGuards(store: Int, now: SimTime) {
    watchAlarms(store: store)
    watchCoordination(store: store, now: now)
    watchKeepers(store: store, now: now)
    watchHealth(store: store)
    watchWatermarks(store: store)
    watchSilence(store: store, now: now)
    expire(store: store, now: now)
    watchUnflushed(store: store, now: now)
    reclaimSpace(store: store, now: now)
    watchLogs(store: store, now: now)
    watchLifecycle(store: store, now: now)
  }

  /// Whether a request must wait because an alarm blocks publishers (RabbitMQ), or because the
  /// member that was asked hangs with its disk (etcd).
  func isHeldBack(_ request: Handle<StoreRequest>) -> Bool {
    let demand = requests[request].demand
    if demand.isWrite, stores[demand.store].isBlocked { return true }
    guard members[demand.member].disk.isStalled else { return false }
    let group = Int(requests[request].group)
    return groups[group].slot(of: demand.member).map { hangs(slot: $0, of: group) } ?? false
  }

  /// Whether a request is refused because of the state of the member it arrived at or of its shard.
  func isRefused(_ request: Handle<StoreRequest>, now: SimTime) -> Bool {
    let group = Int(requests[request].group)
    let store = requests[request].demand.store
    let member = requests[request].demand.member
    if isGone(group: group) || isRestoring(store) || !isFound(group: group, now: now) {
      return true
    }
    if stores[store].configuration.pausesMinority, isCalledGone(member, now: now) { return true }
    guard requests[request].demand.isWrite else { return !groups[group].health.isWritable }
    return stores[store].spaceAlarmAt != nil || isOutOfSpace(group: group, at: member)
      || isReadOnly(group: group)
  }

  /// Whether a group is read-only because the disk of one of its copies is above the flood-stage
  /// watermark.
  private func isReadOnly(group: Int) -> Bool {
    for slot in 0..<groups[group].members.count
    where members[groups[group].members[slot]].isReadOnly { return true }
    return false
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

  /// The health of a shard with an in-sync set, by the complete copies whose members run.
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
      guard case .shipping(let index) = groups[group].protocolState else { continue }
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
      let isShort = members[member].memoryBytes.map {
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

  /// Notes which members and the majority hear nothing of each other: those that are cut off, whose
  /// machine lost power, or whose process is frozen.
  private mutating func watchSilence(store: Int, now: SimTime) {
    guard let ticks = stores[store].configuration.netTicks else { return }
    for member in stores[store].members {
      let state = members[member]
      let isHeard =
        state.isUp
        ? reachCount(of: member) >= Quorum.majority(of: stores[store].members.count)
        : !state.isSilent
      if isHeard {
        members[member].isolatedSince = nil
      } else if state.isolatedSince == nil {
        members[member].isolatedSince = state.isUp ? now : state.stoppedAt
        members[member].isolationLimit = stores[store].random.duration(
          from: ticks.lowerBound, to: ticks.upperBound)
      }
    }
  }

  /// Whether a member and the majority take each other for gone, by Erlang's net ticks (RabbitMQ).
  private func isCalledGone(_ member: Int, now: SimTime) -> Bool {
    guard let since = members[member].isolatedSince else { return false }
    return now - since >= members[member].isolationLimit
  }

  /// What the other members hear of a broker whose software, at one of its starts, handed messages
  /// out.
  package func sight(ofBroker member: Int, since epoch: UInt32, now: SimTime) -> BrokerSight {
    let state = members[member]
    guard state.epoch == epoch, state.isUp || state.isSilent else { return .gone }
    guard stores[state.store].configuration.netTicks != nil else {
      return state.isUp ? .there : .gone
    }
    if state.isUp, state.isolatedSince == nil { return .there }
    return isCalledGone(member, now: now) ? .gone : .silent
  }
}
