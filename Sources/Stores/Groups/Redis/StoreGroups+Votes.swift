import SimulationKernel

/// Redis Cluster: the elections by which replicas replace a failed master.
///
/// Requests for votes and votes are packets on the wire, and each leaves once its sender has saved
/// the epoch to its disk: redis `cluster_legacy.c` queues a packet, saves before it sleeps, and
/// writes to its sockets afterwards. For that long other replicas do not know of the new epoch.
extension StoreGroups {
  /// The length of a packet on the bus without gossip: its header has a bit for each hash slot.
  private static let busHeader: Int64 = 2256

  /// Looks at the elections of the replicas of a failed master: those that are due ask for votes
  /// when their own crons run.
  mutating func planElections(
    group: Int, shipping: Int, rule: EngineConfiguration.GossipRule, now: SimTime
  ) {
    let store = groups[group].store
    let base = stores[store].members.lowerBound
    let primary = shippings[shipping].primary
    let failed = groups[group].members[primary] - base
    for slot in groups[group].members.indices where slot != primary {
      let member = groups[group].members[slot]
      guard members[member].isUp, !isEmpty(slot: slot, of: group) else {
        if !members[member].isSilent { groups[group].elections[slot].reset() }
        continue
      }
      guard stores[store].bus?.hasFailed(failed, seenBy: member - base) ?? false else { continue }
      noteDetection(group: group, now: now)
      guard isFresh(slot, group: group, rule: rule, now: now),
        let cron = stores[store].bus?.cronMoment(of: member - base, inRoundAt: now)
      else { continue }
      let rank = rank(of: slot, group: group, shipping: shipping)
      let draw = stores[store].random.duration(below: .milliseconds(500))
      if groups[group].elections[slot].step(rank: rank, draw: draw, cron: cron, now: now) {
        let candidate = IndexedArgument(group, UInt16(slot))
        actions.append(.schedule(.candidateCron, at: cron, argument: candidate.rawValue))
      }
    }
  }

  /// A replica's cron runs: if its election is still due, it begins an epoch and asks all nodes for
  /// their votes.
  mutating func requestVotes(slot: Int, group: Int, now: SimTime) {
    let store = groups[group].store
    let member = groups[group].members[slot]
    let node = member - stores[store].members.lowerBound
    guard members[member].isUp, groups[group].elections[slot].asks(at: now),
      seesMasterFailed(slot, of: group),
      let epoch = stores[store].bus?.beginElection(of: node)
    else { return }
    groups[group].elections[slot].ask(inEpoch: epoch)
    let others = stores[store].members.filter { $0 != member }
    let requests = others.map {
      busPacket(.voteRequest, from: member, to: $0, group: group, epoch: epoch)
    }
    save(slot: slot, of: group, thenSend: requests, now: now)
  }

  /// A replica asks a node for its vote; a master with hash slots may give it.
  mutating func receiveVoteRequest(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    let voter = Int(packet.to)
    let store = groups[group].store
    let base = stores[store].members.lowerBound
    guard case .shipping(let index) = groups[group].protocolState, !isStranger(voter) else {
      return
    }
    stores[store].bus?.hear(packet.number, at: voter - base)
    let failed = groups[group].members[shippings[index].primary] - base
    guard let seat = shard(ledBy: voter),
      stores[store].bus?.vote(
        of: voter - base, inEpoch: packet.number, toReplace: failed, now: now) ?? false
    else { return }
    let vote = busPacket(
      .vote, from: voter, to: Int(packet.from), group: group, epoch: packet.number)
    save(slot: seat.slot, of: seat.group, thenSend: [vote], now: now)
  }

  /// A replica gets a vote; with those of a majority of the masters it replaces its own.
  mutating func receiveVote(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    let store = groups[group].store
    let base = stores[store].members.lowerBound
    guard let slot = groups[group].slot(of: Int(packet.to)),
      case .shipping(let index) = groups[group].protocolState
    else { return }
    stores[store].bus?.hear(packet.number, at: Int(packet.to) - base)
    guard seesMasterFailed(slot, of: group), let rules = stores[store].bus?.rules else { return }
    let votes = groups[group].elections[slot].receiveVote(inEpoch: packet.number, now: now)
    guard rules.isElected(votes: votes, masters: stores[store].shards.count) else { return }
    let failed = groups[group].members[shippings[index].primary] - base
    promote(slot: slot, group: group, shipping: index, now: now)
    stores[store].bus?.forget(failed)
  }

  /// Whether a slot's process believes that the master that it replicates has failed.
  private func seesMasterFailed(_ slot: Int, of group: Int) -> Bool {
    guard case .shipping(let index) = groups[group].protocolState,
      slot != shippings[index].primary
    else { return false }
    let store = groups[group].store
    let base = stores[store].members.lowerBound
    let (node, master) = (
      groups[group].members[slot] - base,
      groups[group].members[shippings[index].primary] - base
    )
    return stores[store].bus?.hasFailed(master, seenBy: node) ?? false
  }

  /// The shard whose hash slots a member has, and the member's slot in it.
  private func shard(ledBy member: Int) -> (group: Int, slot: Int)? {
    for group in stores[members[member].store].shards {
      guard case .shipping(let index) = groups[group].protocolState else { continue }
      let primary = shippings[index].primary
      if groups[group].members[primary] == member { return (group, primary) }
    }
    return nil
  }

  private func busPacket(
    _ kind: StorePacket.Kind, from: Int, to: Int, group: Int, epoch: UInt64
  ) -> StorePacket {
    var packet = StorePacket(kind, from: from, to: to, bytes: Self.busHeader)
    packet.group = Int32(group)
    packet.number = epoch
    return packet
  }

  /// A node saves its small file of the cluster's nodes, and then sends packets.
  private mutating func save(
    slot: Int, of group: Int, thenSend outgoing: [StorePacket], now: SimTime
  ) {
    let waiters = outgoing.map { packet in
      FlushWaiter(
        group: Int32(group), slot: Int32(slot), through: 0, term: 0,
        packet: packets.insert(packet))
    }
    flush(waiters, member: groups[group].members[slot], bytes: 0, now: now)
  }

  /// Whether a replica's data are fresh enough to replace its master.
  private func isFresh(
    _ slot: Int, group: Int, rule: EngineConfiguration.GossipRule, now: SimTime
  ) -> Bool {
    let since = groups[group].links[slot].unlinkedSince ?? now
    return ReplicaElection.isFresh(
      linkDown: now - since, nodeTimeout: rule.bus.nodeTimeout, factor: rule.validityFactor,
      pingPeriod: rule.pingPeriod)
  }

  private func rank(of slot: Int, group: Int, shipping: Int) -> Int {
    let copies = shippings[shipping].copies
    let siblings = groups[group].members.indices.filter {
      $0 != slot && $0 != shippings[shipping].primary && members[groups[group].members[$0]].isUp
        && !isEmpty(slot: $0, of: group)
    }
    return ReplicaElection.rank(
      ofOffset: copies[slot].received, among: siblings.map { copies[$0].received })
  }
}
