import SimulationKernel

extension StoreGroups {
  /// The members whose drives a coordinator takes for usable, itself included; a member that fell
  /// silent counts until its drives time out.
  @inline(__always) private func usable(from coordinator: Int, group: Int, now: SimTime) -> [Int] {
    let tolerance = stores[groups[group].store].configuration.silenceTolerance
    return groups[group].members.filter {
      if members[$0].isUp { return canReach(coordinator, $0) }
      return members[$0].isSilent && now - members[$0].stoppedAt < tolerance
    }
  }

  /// How many members hold a number of drives together.
  private func membersHolding(_ drives: Int, of set: ErasureSet, group: Int) -> Int {
    let each = set.drivesPerServer(servers: groups[group].members.count)
    return (drives + each - 1) / each
  }

  /// Whether enough servers can be reached to lock an object's name.
  private func canLock(from coordinator: Int, isWrite: Bool) -> Bool {
    let servers = stores[members[coordinator].store].members
    let there = servers.count(where: { members[$0].isUp && canReach(coordinator, $0) })
    let needed =
      isWrite
      ? LockQuorum.write(lockers: servers.count) : LockQuorum.read(lockers: servers.count)
    return there >= needed
  }

  /// Writes an object's shards to all members that can be reached; the write is done when a write
  /// quorum holds them.
  mutating func storeObject(
    _ request: Handle<StoreRequest>, group: Int, set: ErasureSet, now: SimTime
  ) {
    let coordinator = Int(requests[request].server)
    let targets = usable(from: coordinator, group: group, now: now).filter {
      !members[$0].disk.isFull
    }
    let each = set.drivesPerServer(servers: groups[group].members.count)
    let savesCapacity = stores[groups[group].store].configuration.savesCapacity
    guard canLock(from: coordinator, isWrite: true),
      let written = set.forWriting(
        offline: set.drives - targets.count * each, savesCapacity: savesCapacity)
    else {
      finish(request, isFailed: true)
      return
    }
    requests[request].needed = Int16(membersHolding(written.writeQuorum, of: set, group: group))
    requests[request].expected = Int16(targets.count)
    let bytes = written.shardBytes(of: requests[request].demand.loggedBytes) * Int64(each)
    note(targets: targets, group: group, bytes: bytes)
    for target in targets {
      if target == coordinator {
        storeShard(request, group: group, member: target, bytes: bytes, now: now)
      } else {
        sendShard(request, group: group, from: coordinator, to: target, bytes: bytes)
      }
    }
  }

  /// Reads the shards of an object from as many members as its reconstruction needs.
  mutating func fetchObject(
    _ request: Handle<StoreRequest>, group: Int, set: ErasureSet, now: SimTime
  ) {
    let coordinator = Int(requests[request].server)
    let sources = usable(from: coordinator, group: group, now: now)
    let each = set.drivesPerServer(servers: groups[group].members.count)
    guard canLock(from: coordinator, isWrite: false),
      set.canRead(lost: set.drives - sources.count * each)
    else {
      finish(request, isFailed: true)
      return
    }
    let needed = membersHolding(set.readQuorum, of: set, group: group)
    requests[request].needed = Int16(needed)
    requests[request].expected = Int16(needed)
    let first = groups[group].slot(of: coordinator) ?? 0
    var asked = 0
    for step in groups[group].members.indices where asked < needed {
      let member = groups[group].members[(first + step) % groups[group].members.count]
      guard sources.contains(member) else { continue }
      asked += 1
      sendShard(
        request, group: group, from: coordinator, to: member, bytes: StorePacket.textHeaderBytes)
    }
  }

  /// Notes which members will hold an object; a server that stops before it does is later found to
  /// lack it.
  private mutating func note(targets: [Int], group: Int, bytes: Int64) {
    var holders = BitSet()
    for (slot, member) in groups[group].members.enumerated()
    where targets.contains(member) && members[member].isUp {
      holders.insert(slot)
    }
    groups[group].holders.add(holders: holders, bytes: bytes)
  }

