package import SimulationKernel

/// Delivery of messages to consumers, and what follows from their answers.
extension Messaging {
  /// Gives waiting messages to members that can take them, one after the other.
  mutating func handOut(_ topic: Int, now: SimTime) {
    var idle = 0
    while topics[topic].waiting > 0, idle < topics[topic].members.count {
      let member = topics[topic].nextMember % topics[topic].members.count
      topics[topic].nextMember = member + 1
      idle = deliver(topic, to: member, now: now) ? 0 : idle + 1
    }
  }

  private mutating func deliver(_ topic: Int, to index: Int, now: SimTime) -> Bool {
    let member = topics[topic].members[index]
    guard mayTake(member, topic, now: now) else { return false }
    var broker: Int32 = -1
    let carried = collect(topic, for: member, from: &broker)
    guard let first = carried.first else { return false }
    topics[topic].members[index].underWay += 1
    topics[topic].members[index].servedAt = now
    topics[topic].waiting -= carried.count
    topics[topic].underWay += carried.count
    let delivery = deliveries.insert(
      Delivery(
        topic: topic, session: member.session, broker: broker, messages: carried, sentAt: now))
    let random = messages[first].random.call(
      0xff00_0000 | UInt64(topic),
      attempt: UInt32(truncatingIfNeeded: messages[first].deliveries))
    orders.append(
      Order(
        delivery: delivery, topic: topic, broker: Int(broker), pod: member.pod, random: random))
    return true
  }

  private func mayTake(_ member: ConsumerMember, _ topic: Int, now: SimTime) -> Bool {
    let spec = topics[topic].spec
    guard member.underWay < spec.prefetch else { return false }
    switch member.life {
    case .present: guard member.isReady else { return false }
    case .silent: guard spec.rules.pushes, member.isReady else { return false }
    case .leaving, .closed: return false
    }
    return topics[topic].waiting >= spec.batchSize || now - member.servedAt >= spec.batchWindow
  }

  /// Takes what a member may have out of the partitions, each in turn.
  private mutating func collect(
    _ topic: Int, for member: ConsumerMember, from broker: inout Int32
  ) -> MessageList {
    let spec = topics[topic].spec
    let range = topics[topic].partitions
    var carried = MessageList()
    for step in 0..<range.count where carried.count < spec.batchSize {
      let partition = range.lowerBound + (topics[topic].nextPartition + step) % range.count
      guard isOpen(partition, to: member, spec.rules) else { continue }
      let before = carried.count
      while carried.count < spec.batchSize, let message = pop(partition) {
        count(message, topic)
        partitions[partition].underWay += 1
        carried.append(message, in: &messages)
      }
      guard carried.count > before else { continue }
      if broker < 0 { broker = partitions[partition].broker }
    }
    topics[topic].nextPartition = (topics[topic].nextPartition + 1) % range.count
    return carried
  }

  private func isOpen(_ index: Int, to member: ConsumerMember, _ rules: DeliveryRules) -> Bool {
    let partition = partitions[index]
    guard partition.broker >= 0, partition.waiting > 0 else { return false }
    return rules.order == .competing
      || partition.owner == member.session && !partition.isBusy
  }

  private mutating func pop(_ index: Int) -> Handle<Message>? {
    partitions[index].returned.popFirst(in: &messages)
      ?? partitions[index].ready.popFirst(in: &messages)
  }

  private mutating func count(_ message: Handle<Message>, _ topic: Int) {
    messages[message].deliveries += 1
    topics[topic].counters.delivered += 1
    topics[topic].counters.redelivered += messages[message].deliveries > 1 ? 1 : 0
  }

  /// Says that a delivery leaves a broker that has started a number of times.
  package mutating func leave(_ delivery: Handle<Delivery>, epoch: UInt32) {
    deliveries[delivery].epoch = epoch
  }

  /// Takes back a delivery that could not leave, since its broker is gone.
  package mutating func takeBack(_ delivery: Handle<Delivery>) {
    let broker = deliveries[delivery].broker
    for index in partitions.indices where partitions[index].broker == broker {
      partitions[index].broker = -1
    }
    giveUp(delivery)
    deliveries.remove(delivery)
  }

  /// Acts on what became of a delivery.
  ///
  /// `sight` tells what is heard of the node that sent it.
  package mutating func answer(
    _ handle: Handle<Delivery>, _ answer: DeliveryAnswer, from sight: BrokerSight, now: SimTime
  ) {
    let topic = Int(deliveries[handle].topic)
    let rules = topics[topic].spec.rules
    guard deliveries[handle].lateCount == 0 else {
      // The consumer finishes what was given to another meanwhile.
      if answer == .done {
        topics[topic].counters.duplicated += UInt64(deliveries[handle].lateCount)
      }
      release(handle)
      deliveries.remove(handle)
      handOut(topic, now: now)
      return
    }
    if sight == .silent, rules.isTiedToNode, !rules.failuresWait {
      deliveries[handle].heldAnswer = answer
      return
    }
    if answer == .done, sight == .there || !rules.isTiedToNode {
      settle(handle, now: now)
    } else {
      leaveUnsettled(handle, answer, rules, now: now)
    }
    handOut(topic, now: now)
  }

