package import SimulationKernel

/// How a store serves a request: it finds the member that serves it, spends core time, reads or
/// writes, and answers.
extension StoreGroups {
  /// A request arrives at a pod of a store.
  package mutating func arrive(_ demand: StoreDemand, now: SimTime) {
    let group =
      stores[demand.store].configuration.servesAlone
      ? ownGroup(of: demand.member)
      : shardGroup(store: demand.store, keyBits: demand.keyBits)
    let request = requests.insert(
      StoreRequest(
        demand: demand, group: Int32(group), server: Int32(demand.member), arrivedAt: now))
    requests[request].seeksMap = demand.seeksMap
    if !demand.isWrite, case .shipping(let index) = groups[group].protocolState {
      requests[request].knownWrite = shippings[index].acknowledged
    }
    guard members[demand.member].isUp else {
      finish(request, isFailed: true)
      return
    }
    route(request, now: now)
  }

  /// Brings a request to the member that serves it.
  ///
  /// It is the member that was asked, or another that the request is forwarded to. Without
  /// one the request waits for a leader or fails.
  mutating func route(_ request: Handle<StoreRequest>, now: SimTime) {
    let demand = requests[request].demand
    if demand.isWrite {
      checkSpace(of: demand.member, adding: demand.bytes + EtcdSpace.overhead, now: now)
    }
    guard !isRefused(request, now: now) else {
      finish(request, isFailed: true)
      return
    }
    guard !isHeldBack(request) else {
      park(request)
      return
    }
    guard let server = server(of: request, now: now) else {
      if isPublish(request) { publishToNobody(request, now: now) } else { park(request) }
      return
    }
    requests[request].server = Int32(server)
    if server == demand.member, !requests[request].seeksMap {
      actions.append(.work(request, member: server, demand.cpu))
    } else if stores[demand.store].configuration.forwards {
      forward(request, to: server)
    } else {
      finish(request, isFailed: true)
    }
  }

  /// Passes a request on: from its client where that knows the map, or hears it first, else from
  /// the member that was asked.
  private mutating func forward(_ request: Handle<StoreRequest>, to server: Int) {
    let demand = requests[request].demand
    var packet = StorePacket(.forward, from: demand.member, to: server, bytes: demand.bytes)
    packet.request = request
    packet.epoch = members[server].epoch
    guard stores[demand.store].configuration.isMapKnown else {
      send(packet)
      return
    }
    requests[request].seeksMap = false
    actions.append(
      .redirect(
        packets.insert(packet), call: demand.call, from: demand.member, to: server,
        bytes: packet.bytes))
  }

  /// The member that serves a request now; nil while there is none.
  private mutating func server(of request: Handle<StoreRequest>, now: SimTime) -> Int? {
    let demand = requests[request].demand
    let group = Int(requests[request].group)
    switch groups[group].protocolState {
    case .erasure: return demand.member
    case .registered: return replica(for: demand, group: group)
    case .raft, .shipping:
      let slotHere = groups[group].slot(of: demand.member)
      if let slotHere, !demand.isWrite, !isBlank(slotHere, of: group),
        stores[demand.store].configuration.readers == .anyCopy
      {
        return demand.member
      }
      if let deposed = groups[group].deposed, deposed.slot == slotHere { return demand.member }
      guard let leader = groups[group].leader, now >= groups[group].unknownUntil else {
        return nil
      }
      return groups[group].members[leader]
    }
  }

  /// The replica that serves a request for a shard of ClickHouse: the member that was asked, or
  /// another to which its Distributed table forwards the request; nil while none can be reached.
  private func replica(for demand: StoreDemand, group: Int) -> Int? {
    let replicas = groups[group].members
    if groups[group].slot(of: demand.member) != nil { return demand.member }
    let first = Int(demand.keyBits & 0xffff)
    for index in replicas.indices {
      let replica = replicas[(first + index) % replicas.count]
      if members[replica].isUp, canReach(demand.member, replica) { return replica }
    }
    return nil
  }

  /// Lets a request wait for a leader for as long as the engine's patience lasts, or fails it.
  mutating func park(_ request: Handle<StoreRequest>) {
    park(request, group: Int(requests[request].group))
  }

  /// Lets a request wait for the leader of a group, which is its shard or the coordinating group.
  mutating func park(_ request: Handle<StoreRequest>, group: Int) {
    if isUnwaited(request) {
      // The write is lost, and its client, which waits for no answer, never learns of it.
      if let record = groups[group].lastRecord { failovers[record].lostWrites += 1 }
      finish(request, isFailed: false)
    } else if stores[groups[group].store].configuration.patience > .zero {
      groups[group].parked.append(request)
    } else {
      finish(request, isFailed: true)
    }
  }

  /// A group has a leader again: the requests that waited for one go on.
  mutating func unpark(group: Int, now: SimTime) {
    let waiting = groups[group].parked
    groups[group].parked.removeAll(keepingCapacity: true)
    for request in waiting where requests.contains(request) {
      if requests[request].isLost {
        groups[group].parked.append(request)
      } else if groups[group].shard < 0 {
        registerPart(of: request, now: now)
      } else {
        route(request, now: now)
      }
    }
  }

  /// Fails the requests that have waited for a leader longer than the engine's patience.
  mutating func refuseImpatient(group: Int, now: SimTime) {
    guard let first = groups[group].parked.first else { return }
    let limit = now - stores[groups[group].store].configuration.patience
    if requests.contains(first), requests[first].arrivedAt > limit { return }
    let waiting = groups[group].parked
    groups[group].parked.removeAll(keepingCapacity: true)
    for request in waiting where requests.contains(request) {
      if requests[request].arrivedAt <= limit {
        finish(request, isFailed: true)
      } else {
        groups[group].parked.append(request)
      }
    }
  }

