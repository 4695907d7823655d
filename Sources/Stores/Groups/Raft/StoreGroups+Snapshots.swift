import SimulationKernel

/// Snapshots that Raft leaders send to followers; each goes as fast as the slowest of the disks at
/// both ends and the lines between them.
extension StoreGroups {
  /// Lets a Raft group begin with a state that all members hold and whose log entries are compacted
  /// away.
  mutating func beginWithState(group: Int) {
    guard case .raft(let base) = groups[group].protocolState else { return }
    for slot in groups[group].members.indices { rafts[base + slot].beginWithState() }
  }

  /// Whether a snapshot is on its way to a slot of a Raft group.
  func isAwaitingState(_ slot: Int, of group: Int) -> Bool {
    stores[groups[group].store].snapshots.contains {
      $0.group == group && Int($0.message.to) == slot
    }
  }

  /// A leader begins to send a snapshot to a follower, if the follower can be reached.
  mutating func beginSnapshot(_ message: RaftMessage, group: Int, now: SimTime) {
    guard case .raft(let base) = groups[group].protocolState else { return }
    let store = groups[group].store
    let target = groups[group].members[Int(message.to)]
    let bytes = snapshotBytes(message, group: group, base: base)
    let snapshot = RunningSnapshot(
      group: group, message: message, epoch: members[target].epoch, beganAt: now, bytes: bytes,
      remaining: Double(bytes))
    guard isPassable(snapshot) else {
      rafts[base + Int(message.from)].snapshotFailed(to: Int(message.to))
      return
    }
    awaitChange(store: store)
    stores[store].snapshots.append(snapshot)
    note(.began, snapshot)
  }

  /// Lets snapshots go on until the next check, and notes which were installed and which failed.
  mutating func watchSnapshots(store: Int, now: SimTime) {
    guard !stores[store].snapshots.isEmpty else { return }
    var running: [RunningSnapshot] = []
    swap(&running, &stores[store].snapshots)
    for var snapshot in running {
      guard case .raft(let base) = groups[snapshot.group].protocolState else { continue }
      let leader = base + Int(snapshot.message.from)
      switch rafts[leader].state(ofSnapshot: snapshot.message) {
      case .installed: note(.installed(now - snapshot.beganAt), snapshot)
      case .void: note(.broken, snapshot)
      case .underWay where !isPassable(snapshot):
        rafts[leader].snapshotFailed(to: Int(snapshot.message.to))
        note(.broken, snapshot)
      case .underWay:
        advance(&snapshot, now: now)
        stores[store].snapshots.append(snapshot)
      }
    }
  }

  /// Sends what fits until the next look; once everything is there the follower is told, again and
  /// again until its answer comes.
  private mutating func advance(_ snapshot: inout RunningSnapshot, now: SimTime) {
    let slots = groups[snapshot.group].members
    let (source, target) = (slots[Int(snapshot.message.from)], slots[Int(snapshot.message.to)])
    guard snapshot.remaining <= 0 else {
      let rate = stream(
        .infinity, of: groups[snapshot.group].store, from: source, to: target, readsDisk: true,
        now: now)
      snapshot.remaining -= rate * Self.watchInterval.seconds
      return
    }
    if !snapshot.isStored {
      snapshot.isStored = true
      store(snapshot, at: target, now: now)
    }
    send(packet(snapshot.message, group: snapshot.group))
  }

  /// A snapshot is on the follower's disk, in the place of what was there unless it only adds to
  /// it.
  private mutating func store(_ snapshot: RunningSnapshot, at target: Int, now: SimTime) {
    guard case .raft(let base) = groups[snapshot.group].protocolState else { return }
    let index = base + Int(snapshot.message.to)
    if !sendsOnlyMissing(base) || rafts[index].commit == 0 {
      release(bytes: stateBytes(of: snapshot.group, at: target), member: target)
    }
    if groups[snapshot.group].shard < 0 {
      // The log that it replaces goes with it.
      let held = rafts[index].log.last
      let logged = held - min(held, compactions[index].released)
      release(bytes: Int64(logged) * groups[snapshot.group].entryBytes, member: target)
      compactions[index].released = snapshot.message.index
    }
    occupy(bytes: snapshot.bytes, member: target, now: now)
  }

  private func sendsOnlyMissing(_ base: Int) -> Bool {
    rafts[base].parameters.compaction?.sendsOnlyMissing ?? false
  }

  /// Bytes that a follower is sent: the leader's state, or what it lacks of it.
  private func snapshotBytes(_ message: RaftMessage, group: Int, base: Int) -> Int64 {
    let state = stateBytes(of: group, at: groups[group].members[Int(message.from)])
    guard sendsOnlyMissing(base) else { return state }
    let held = rafts[base + Int(message.to)].commit
    return min(state, Int64(message.index - min(message.index, held)) * groups[group].entryBytes)
  }

  /// Whether both ends run, reach each other, and are those between which it began.
  private func isPassable(_ snapshot: RunningSnapshot) -> Bool {
    let slots = groups[snapshot.group].members
    let (source, target) = (slots[Int(snapshot.message.from)], slots[Int(snapshot.message.to)])
    return members[source].isUp && members[target].isUp && !members[source].isFrozen
      && !members[target].isFrozen && members[target].epoch == snapshot.epoch
      && canReach(source, target) && canReach(target, source)
      && (groups[snapshot.group].lostDisks.slots.isEmpty
        || takesPart(Int(snapshot.message.to), in: snapshot.group))
  }

  /// Bytes of a group's state at a member: an even part of what its disk holds; of a coordinating
  /// group all that was registered.
  private func stateBytes(of group: Int, at member: Int) -> Int64 {
    guard groups[group].shard >= 0 else {
      return Int64(groups[group].acknowledged.index) * groups[group].entryBytes
    }
    let copies = stores[groups[group].store].shards.count(where: {
      groups[$0].slot(of: member) != nil
    })
    return members[member].disk.used / Int64(max(copies, 1))
  }

  /// What became of snapshots since the last call.
  mutating func takeSnapshotNews() -> [SnapshotNews] {
    var news: [SnapshotNews] = []
    swap(&news, &snapshotNews)
    return news
  }

  private mutating func note(_ step: SnapshotNews.Step, _ snapshot: RunningSnapshot) {
    let slots = groups[snapshot.group].members
    snapshotNews.append(
      SnapshotNews(
        step: step, source: slots[Int(snapshot.message.from)],
        target: slots[Int(snapshot.message.to)], bytes: snapshot.bytes))
  }
}