  /// A delivery of which the broker hears nothing good: returned at once, or when its time or its
  /// member's is over.
  private mutating func leaveUnsettled(
    _ handle: Handle<Delivery>, _ answer: DeliveryAnswer, _ rules: DeliveryRules, now: SimTime
  ) {
    let topic = Int(deliveries[handle].topic)
    if answer == .disconnected, let index = memberIndex(of: handle) {
      topics[topic].members[index].life = .closed
    }
    if answer == .done { markProcessed(handle, now: now) }
    release(handle)
    let isUnknown = answer == .disconnected && !rules.noticesClosedConnections
    guard !isUnknown, !rules.failuresWait else {
      deliveries[handle].isUnanswered = true
      return
    }
    giveUp(handle, isReturned: answer == .failed)
    deliveries.remove(handle)
  }

  /// The number of a delivery's sender among the members of all stores, and how often that one had
  /// started; nil for a delivery that is over.
  package func sender(of delivery: Handle<Delivery>) -> (broker: Int, epoch: UInt32)? {
    guard deliveries.contains(delivery) else { return nil }
    return (Int(deliveries[delivery].broker), deliveries[delivery].epoch)
  }

  /// The member that a delivery is with, by its index; nil where it has left the group.
  private func memberIndex(of handle: Handle<Delivery>) -> Int? {
    let session = deliveries[handle].session
    return topics[Int(deliveries[handle].topic)].members.firstIndex { $0.session == session }
  }

  /// Frees a member to take another delivery.
  private mutating func release(_ handle: Handle<Delivery>) {
    guard let index = memberIndex(of: handle) else { return }
    topics[Int(deliveries[handle].topic)].members[index].underWay -= 1
  }

  /// Ends a delivery whose messages are done.
  private mutating func settle(_ handle: Handle<Delivery>, now: SimTime) {
    let topic = Int(deliveries[handle].topic)
    let joined = memberIndex(of: handle).map { topics[topic].members[$0].joinedAt } ?? now
    topics[topic].underWay -= deliveries[handle].messages.count
    release(handle)
    while let message = deliveries[handle].messages.popFirst(in: &messages) {
      finish(message, topic, joined: joined, now: now)
    }
    deliveries.remove(handle)
  }

  private mutating func finish(
    _ message: Handle<Message>, _ topic: Int, joined: SimTime, now: SimTime
  ) {
    let partition = Int(messages[message].partition)
    partitions[partition].underWay -= 1
    if messages[message].processedAt < .infinity { topics[topic].counters.duplicated += 1 }
    let rules = topics[topic].spec.rules
    guard rules.commitInterval > .zero else {
      topics[topic].counters.settled += 1
      messages.remove(message)
      return
    }
    messages[message].processedAt = now
    partitions[partition].uncommitted.append(message, in: &messages)
    commit(partition, through: rules.lastCommit(by: now, since: joined))
  }

  /// Settles what a partition's owner was done with by a time.
  mutating func commit(_ index: Int, through time: SimTime) {
    let topic = Int(partitions[index].topic)
    while let first = partitions[index].uncommitted.first, messages[first].processedAt <= time {
      _ = partitions[index].uncommitted.popFirst(in: &messages)
      topics[topic].counters.settled += 1
      messages.remove(first)
    }
  }

  private mutating func markProcessed(_ handle: Handle<Delivery>, now: SimTime) {
    var next = deliveries[handle].messages.first
    while let message = next {
      messages[message].processedAt = now
      next = messages[message].next == .max ? nil : Handle(rawValue: messages[message].next)
    }
  }

  /// Puts a delivery's messages back in front of those that wait, or aside when they were handed
  /// out too often.
  ///
  /// - Parameter isReturned: whether the consumer gave them back by itself.
  mutating func giveUp(_ handle: Handle<Delivery>, isReturned: Bool = false) {
    let topic = Int(deliveries[handle].topic)
    let rules = topics[topic].spec.rules
    let isCounted = !isReturned || rules.countsReturns
    topics[topic].underWay -= deliveries[handle].messages.count
    var run = MessageList()
    var partition = -1
    while let message = deliveries[handle].messages.popFirst(in: &messages) {
      let own = Int(messages[message].partition)
      partitions[own].underWay -= 1
      if own != partition, partition >= 0 {
        partitions[partition].returned.prepend(&run, in: &messages)
      }
      partition = own
      if !isCounted { messages[message].uncounted += 1 }
      let next = Int(messages[message].deliveries - messages[message].uncounted) + 1
      if rules.allows(delivery: next) {
        run.append(message, in: &messages)
        topics[topic].waiting += 1
      } else {
        topics[topic].counters.deadLettered += rules.keepsMessages ? 1 : 0
        topics[topic].counters.lost += rules.keepsMessages ? 0 : 1
        messages.remove(message)
      }
    }
    if partition >= 0 { partitions[partition].returned.prepend(&run, in: &messages) }
  }
}
