import SimulationKernel

/// Lost quorums: what groups lack to accept a write, and since when.
extension StoreGroups {
  /// Compares what each of a store's groups lacks with the check before, and records changes.
  mutating func watchQuorum(store: Int, now: SimTime) {
    for group in stores[store].shards { watchQuorum(group: group, now: now) }
    if let group = stores[store].coordination { watchQuorum(group: group, now: now) }
  }

  private mutating func watchQuorum(group: Int, now: SimTime) {
    guard let lack = lack(of: group, now: now) else {
      groups[group].wasWhole = true
      guard let record = groups[group].openQuorum else { return }
      quorums[record].regainedAt = now
      groups[group].openQuorum = nil
      return
    }
    // A group that is still being set up has lost nothing.
    guard groups[group].wasWhole else { return }
    if let record = groups[group].openQuorum {
      quorums[record].note(lack)
    } else {
      groups[group].openQuorum = quorums.count
      quorums.append(
        QuorumRecord(
          store: groups[group].store, shard: groups[group].shard,
          lostAt: lastLoss(in: group, now: now), lack: lack))
    }
  }

  /// When the last member of a group stopped, if that was since the last check; otherwise now.
  private func lastLoss(in group: Int, now: SimTime) -> SimTime {
    var latest = SimTime.zero
    for member in groups[group].members where !members[member].isUp {
      latest = max(latest, members[member].stoppedAt)
    }
    return now - latest < Self.watchInterval ? latest : now
  }

  /// What a group lacks now; nil while it accepts writes, or will do so after an election without
  /// further members.
  func lack(of group: Int, now: SimTime) -> QuorumLack? {
    if isRestoring(groups[group].store) || isGone(group: group) {
      return QuorumLack(need: .copies, needed: 1, there: 0, stopsReads: true)
    }
    switch groups[group].protocolState {
    case .raft:
      let needed = Quorum.majority(of: groups[group].members.count)
      let there = largestSide(of: voters(of: group))
      guard there < needed else { return nil }
      let readsAnywhere = stores[groups[group].store].configuration.readers == .anyCopy
      return QuorumLack(
        need: .voters, needed: needed, there: there, stopsReads: !readsAnywhere || there == 0)
    case .erasure(let set): return lack(of: group, set)
    case .registered: return registrationLack(of: group, now: now)
    case .shipping(let index): return shippingLack(of: group, shipping: index, now: now)
    }
  }

  /// The members of a Raft group that count for its commits: without those that still wait for a
  /// snapshot, or stay outside because their disk is new.
  private func voters(of group: Int) -> [Int] {
    let slots = groups[group].members
    let losesDisks = !groups[group].lostDisks.slots.isEmpty
    guard losesDisks || !stores[groups[group].store].snapshots.isEmpty else { return slots }
    return slots.indices.filter {
      !isAwaitingState($0, of: group) && (!losesDisks || takesPart($0, in: group))
    }.map { slots[$0] }
  }

  /// How many running members reach each other on the largest side of a partition.
  private func largestSide(of candidates: some Collection<Int>) -> Int {
    if let all = wholeSide(of: candidates) { return all }
    var largest = 0
    for one in candidates where members[one].isUp {
      var side = 0
      for other in candidates where members[other].isUp {
        if one == other || (canReach(one, other) && canReach(other, one)) { side += 1 }
      }
      largest = max(largest, side)
      if largest == candidates.count { break }
    }
    return largest
  }

  /// The number of running members, if each of them reaches all others; nil otherwise.
  private func wholeSide(of candidates: some Collection<Int>) -> Int? {
    guard let first = candidates.first else { return 0 }
    let base = stores[members[first].store].members.lowerBound
    var running = BitSet()
    for one in candidates where members[one].isUp { running.insert(one - base) }
    for one in candidates where members[one].isUp {
      let reached = members[one].reach.union(BitSet(one - base))
      guard reached.isSuperset(of: running) else { return nil }
    }
    return running.count
  }

  private func lack(of group: Int, _ set: ErasureSet) -> QuorumLack? {
    let store = groups[group].store
    let each = set.drivesPerServer(servers: groups[group].members.count)
    let online = min(set.drives, largestSide(of: groups[group].members) * each)
    let savesCapacity = stores[store].configuration.savesCapacity
    let readable = set.canRead(lost: set.drives - online)
    if set.forWriting(offline: set.drives - online, savesCapacity: savesCapacity) == nil {
      return QuorumLack(
        need: .drives, needed: set.writeQuorum, there: online, stopsReads: !readable)
    }
    let servers = stores[store].members
    let needed = LockQuorum.write(lockers: servers.count)
    let there = largestSide(of: servers)
    guard there < needed else { return nil }
    return QuorumLack(
      need: .lockers, needed: needed, there: there,
      stopsReads: there < LockQuorum.read(lockers: servers.count))
  }

  private func registrationLack(of group: Int, now: SimTime) -> QuorumLack? {
    let store = groups[group].store
    let there = runningCopies(of: group)
    let needed = stores[store].configuration.insertQuorum.needed(of: groups[group].members.count)
    if there < needed {
      return QuorumLack(need: .copies, needed: needed, there: there, stopsReads: there == 0)
    }
    guard let coordination = stores[store].coordination,
      lack(of: coordination, now: now) != nil
    else { return nil }
    return QuorumLack(need: .coordination, needed: 1, there: 0)
  }

  private func runningCopies(of group: Int) -> Int {
    groups[group].members.count(where: { members[$0].isUp })
  }

