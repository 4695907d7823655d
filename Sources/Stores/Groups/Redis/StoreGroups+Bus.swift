import SimulationKernel

/// Redis Cluster: the bus by which the nodes notice failures, and the elections that follow.
extension StoreGroups {
  /// Makes the bus of a store; all its nodes know each other.
  mutating func makeBus(store: Int, rule: EngineConfiguration.GossipRule, now: SimTime) {
    stores[store].bus = ClusterBus(
      nodes: stores[store].members.count, rules: rule.bus,
      reportsRefusalAtOnce: rule.reportsRefusalAtOnce, now: now, random: &stores[store].random)
    stores[store].votedAt = Array(
      repeating: nil, count: stores[store].shards.count * stores[store].shards.count)
    for group in stores[store].shards {
      groups[group].elections = Array(
        repeating: ReplicaElection(rules: rule.bus), count: groups[group].members.count)
    }
  }

  /// Whether a node of a Redis Cluster answers commands with keys.
  @inline(__always) func servesKeys(_ member: Int, now: SimTime) -> Bool {
    let store = members[member].store
    return stores[store].bus?.serves(member - stores[store].members.lowerBound, now: now) ?? true
  }

  /// Runs one round of every node's cron, and the elections that follow from it.
  mutating func watchBus(store: Int, rule: EngineConfiguration.GossipRule, now: SimTime) {
    let nodes = busNodes(of: store)
    guard var bus = stores[store].bus else { return }
    stores[store].bus = nil
    bus.cron(nodes, now: now, random: &stores[store].random)
    for node in nodes.indices where nodes[node].isUp {
      bus.updateState(
        of: node, nodes, requiresFullCoverage: rule.requiresFullCoverage, now: now)
    }
    stores[store].bus = bus
    for group in stores[store].shards {
      guard case .shipping(let index) = groups[group].protocolState else { continue }
      watchServing(group: group, shipping: index, now: now)
      elect(group: group, shipping: index, rule: rule, now: now)
    }
  }

  private func busNodes(of store: Int) -> [BusNode] {
    var nodes = stores[store].members.map { member in
      BusNode(
        isUp: members[member].isUp && !isStranger(member),
        refuses: !members[member].isUp && !members[member].isSilent,
        isMaster: false, reach: members[member].reach)
    }
    for group in stores[store].shards {
      nodes[busNode(ofPrimaryOf: group)].isMaster = true
    }
    return nodes
  }

  private func busNode(ofPrimaryOf group: Int) -> Int {
    guard case .shipping(let index) = groups[group].protocolState else { return 0 }
    let member = groups[group].members[shippings[index].primary]
    return member - stores[groups[group].store].members.lowerBound
  }

  /// Lets a master take writes while its own view of the cluster is ok, and ends its service
  /// otherwise.
  private mutating func watchServing(group: Int, shipping: Int, now: SimTime) {
    let slot = shippings[shipping].primary
    let member = groups[group].members[slot]
    guard members[member].isUp, !isEmpty(slot: slot, of: group) else { return }
    if let deposed = groups[group].deposed,
      !servesKeys(groups[group].members[deposed.slot], now: now)
    {
      groups[group].deposed = nil
    }
    let isServing = servesKeys(member, now: now)
    if !isServing, groups[group].leader == slot {
      leaderLost(group: group, now: now)
      noteDetection(group: group, now: now)
    } else if isServing, groups[group].leader == nil {
      resume(slot: slot, group: group, now: now)
    }
  }

  /// Runs the elections of the replicas of a failed master: the first one with a majority of votes
  /// replaces it.
  private mutating func elect(
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
      guard isFresh(slot, group: group, rule: rule, now: now) else { continue }
      let rank = rank(of: slot, group: group, shipping: shipping)
      let draw = stores[store].random.duration(below: .milliseconds(500))
      guard groups[group].elections[slot].step(rank: rank, draw: draw, now: now) else { continue }
      let votes = votes(for: member, group: group, failed: failed, rule: rule, now: now)
      if rule.bus.isElected(votes: votes, masters: stores[store].shards.count) {
        promote(slot: slot, group: group, shipping: shipping, now: now)
        stores[store].bus?.forget(failed)
        return
      }
    }
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

  /// The votes that a replica gets from the masters that it reaches: those that agree on the
  /// failure and have not just voted for a replica of the same master.
  private mutating func votes(
    for member: Int, group: Int, failed: Int, rule: EngineConfiguration.GossipRule, now: SimTime
  ) -> Int {
    let store = groups[group].store
    let shards = stores[store].shards
    let base = stores[store].members.lowerBound
    var votes = 0
    for (voter, other) in shards.enumerated() where other != group {
      guard case .shipping(let index) = groups[other].protocolState else { continue }
      let master = groups[other].members[shippings[index].primary]
      let place = voter * shards.count + (group - shards.lowerBound)
      let isFree = stores[store].votedAt[place].map { now - $0 > rule.bus.voteLockout } ?? true
      guard members[master].isUp, canReach(member, master), canReach(master, member), isFree,
        stores[store].bus?.hasFailed(failed, seenBy: master - base) ?? false
      else { continue }
      stores[store].votedAt[place] = now
      votes += 1
    }
    return votes
  }

  /// Whether a Redis master refuses writes because too few replicas have confirmed the stream
  /// lately (min-replicas-to-write).
  func isShortOfReplicas(group: Int, shipping: Int, now: SimTime) -> Bool {
    let store = groups[group].store
    let least = stores[store].configuration.leastReplicas
    guard least > 0 else { return false }
    let ages = groups[group].members.indices.compactMap { slot -> SimDuration? in
      guard slot != shippings[shipping].primary else { return nil }
      let since = groups[group].links[slot].unlinkedSince
      return since.map { now - $0 } ?? .zero
    }
    return !LogShipping.acceptsWrites(
      replicaAges: ages, least: least,
      greatestLag: stores[store].configuration.greatestReplicaLag)
  }
}
