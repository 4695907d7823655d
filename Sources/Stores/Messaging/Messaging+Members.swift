package import SimulationKernel

/// How consumer groups lose members, and how partitions pass from one member to another.
extension Messaging {
  /// Brings a member up to date with what is seen of its pod.
  mutating func update(_ topic: Int, _ index: Int, _ sights: [ConsumerSight], now: SimTime) {
    let member = topics[topic].members[index]
    guard let sight = sights.first(where: { $0.pod == member.pod }) else {
      if member.life != .silent { topics[topic].members[index].life = .closed }
      return
    }
    guard sight.since == member.since, sight.life == .present || sight.life == .leaving else {
      topics[topic].members[index].life = sight.life == .silent ? .silent : .closed
      return
    }
    topics[topic].members[index].life = sight.life
    topics[topic].members[index].isReady = sight.isReady
    topics[topic].members[index].seenAt = now
  }

  /// Ends the memberships of consumers that shut down, whose connection was closed, or that fell
  /// silent.
  mutating func endMemberships(_ topic: Int, now: SimTime) {
    let rules = topics[topic].spec.rules
    for index in topics[topic].members.indices.reversed() {
      let member = topics[topic].members[index]
      let isMissed = now - member.seenAt >= rules.silence
      switch member.life {
      case .present: break
      case .leaving: if member.underWay == 0 { end(topic, index, inOrder: true, now: now) }
      case .closed:
        if rules.noticesClosedConnections || isMissed {
          end(topic, index, inOrder: false, now: now)
        }
      case .silent: if isMissed { end(topic, index, inOrder: false, now: now) }
      }
    }
    if topics[topic].members.isEmpty { dropUnkept(topic) }
  }

  private mutating func end(_ topic: Int, _ index: Int, inOrder: Bool, now: SimTime) {
    let member = topics[topic].members.remove(at: index)
    let rules = topics[topic].spec.rules
    // Where messages wait for their time nobody tells that a subscriber is gone.
    if !rules.failuresWait { giveUpAll(of: member, topic, now: now) }
    guard rules.order == .partitioned else { return }
    for own in topics[topic].partitions where partitions[own].owner == member.session {
      partitions[own].owner = 0
      commit(
        own, through: inOrder ? now : rules.lastCommit(by: member.seenAt, since: member.joinedAt))
      topics[topic].waiting += partitions[own].uncommitted.count
      var again = partitions[own].uncommitted
      partitions[own].uncommitted = MessageList()
      partitions[own].returned.prepend(&again, in: &messages)
    }
    topics[topic].rebalanceAt = now + rules.rebalance
  }

  private mutating func giveUpAll(of member: ConsumerMember, _ topic: Int, now: SimTime) {
    for index in 0..<deliveries.capacity {
      guard let handle = deliveries.handle(at: index), deliveries[handle].session == member.session,
        Int(deliveries[handle].topic) == topic, deliveries[handle].lateCount == 0
      else { continue }
      giveUpLate(handle, now: now)
    }
  }

  /// Gives a delivery up while its consumer may still work on it.
  private mutating func giveUpLate(_ handle: Handle<Delivery>, now: SimTime) {
    guard deliveries[handle].heldAnswer == nil else {
      passOn(handle, from: .gone, now: now)
      return
    }
    let count = deliveries[handle].messages.count
    let mayAnswer = !deliveries[handle].isUnanswered
    giveUp(handle)
    if mayAnswer {
      deliveries[handle].lateCount = count
    } else {
      deliveries.remove(handle)
    }
  }

  /// The answer to a delivery that was held back is heard now, or never.
  private mutating func passOn(
    _ handle: Handle<Delivery>, from sight: BrokerSight, now: SimTime
  ) {
    guard let held = deliveries[handle].heldAnswer else { return }
    deliveries[handle].heldAnswer = nil
    answer(handle, held, from: sight, now: now)
  }

  /// Delivers messages again that were not confirmed in time.
  mutating func expire(_ topic: Int, now: SimTime) {
    let patience = topics[topic].spec.rules.patience
    for index in 0..<deliveries.capacity {
      guard let handle = deliveries.handle(at: index), Int(deliveries[handle].topic) == topic,
        deliveries[handle].lateCount == 0, now - deliveries[handle].sentAt >= patience
      else { continue }
      giveUpLate(handle, now: now)
    }
  }

  /// Gives up what a node had sent that is gone, where confirmations need its connections; one that
  /// is heard of again passes on what it was told.
  package mutating func followBrokers(
    ofTopic topic: Int, _ brokers: borrowing StoreGroups, now: SimTime
  ) {
    let rules = topics[topic].spec.rules
    guard rules.isTiedToNode, !rules.failuresWait, topics[topic].underWay > 0 else { return }
    for index in 0..<deliveries.capacity {
      guard let handle = deliveries.handle(at: index), Int(deliveries[handle].topic) == topic,
        deliveries[handle].lateCount == 0
      else { continue }
      let delivery = deliveries[handle]
      let sight = brokers.sight(ofBroker: Int(delivery.broker), since: delivery.epoch, now: now)
      switch sight {
      case .silent: continue
      case .gone: giveUpLate(handle, now: now)
      case .there: passOn(handle, from: .there, now: now)
      }
    }
  }

  /// Lays the partitions anew once every member has come to the group's meeting: a dead one is
  /// waited for until its session is over.
  ///
  /// Members keep what they have up to an even share, the others get what is nobody's (Kafka's
  /// cooperative sticky assignor).
  mutating func rebalance(_ topic: Int) {
    let isComplete = topics[topic].members.allSatisfy {
      $0.life == .present || $0.life == .leaving
    }
    guard isComplete else { return }
    topics[topic].rebalanceAt = .infinity
    let range = topics[topic].partitions
    let members = topics[topic].members.filter { $0.life == .present }.map(\.session)
    guard topics[topic].spec.rules.order == .partitioned, !members.isEmpty else { return }
    let share = range.count / members.count
    var larger = range.count % members.count
    var held = Array(repeating: 0, count: members.count)
    for index in range {
      guard let member = members.firstIndex(of: partitions[index].owner) else {
        partitions[index].owner = 0
        continue
      }
      if held[member] < share {
        held[member] += 1
      } else if held[member] == share, larger > 0 {
        held[member] += 1
        larger -= 1
      } else {
        partitions[index].owner = 0
      }
    }
    for index in range where partitions[index].owner == 0 {
      let least = held.indices.min { held[$0] < held[$1] } ?? 0
      partitions[index].owner = members[least]
      held[least] += 1
    }
  }
}
