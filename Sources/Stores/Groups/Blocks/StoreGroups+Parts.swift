import SimulationKernel

/// Writes of a store whose copies are equal and whose parts a coordinating Raft group registers
/// (ClickHouse's ReplicatedMergeTree with Keeper): acknowledged once the part is registered, with
/// one copy on one member; the other copies fetch it afterwards.
extension StoreGroups {
  /// What registering a part writes to the coordinating group's log: about ten nodes of some
  /// hundred bytes (ClickHouse docs, replication).
  private static var entryBytes: Int64 { 2048 }

  /// Asks the coordinating group's leader to register a part that is written locally.
  mutating func registerPart(of request: Handle<StoreRequest>, now: SimTime) {
    let store = requests[request].demand.store
    switch admission(of: request, now: now) {
    case .accepted: break
    case .readOnly, .tooFewReplicas, .unknown:
      finish(request, isFailed: true)
      return
    }
    guard let coordination = stores[store].coordination else {
      spreadPart(of: request, now: now)
      return
    }
    guard let leader = groups[coordination].leader else {
      park(request, group: coordination)
      return
    }
    let server = Int(requests[request].server)
    let keeper = keeper(
      of: server, group: coordination, leader: groups[coordination].members[leader], now: now)
    var packet = StorePacket(.register, from: server, to: keeper, bytes: Self.entryBytes)
    packet.group = Int32(coordination)
    packet.request = request
    send(packet)
  }

  /// Whether an insert may begin: not while tables are read-only, because the coordinating group
  /// has been away for the length of a session, and not with fewer live replicas than its quorum.
  private func admission(of request: Handle<StoreRequest>, now: SimTime) -> InsertQuorum.Result {
    let store = requests[request].demand.store
    let group = Int(requests[request].group)
    let away = stores[store].uncoordinatedSince.map { now - $0 } ?? .zero
    return stores[store].configuration.insertQuorum.admit(
      copies: groups[group].members.count, alive: copiesThere(of: request),
      isCoordinated: away < stores[store].configuration.sessionLength)
  }

  /// By how long an insert is delayed because of the parts that are not merged yet; nil where it is
  /// refused.
  func partsDelay(of request: Handle<StoreRequest>) -> SimDuration? {
    let group = Int(requests[request].group)
    guard let pressure = stores[groups[group].store].configuration.partsPressure,
      let slot = groups[group].slot(of: Int(requests[request].server)),
      slot < groups[group].parts.count
    else { return .zero }
    let parts = groups[group].parts[slot]
    switch pressure.verdict(activeParts: parts.active, meanBytes: parts.meanBytes) {
    case .accepted: return .zero
    case .delayed(let delay): return delay
    case .refused: return nil
    }
  }

  /// The coordinating group's member appends the registration if it still leads.
  mutating func receiveRegistration(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    guard requests.contains(packet.request),
      case .raft(let base) = groups[group].protocolState,
      let slot = groups[group].slot(of: Int(packet.to))
    else { return }
    guard groups[group].leader == slot, rafts[base + slot].isLeader else {
      if !passOn(packet) { park(packet.request, group: group) }
      return
    }
    propose(
      packet.request, bytes: Self.entryBytes, group: group, index: base + slot, now: now)
  }

  /// The registration is committed: tells the member that wrote the part.
  mutating func confirmRegistration(_ request: Handle<StoreRequest>, group: Int, now: SimTime) {
    noteAccepted(group: group, now: now)
    guard let slot = groups[group].leader else { return }
    let (leader, server) = (groups[group].members[slot], Int(requests[request].server))
    let keeper = keeper(of: server, group: group, leader: leader, now: now)
    tellRegistered(
      request, group: group, from: leader, to: keeper == leader ? server : keeper)
  }

  private mutating func tellRegistered(
    _ request: Handle<StoreRequest>, group: Int, from: Int, to: Int
  ) {
    var packet = StorePacket(
      .registered, from: from, to: to, bytes: StorePacket.textHeaderBytes)
    packet.group = Int32(group)
    packet.request = request
    send(packet)
  }

  /// The member that wrote the part learns that it is registered.
  mutating func finishRegistration(_ packet: StorePacket, now: SimTime) {
    guard requests.contains(packet.request) else { return }
    let server = Int(requests[packet.request].server)
    guard Int(packet.to) == server else {
      // A Keeper that its server speaks to has heard of it from the leader.
      tellRegistered(
        packet.request, group: Int(packet.group), from: Int(packet.to), to: server)
      return
    }
    spreadPart(of: packet.request, now: now)
  }

