import SimulationKernel

/// Writes of a store whose copies are equal and whose parts a coordinating Raft group registers
/// (ClickHouse's ReplicatedMergeTree with Keeper): acknowledged once the part is registered, with
/// one copy on one member; the other copies fetch it afterwards.
extension StoreGroups {
  /// What registering a part writes to the coordinating group's log: about ten nodes of some
  /// hundred bytes (ClickHouse docs, replication).
  private static var entryBytes: Int64 { 2048 }

  /// Asks the coordinating group's leader to register a part that is written locally.
  mutating func register(_ request: Handle<StoreRequest>, now: SimTime) {
    let store = requests[request].demand.store
    let outcome = ClickHouse.insert(
      quorum: stores[store].configuration.insertQuorum, alive: copiesThere(of: request),
      hasKeeper: true)
    guard outcome == .accepted else {
      finish(request, isFailed: true)
      return
    }
    guard let coordination = stores[store].coordination else {
      accept(request, group: Int(requests[request].group), now: now)
      return
    }
    guard let leader = groups[coordination].leader else {
      park(request, group: coordination)
      return
    }
    let server = Int(requests[request].server)
    var packet = StorePacket(
      .register, from: server, to: groups[coordination].members[leader],
      bytes: Self.entryBytes)
    packet.group = Int32(coordination)
    packet.request = request
    send(packet)
  }

  /// The coordinating group's member appends the registration if it still leads.
  mutating func receiveRegistration(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    guard requests.contains(packet.request),
      case .raft(let base) = groups[group].place,
      let slot = groups[group].slot(of: Int(packet.to))
    else { return }
    guard groups[group].leader == slot, rafts[base + slot].isLeader else {
      park(packet.request, group: group)
      return
    }
    propose(
      packet.request, bytes: Self.entryBytes, group: group, index: base + slot, now: now)
  }

  /// The registration is committed: tells the member that wrote the part.
  mutating func confirmRegistration(_ request: Handle<StoreRequest>, group: Int, now: SimTime) {
    noteAccepted(group: group, now: now)
    guard let leader = groups[group].leader else { return }
    var packet = StorePacket(
      .registered, from: groups[group].members[leader], to: Int(requests[request].server),
      bytes: 128)
    packet.group = Int32(group)
    packet.request = request
    send(packet)
  }

  /// The member that wrote the part answers its client.
  mutating func finishRegistration(_ packet: StorePacket, now: SimTime) {
    guard requests.contains(packet.request) else { return }
    let group = Int(requests[packet.request].group)
    let server = Int(packet.to)
    let others = stores[groups[group].store].configuration.insertQuorum - 1
    guard others > 0 else {
      accept(packet.request, group: group, now: now)
      return
    }
    requests[packet.request].needed = Int16(others)
    requests[packet.request].expected = Int16(copiesThere(of: packet.request) - 1)
    for member in groups[group].members where member != server && members[member].isUp {
      var part = StorePacket(
        .shard, from: server, to: member, bytes: requests[packet.request].demand.bytes)
      part.group = Int32(group)
      part.request = packet.request
      send(part)
    }
  }

  /// Members with a copy of a request's shard that are there.
  private func copiesThere(of request: Handle<StoreRequest>) -> Int {
    groups[Int(requests[request].group)].members.count(where: { members[$0].isUp })
  }

  /// A copy has fetched a part: written to its page cache, it answers.
  mutating func keepPart(_ packet: StorePacket, now: SimTime) {
    let member = Int(packet.to)
    var reply = StorePacket(.shardAck, from: member, to: Int(packet.from), bytes: 128)
    reply.group = packet.group
    reply.request = packet.request
    reply.epoch = members[member].epoch
    let end = members[member].disk.operate(bytes: packet.bytes, now: now)
    actions.append(.schedule(.shardRead, at: end, argument: packets.insert(reply).rawValue))
  }

  /// A registration's packet is lost: the client learns it when its patience ends.
  mutating func registrationFailed(_ request: Handle<StoreRequest>) {
    guard requests.contains(request),
      let coordination = stores[requests[request].demand.store].coordination
    else { return }
    park(request, group: coordination)
  }
}
