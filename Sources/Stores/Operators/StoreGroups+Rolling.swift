import SimulationKernel

/// What an operator asks before it stops a member.
extension StoreGroups {
  /// Data members in the order in which an operator restarts them.
  func restartOrder(store: Int, _ order: StoreOperator.Order) -> [Int] {
    let all = Array(stores[store].members)
    switch order {
    case .descending: return all.reversed()
    case .followersFirst: return all.filter { !leads($0) } + all.filter { leads($0) }
    case .controllerLast:
      let controller = stores[store].coordination.flatMap { group in
        groups[group].leader.map { groups[group].members[$0] }
      }
      return all.filter { !members[$0].isReady }
        + all.filter { members[$0].isReady && $0 != controller }
        + all.filter { members[$0].isReady && $0 == controller }
    case .byShard:
      return stores[store].shards.reduce(into: []) { order, group in
        order += groups[group].members.filter { !order.contains($0) }
      }
    }
  }

  /// Whether a member takes the writes of a shard.
  func leads(_ member: Int) -> Bool {
    stores[members[member].store].shards.contains { group in
      groups[group].leader.map { groups[group].members[$0] } == member
    }
  }

  /// Whether an operator stops a member now.
  func mayStop(_ member: Int, _ manager: StoreOperator) -> Bool {
    let store = members[member].store
    let all = stores[store].members
    let online = all.count(where: { members[$0].isUp })
    let mayYield = all.count == 1 || !leads(member) || canYield(member)
    guard !manager.handsOver || mayYield else { return false }
    switch manager.safeguard {
    case .inSyncSets: return partitions(of: store).mayRoll(member)
    case .majorityLeft:
      return RabbitMQOperator.maySafelyStop(members: all.count, online: online)
    case .greenHealth:
      return ElasticOperator.disruptionsAllowed(
        nodes: all.count, masters: all.count, data: all.count, ingest: all.count,
        health: stores[store].health) > 0
    case .othersSettled: return all.allSatisfy { $0 == member || isSettled($0) }
    case .othersReady: return all.allSatisfy { $0 == member || members[$0].isReady }
    }
  }

  /// Whether a member is back in full: ready, and a streaming copy of everything it holds.
  package func isSettled(_ member: Int) -> Bool {
    guard members[member].isUp, members[member].isReady else { return false }
    return stores[members[member].store].shards.allSatisfy { group in
      guard let slot = groups[group].slot(of: member) else { return true }
      guard case .shipping(let index) = groups[group].protocolState else {
        return !isBlank(slot, of: group) && !isAwaitingState(slot, of: group)
      }
      let log = shippings[index]
      return slot == log.primary
        || (log.copies[slot].isConnected && isCurrent(slot, of: group, log))
    }
  }

  /// Bytes of the log that a new primary may lack: Patroni's `maximum_lag_on_failover` by default.
  private static let allowedLag = 1_048_576.0

  /// Whether a streaming copy has what the primary has: it is in the set that is kept of such, or,
  /// where none is kept, lacks at most what Patroni lets a new primary lack.
  private func isCurrent(_ slot: Int, of group: Int, _ log: LogShipping) -> Bool {
    if case .inSync = log.acknowledgement { return log.copies[slot].isInSync }
    let lacking = log.acknowledged - min(log.acknowledged, log.copies[slot].received)
    return Double(lacking) * Double(groups[group].entryBytes) <= Self.allowedLag
  }

  /// Whether every shard that a member leads has a copy that can take it over now.
  private func canYield(_ member: Int) -> Bool {
    stores[members[member].store].shards.allSatisfy { group in
      guard let slot = groups[group].leader, groups[group].members[slot] == member else {
        return true
      }
      return heir(of: group) != nil
    }
  }

  /// The streaming copy of a shard to which its leader can hand over, the most advanced first.
  private func heir(of group: Int) -> Int? {
    guard case .shipping(let index) = groups[group].protocolState else { return nil }
    return shippings[index].successor { slot in
      slot != shippings[index].primary && isSettled(groups[group].members[slot])
    }
  }

  /// A member hands the shards that it leads over, each to a copy that first gets what it lacks
  /// while the writers wait (CLUSTER FAILOVER, a switchover).
  mutating func yieldLeads(of member: Int, now: SimTime) {
    for group in stores[members[member].store].shards {
      guard let slot = groups[group].leader, groups[group].members[slot] == member,
        let heir = heir(of: group)
      else { continue }
      handOver(group: group, to: heir, now: now)
    }
  }

  /// The leader of a shard hands it over to a streaming copy, which first gets what it lacks.
  mutating func handOver(group: Int, to slot: Int, now: SimTime) {
    guard case .shipping(let index) = groups[group].protocolState else { return }
    shippings[index].copied(slot: slot)
    groups[group].patroni?.key.take(now: now, position: shippings[index].copies[slot].received)
    promote(slot: slot, group: group, shipping: index, now: now)
  }

  private func partitions(of store: Int) -> BrokerAvailability {
    BrokerAvailability(
      partitions: stores[store].shards.compactMap { group in
        guard case .shipping(let index) = groups[group].protocolState,
          case .inSync(let rule) = shippings[index].acknowledgement
        else { return nil }
        let slots = groups[group].members
        let inSync = slots.indices.filter { shippings[index].copies[$0].isInSync }
        return BrokerAvailability.Partition(
          replicas: slots, inSync: inSync.map { slots[$0] }, minimum: rule.minimum)
      })
  }
}