  /// The member that wrote a part tells its peers, and answers its client when its quorum holds the
  /// part.
  private mutating func spreadPart(of request: Handle<StoreRequest>, now: SimTime) {
    let group = Int(requests[request].group)
    let server = Int(requests[request].server)
    let bytes = requests[request].demand.loggedBytes
    let slot = groups[group].slot(of: server) ?? 0
    let isFlushed = stores[groups[group].store].configuration.flushesWrites
    groups[group].holders.add(
      holders: BitSet(slot), bytes: bytes, isFlushed: isFlushed)
    addPart(slot: slot, group: group, bytes: bytes, now: now)
    let rule = stores[groups[group].store].configuration.insertQuorum
    let others = rule.needed(of: groups[group].members.count) - 1
    requests[request].needed = Int16(others)
    requests[request].expected = Int16(copiesThere(of: request) - 1)
    for member in groups[group].members where member != server && members[member].isUp {
      var part = StorePacket(.shard, from: server, to: member, bytes: bytes)
      part.group = Int32(group)
      part.request = request
      part.number = BitSet(slot).rawValue
      send(part)
    }
    guard others == 0 else { return }
    accept(request, group: group, now: now)
  }

  /// How many members with a copy of a request's shard run.
  private func copiesThere(of request: Handle<StoreRequest>) -> Int {
    groups[Int(requests[request].group)].members.count(where: { members[$0].isUp })
  }

  /// A copy has fetched a part into its page cache and confirms it.
  mutating func keepPart(_ packet: StorePacket, now: SimTime) {
    let member = Int(packet.to)
    let group = Int(packet.group)
    guard let slot = groups[group].slot(of: member) else { return }
    groups[group].holders.hold(slot: slot, of: BitSet(rawValue: packet.number), bytes: packet.bytes)
    addPart(slot: slot, group: group, bytes: packet.bytes, now: now)
    guard requests.contains(packet.request) else { return }
    var reply = StorePacket(
      .shardAck, from: member, to: Int(packet.from), bytes: StorePacket.textHeaderBytes)
    reply.group = packet.group
    reply.request = packet.request
    reply.epoch = members[member].epoch
    let end = members[member].disk.operate(bytes: packet.bytes, now: now)
    announce(.shardRead, packets.insert(reply).rawValue, at: end, member: member)
  }

  private mutating func addPart(slot: Int, group: Int, bytes: Int64, now: SimTime) {
    occupy(bytes: bytes, member: groups[group].members[slot], now: now)
    guard slot < groups[group].parts.count else { return }
    groups[group].parts[slot].insert(bytes: bytes)
  }

  /// Lets merges of parts go on until the next look, as fast as the disk beside a store's own
  /// operations allows, and begins others where there are enough parts.
  mutating func watchParts(store: Int, now: SimTime) {
    guard stores[store].configuration.partsPressure != nil else { return }
    for group in stores[store].shards {
      for slot in groups[group].members.indices {
        let member = groups[group].members[slot]
        guard members[member].isUp, !members[member].disk.isStalled else {
          groups[group].parts[slot].interrupt()
          continue
        }
        groups[group].parts[slot].beginMerges()
        let pending = groups[group].parts[slot].pending
        let interval = Self.watchInterval.seconds
        let rate = min(Double(pending) / interval, members[member].disk.room(now: now))
        if rate > 0 { members[member].disk.stream(rate) }
        groups[group].parts[slot].merge(moving: Int64((rate * interval).rounded(.up)))
      }
    }
  }

  /// Ends inserts whose quorum does not confirm in time; their outcome is unknown to the client.
  mutating func concludeInserts(store: Int, now: SimTime) {
    let configuration = stores[store].configuration
    guard configuration.insertQuorumTimeout < .infinity,
      configuration.insertQuorum.needed(of: stores[store].members.count) > 1
    else { return }
    for index in 0..<requests.capacity {
      guard let request = requests.handle(at: index), requests[request].demand.store == store,
        requests[request].needed > 0,
        now - requests[request].arrivedAt >= configuration.insertQuorumTimeout
      else { continue }
      let copies = groups[Int(requests[request].group)].members.count
      let holding = configuration.insertQuorum.needed(of: copies) - Int(requests[request].needed)
      let result = configuration.insertQuorum.conclude(holding: holding, of: copies)
      finish(request, isFailed: result != .accepted)
    }
  }

  /// A registration's packet was lost: the client learns it when its patience ends.
  mutating func registrationFailed(_ request: Handle<StoreRequest>) {
    guard requests.contains(request),
      let coordination = stores[requests[request].demand.store].coordination
    else { return }
    park(request, group: coordination)
  }
}