  /// The serving member's CPU has done a request's work: the request reads or writes now.
  mutating func workDone(_ request: Handle<StoreRequest>, now: SimTime) {
    guard requests.contains(request) else { return }
    requests[request].job = nil
    if requests[request].demand.fails {
      finish(request, isFailed: true)
    } else if throttle(request, now: now) {
      return
    } else if requests[request].demand.isWrite {
      write(request, now: now)
    } else {
      read(request, now: now)
    }
  }

  /// Delays or fails an insert where too many parts are not merged yet (ClickHouse); returns
  /// whether it did.
  private mutating func throttle(_ request: Handle<StoreRequest>, now: SimTime) -> Bool {
    guard requests[request].demand.isWrite, !requests[request].isDelayed else { return false }
    guard let delay = partsDelay(of: request) else {
      finish(request, isFailed: true)
      return true
    }
    guard delay > .zero else { return false }
    requests[request].isDelayed = true
    actions.append(.schedule(.delayed, at: now + delay, argument: request.rawValue))
    return true
  }

  /// An insert's delay is over.
  mutating func delayDone(_ request: Handle<StoreRequest>, now: SimTime) {
    guard requests.contains(request), requests[request].isDelayed else { return }
    write(request, now: now)
  }

  private mutating func write(_ request: Handle<StoreRequest>, now: SimTime) {
    let group = Int(requests[request].group)
    switch groups[group].protocolState {
    case .raft(let base): proposeWrite(request, group: group, base: base, now: now)
    case .shipping(let index): shipWrite(request, group: group, shipping: index, now: now)
    case .erasure(let set): storeObject(request, group: group, set: set, now: now)
    case .registered: registerPart(of: request, now: now)
    }
  }

  private mutating func read(_ request: Handle<StoreRequest>, now: SimTime) {
    let group = Int(requests[request].group)
    let server = Int(requests[request].server)
    noteDamage(store: groups[group].store)
    switch groups[group].protocolState {
    case .raft(let base):
      if let slot = groups[group].slot(of: server), groups[group].leader == slot,
        !mayRead(slot, group: group, base: base, now: now)
      {
        park(request)
        return
      }
    case .shipping(let index):
      noteStaleness(of: request, group: group, shipping: index, server: server)
    case .erasure(let set):
      fetchObject(request, group: group, set: set, now: now)
      return
    case .registered: break
    }
    let bytes = requests[request].demand.diskBytes
    if bytes > 0 {
      readDisk(request, bytes: bytes, now: now)
    } else {
      finish(request, isFailed: false)
    }
  }

  /// Whether a Raft leader may answer reads: by its lease, or, without heartbeats to make one, by
  /// asking a majority.
  private func mayRead(_ slot: Int, group: Int, base: Int, now: SimTime) -> Bool {
    guard rafts[base + slot].parameters.quorumCheck == nil else {
      return rafts[base + slot].hasLease(now: now)
    }
    let slots = groups[group].members
    let away = slots.count(where: {
      !members[$0].isUp || ($0 != slots[slot] && !canReach(slots[slot], $0))
    })
    return rafts[base + slot].isLeader && Quorum.isServing(voters: slots.count, away: away)
  }

  private mutating func readDisk(
    _ request: Handle<StoreRequest>, bytes: Int64, now: SimTime
  ) {
    let server = Int(requests[request].server)
    let end = members[server].disk.operate(bytes: bytes, now: now)
    announce(.readDone, request.rawValue, at: end, member: server)
  }

  /// A read's bytes are in memory.
  mutating func readDone(_ request: Handle<StoreRequest>) {
    guard requests.contains(request) else { return }
    finish(request, isFailed: false)
  }

  /// Counts a read as stale if the copy that answers it lacks a write that was acknowledged before
  /// the read arrived.
  private mutating func noteStaleness(
    of request: Handle<StoreRequest>, group: Int, shipping: Int, server: Int
  ) {
    guard let slot = groups[group].slot(of: server),
      shippings[shipping].copies[slot].received < requests[request].knownWrite
    else { return }
    stores[groups[group].store].staleReads += 1
    if let record = groups[group].openRecord {
      failovers[record].staleReads += 1
    } else {
      groups[group].promotion.unheard?.staleReads += 1
    }
  }

  /// A write is acknowledged: it is counted, ends an outage that lasted for the clients, and is
  /// answered.
  mutating func accept(_ request: Handle<StoreRequest>, group: Int, now: SimTime) {
    noteAccepted(group: group, now: now)
    let operation = requests.contains(request) ? requests[request].demand.operation : 0
    stores[groups[group].store].history.note(operation: Int(operation))
    if requests.contains(request) {
      stores[groups[group].store].loggedBytes += requests[request].demand.loggedBytes
      stores[groups[group].store].storedBytes += requests[request].demand.bytes
    }
    if requests.contains(request) { finish(request, isFailed: false) }
  }

  /// Answers a request and forgets it.
  mutating func finish(_ request: Handle<StoreRequest>, isFailed: Bool) {
    let demand = requests[request].demand
    if isFailed {
      stores[demand.store].failed += 1
      noteRefusal(of: request)
    } else {
      stores[demand.store].answered += 1
      members[Int(requests[request].server)].answered += 1
    }
    if let job = requests[request].job { actions.append(.cancelWork(job: job)) }
    requests.remove(request)
    actions.append(.answer(call: demand.call, member: demand.member, isFailed: isFailed))
  }

  /// Fails the writes whose place in a group's log is not committed; they stay listed in `pending`,
  /// so that the caller can count them.
  mutating func failPending(group: Int) {
    let pending = groups[group].pending
    pending.forEach { item in
      if requests.contains(item.request) { finish(item.request, isFailed: true) }
    }
  }
}
