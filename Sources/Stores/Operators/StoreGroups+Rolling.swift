import SimulationKernel

/// What an operator asks before it stops a member.
extension StoreGroups {
  /// Data members in the order in which an operator restarts them.
  func restartOrder(store: Int, _ order: RestartRule.Order) -> [Int] {
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

  private func leads(_ member: Int) -> Bool {
    stores[members[member].store].shards.contains { group in
      groups[group].leader.map { groups[group].members[$0] } == member
    }
  }

  /// Whether an operator stops a member now.
  func mayStop(_ member: Int, _ manager: StoreOperator) -> Bool {
    let store = members[member].store
    let all = stores[store].members
    let online = all.count(where: { members[$0].isUp })
    switch manager {
    case .strimzi: return partitions(of: store).mayRoll(member)
    case .rabbitmq:
      return RabbitMQOperator.maySafelyStop(members: all.count, online: online)
    case .eck:
      return ElasticOperator.disruptionsAllowed(
        nodes: all.count, masters: all.count, data: all.count, ingest: all.count,
        health: stores[store].health) > 0
    case .cloudNativePG, .zalando, .redis:
      return all.allSatisfy { $0 == member || isSettled($0) }
    case .statefulSet, .altinity, .nats:
      return all.allSatisfy { $0 == member || members[$0].isReady }
    }
  }

  /// Whether a member is back in full: ready, and a streaming copy of everything it holds.
  func isSettled(_ member: Int) -> Bool {
    guard members[member].isUp, members[member].isReady else { return false }
    return stores[members[member].store].shards.allSatisfy { group in
      guard let slot = groups[group].slot(of: member),
        case .shipping(let index) = groups[group].place
      else { return true }
      let log = shippings[index]
      return slot == log.primary || (log.copies[slot].isConnected && log.copies[slot].isInSync)
    }
  }

  private func partitions(of store: Int) -> BrokerAvailability {
    BrokerAvailability(
      partitions: stores[store].shards.compactMap { group in
        guard case .shipping(let index) = groups[group].place,
          case .inSync(let rule) = shippings[index].acknowledgement
        else { return nil }
        let slots = groups[group].members
        let inSync = slots.indices.filter { shippings[index].copies[$0].isInSync }
        return BrokerAvailability.Partition(
          replicas: slots, inSync: inSync.map { slots[$0] }, minimum: rule.minimum)
      })
  }
}