  private mutating func sendShard(
    _ request: Handle<StoreRequest>, group: Int, from: Int, to: Int, bytes: Int64
  ) {
    var packet = StorePacket(.shard, from: from, to: to, bytes: bytes)
    packet.group = Int32(group)
    packet.request = request
    send(packet)
  }

  /// A member gets a shard to store, or is asked for one.
  mutating func receiveShard(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    guard case .erasure(let set) = groups[group].protocolState else {
      keepPart(packet, now: now)
      return
    }
    guard requests.contains(packet.request) else { return }
    let demand = requests[packet.request].demand
    if demand.isWrite {
      storeShard(
        packet.request, group: group, member: Int(packet.to), bytes: packet.bytes, now: now)
      return
    }
    let bytes = set.shardBytes(of: demand.bytes)
    var reply = StorePacket(.shardAck, from: Int(packet.to), to: Int(packet.from), bytes: bytes)
    reply.group = packet.group
    reply.request = packet.request
    guard demand.diskBytes > 0 else {
      send(reply)
      return
    }
    reply.epoch = members[Int(reply.from)].epoch
    let end = members[Int(packet.to)].disk.operate(
      bytes: set.shardBytes(of: demand.diskBytes), now: now)
    let handle = packets.insert(reply)
    announce(.shardRead, handle.rawValue, at: end, member: Int(packet.to))
  }

  /// A shard read from disk goes to the member that asked, unless this one restarted.
  mutating func shardRead(_ handle: Handle<StorePacket>) {
    let packet = packets[handle]
    packets.remove(handle)
    let reader = members[Int(packet.from)]
    if reader.isUp, reader.epoch == packet.epoch {
      send(packet)
    } else {
      shardFailed(packet.request)
    }
  }

  /// Writes a shard to a member's disk; the answer follows the flush.
  private mutating func storeShard(
    _ request: Handle<StoreRequest>, group: Int, member: Int, bytes: Int64, now: SimTime
  ) {
    guard let slot = groups[group].slot(of: member) else { return }
    let coordinator = Int(requests[request].server)
    var answer = Handle<StorePacket>.none
    if member != coordinator {
      var packet = StorePacket(
        .shardAck, from: member, to: coordinator, bytes: StorePacket.textHeaderBytes)
      packet.group = Int32(group)
      packet.request = request
      answer = packets.insert(packet)
    }
    let waiter = FlushWaiter(
      group: Int32(group), slot: Int32(slot), through: UInt64(request.rawValue), term: 0,
      packet: answer)
    flush(waiter, member: member, bytes: bytes, now: now)
  }

  /// The coordinator's own shard is on its disk.
  mutating func finishOwnShard(_ waiter: FlushWaiter, now: SimTime) {
    guard waiter.packet.isNone else { return }
    let request = Handle<StoreRequest>(rawValue: UInt32(truncatingIfNeeded: waiter.through))
    shardDone(request, group: Int(waiter.group), now: now)
  }

  mutating func receiveShardAck(_ packet: StorePacket, now: SimTime) {
    shardDone(packet.request, group: Int(packet.group), now: now)
  }

  /// One member holds or delivered its shard; with a quorum of them the request is done.
  mutating func shardDone(_ request: Handle<StoreRequest>, group: Int, now: SimTime) {
    guard requests.contains(request) else { return }
    requests[request].needed -= 1
    requests[request].expected -= 1
    guard requests[request].needed == 0 else { return }
    if requests[request].demand.isWrite {
      accept(request, group: group, now: now)
    } else {
      finish(request, isFailed: false)
    }
  }

  /// One member will not answer; if the others are no quorum, the request fails.
  mutating func shardFailed(_ request: Handle<StoreRequest>) {
    guard requests.contains(request) else { return }
    requests[request].expected -= 1
    if requests[request].expected < requests[request].needed {
      finish(request, isFailed: true)
    }
  }
}
