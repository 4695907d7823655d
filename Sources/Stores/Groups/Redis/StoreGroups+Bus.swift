import SimulationKernel

/// Redis Cluster: the bus by which the nodes notice failures; the elections that follow are in
/// `StoreGroups+Votes`.
extension StoreGroups {
  /// Makes the bus of a store; all its nodes know each other.
  mutating func makeBus(store: Int, rule: EngineConfiguration.GossipRule, now: SimTime) {
    stores[store].bus = ClusterBus(
      nodes: stores[store].members.count, rules: rule.bus,
      reportsRefusalAtOnce: rule.reportsRefusalAtOnce, now: now, random: &stores[store].random)
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

  /// Runs one round of every node's cron, and looks at the elections that follow from it.
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
      planElections(group: group, shipping: index, rule: rule, now: now)
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