  private func shippingLack(of group: Int, shipping: Int, now: SimTime) -> QuorumLack? {
    guard case .shipping(_, let rule) = stores[groups[group].store].configuration.agreement
    else { return nil }
    if runningCopies(of: group) == 0 {
      return QuorumLack(need: .copies, needed: 1, there: 0, stopsReads: true)
    }
    return copyLack(of: group, shipping: shipping)
      ?? agreementLack(of: group, shipping: shipping, rule: rule, now: now)
      ?? candidateLack(of: group, now: now)
  }

  /// What is lacking where too few copies can confirm a write.
  private func copyLack(of group: Int, shipping: Int) -> QuorumLack? {
    let copies = shippings[shipping].copies
    let slots = groups[group].members
    let primary = shippings[shipping].primary
    switch shippings[shipping].acknowledgement {
    case .primary: return nil
    case .inSync(let rule):
      let there = copies.indices.count(where: { copies[$0].isInSync && members[slots[$0]].isUp })
      let least = rule.acknowledgement == .all ? rule.effectiveMinimum(copies: copies.count) : 1
      guard there < least else { return nil }
      return QuorumLack(
        need: .completeCopies, needed: least, there: there, stopsReads: there == 0)
    case .synchronous(let wanted, isStrict: true), .listed(let wanted, isStrict: true, _):
      let others = copies.indices.count(where: {
        $0 != primary && members[slots[$0]].isUp
          && (!members[slots[primary]].isUp || copies[$0].isConnected)
      })
      // One of those that are left takes over first.
      let there = members[slots[primary]].isUp ? others : max(0, others - 1)
      var needed = wanted
      if case .listed = shippings[shipping].acknowledgement { needed = 1 }
      guard there < needed else { return nil }
      return QuorumLack(need: .standbys, needed: needed, there: there)
    case .synchronous, .listed: return nil
    }
  }

  /// What is lacking where too few members agree that a primary may take writes.
  private func agreementLack(
    of group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> QuorumLack? {
    let store = groups[group].store
    switch rule {
    case .gossip(let gossip):
      return clusterLack(of: store, gossip)
        ?? replicaLack(of: group, shipping: shipping, now: now)
    case .session(let session):
      guard session.electorate == .members else { return nil }
      let nodes = stores[store].electors
      let needed = Quorum.majority(of: nodes.count)
      let there = largestSide(of: nodes)
      return there < needed ? QuorumLack(need: .electors, needed: needed, there: there) : nil
    case .leaderKey:
      let isSeen = groups[group].members.contains {
        members[$0].isUp && seesKeyStore($0, now: now)
      }
      guard !isSeen, groups[group].leader == nil else { return nil }
      return QuorumLack(need: .keyStores, needed: 1, there: 0)
    case .sentinel(let rules):
      guard groups[group].leader == nil else {
        return replicaLack(of: group, shipping: shipping, now: now)
      }
      let pods = stores[store].coordinators
      let needed = rules.votesNeeded(of: pods.count)
      let there = largestSide(of: pods)
      return there < needed ? QuorumLack(need: .electors, needed: needed, there: there) : nil
    case .podReadiness, .byHand: return nil
    }
  }

  /// Redis Cluster answers keys while its masters are a majority and, with full coverage, while
  /// every shard has a copy.
  private func clusterLack(
    of store: Int, _ rule: EngineConfiguration.GossipRule
  ) -> QuorumLack? {
    let shards = stores[store].shards
    var masters: [Int] = []
    masters.reserveCapacity(shards.count)
    var covered = 0
    for shard in shards {
      guard case .shipping(let index) = groups[shard].protocolState else { continue }
      masters.append(groups[shard].members[shippings[index].primary])
      if runningCopies(of: shard) > 0 { covered += 1 }
    }
    let needed = Quorum.majority(of: shards.count)
    let there = largestSide(of: masters)
    if there < needed {
      return QuorumLack(need: .masters, needed: needed, there: there, stopsReads: true)
    }
    guard rule.requiresFullCoverage, covered < shards.count else { return nil }
    return QuorumLack(
      need: .coveredShards, needed: shards.count, there: covered, stopsReads: true)
  }

  private func replicaLack(
    of group: Int, shipping: Int, now: SimTime
  ) -> QuorumLack? {
    guard groups[group].leader != nil,
      isShortOfReplicas(group: group, shipping: shipping, now: now)
    else { return nil }
    let primary = shippings[shipping].primary
    let there = shippings[shipping].copies.indices.count(where: {
      $0 != primary && shippings[shipping].copies[$0].isConnected
    })
    let needed = stores[groups[group].store].configuration.leastReplicas
    return QuorumLack(need: .replicas, needed: needed, there: there)
  }

  /// What is lacking where the loss of a primary was detected, the time to promote has come, and no
  /// copy qualifies.
  private func candidateLack(of group: Int, now: SimTime) -> QuorumLack? {
    guard groups[group].leader == nil, let due = groups[group].decisionAt, now > due else {
      return nil
    }
    return QuorumLack(need: .candidates, needed: 1, there: 0)
  }
}

extension QuorumRecord {
  /// Updates the record of a group that still lacks something: it keeps the lowest count of what it
  /// first lacked.
  fileprivate mutating func note(_ now: QuorumLack) {
    let stopsReads = lack.stopsReads || now.stopsReads
    if now.need == lack.need, now.there < lack.there { lack = now }
    lack.stopsReads = stopsReads
  }
}
