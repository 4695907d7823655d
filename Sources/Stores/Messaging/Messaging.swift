package import SimulationKernel

/// The brokers' side of consumers: which consumer has which message, and what becomes of it.
///
/// A state machine without clock, network or randomness: publishers' acknowledged writes, what is
/// seen of the consumers' pods and their answers come in with the present time, deliveries leave as
/// `orders`. Every message is waiting, under way, done and not yet stored as done, settled, set
/// aside or lost. Delivery is at least once: what a consumer was given and did not confirm is given
/// again, and counted. Confirmations cost the broker nothing.
package struct Messaging: ~Copyable {
  private let inPlace = InPlace()
  /// A delivery that is to be sent.
  package struct Order: BitwiseCopyable, Sendable {
    /// The delivery.
    package let delivery: Handle<Delivery>
    /// The topic.
    package let topic: Int
    /// The member of the store that sends it.
    package let broker: Int
    /// The consumer's pod, as a raw handle.
    package let pod: UInt32
    /// The draws of what the consumer does with it.
    package let random: RequestRandom
  }

  /// Deliveries that the room `Stores` has to send, in order.
  package var orders: [Order] = []
  var topics: [TopicState] = []
  var partitions: [Partition] = []
  var messages = Slab<Message>(capacity: 256)
  var deliveries = Slab<Delivery>(capacity: 64)
  /// Writes acknowledged so far, by replica group.
  private var written: [UInt64]
  private var lastSession: UInt32 = 0

  /// Makes the topics of brokers with a number of replica groups.
  package init(_ specs: [TopicSpec], groupCount: Int) {
    written = Array(repeating: 0, count: groupCount)
    for spec in specs {
      let first = partitions.count
      for group in spec.groups { partitions.append(Partition(topic: topics.count, group: group)) }
      topics.append(TopicState(spec, partitions: first..<partitions.count))
    }
  }

  /// The number of a write that a group acknowledges.
  package mutating func write(group: Int) -> UInt64 {
    written[group] += 1
    return written[group]
  }

  /// Keeps a message that a group acknowledged to its publisher.
  ///
  /// `isRepeated` tells that the publisher had sent it before and heard no answer.
  package mutating func publish(
    _ topic: Int, group: Int, number: UInt64, random: RequestRandom, isRepeated: Bool,
    now: SimTime
  ) {
    let isKnown = isRepeated && topics[topic].recent.contains(random.key)
    if isKnown, topics[topic].spec.deduplicates { return }
    remember(random.key, topic)
    let partition = partition(of: group, topic)
    let message = messages.insert(
      Message(partition: partition, number: number, publishedAt: now, random: random))
    partitions[partition].ready.append(message, in: &messages)
    topics[topic].counters.published += 1
    topics[topic].counters.duplicated += isKnown ? 1 : 0
    topics[topic].waiting += 1
    handOut(topic, now: now)
    if !topics[topic].members.contains(where: { $0.life == .present }) { dropUnkept(topic) }
  }

  /// The partition to which a group's message goes: where messages are only passed on, one whose
  /// server is there.
  private func partition(of group: Int, _ topic: Int) -> Int {
    let range = topics[topic].partitions
    let own = range.lowerBound + group - topics[topic].spec.groups.lowerBound
    guard !topics[topic].spec.rules.keepsMessages, partitions[own].broker < 0 else { return own }
    return range.first { partitions[$0].broker >= 0 } ?? own
  }

  /// Loses what waits in a topic whose messages nobody keeps.
  mutating func dropUnkept(_ topic: Int) {
    guard !topics[topic].spec.rules.keepsMessages else { return }
    for index in topics[topic].partitions { dropWaiting(index) { _ in true } }
  }

  /// Loses those of the messages that wait in a partition for which a condition holds.
  private mutating func dropWaiting(_ index: Int, where isLost: (Message) -> Bool) {
    var lost = partitions[index].ready.take(in: &messages) { isLost($0) }
    var returned = partitions[index].returned.take(in: &messages) { isLost($0) }
    lost.prepend(&returned, in: &messages)
    let topic = Int(partitions[index].topic)
    topics[topic].waiting -= lost.count
    topics[topic].counters.lost += UInt64(lost.count)
    while let message = lost.popFirst(in: &messages) { messages.remove(message) }
  }

  private mutating func remember(_ key: UInt64, _ topic: Int) {
    if topics[topic].recent.count < TopicState.recentCount {
      topics[topic].recent.append(key)
    } else {
      topics[topic].recent[topics[topic].nextRecent] = key
      topics[topic].nextRecent = (topics[topic].nextRecent + 1) % TopicState.recentCount
    }
  }

  /// Sets the member that hands out the messages of a replica group: its leader; nil while it has
  /// none.
  package mutating func lead(_ topic: Int, group: Int, broker: Int?) {
    let own = topics[topic].partitions.lowerBound + group - topics[topic].spec.groups.lowerBound
    partitions[own].broker = Int32(broker ?? -1)
    if broker == nil, !topics[topic].spec.rules.keepsMessages { dropWaiting(own) { _ in true } }
  }

  /// Checks the pods of a topic's consumers: which join the group, which leave it, and which
  /// deliveries have timed out.
  package mutating func updateMembers(of topic: Int, by sights: [ConsumerSight], now: SimTime) {
    for index in topics[topic].members.indices { update(topic, index, sights, now: now) }
    for sight in sights where sight.life == .present && sight.isReady {
      let isKnown = topics[topic].members.contains {
        $0.pod == sight.pod && $0.since == sight.since
      }
      if !isKnown { join(topic, sight, now: now) }
    }
    endMemberships(topic, now: now)
    if topics[topic].spec.rules.failuresWait { expire(topic, now: now) }
    if now >= topics[topic].rebalanceAt { rebalance(topic) }
    handOut(topic, now: now)
  }

  private mutating func join(_ topic: Int, _ sight: ConsumerSight, now: SimTime) {
    lastSession += 1
    topics[topic].members.append(ConsumerMember(session: lastSession, sight, at: now))
    let isWarm = sight.since < .zero
    topics[topic].rebalanceAt = isWarm ? now : now + topics[topic].spec.rules.rebalance
  }

  /// Drops the messages among the newest writes of a group, which a failover lost, unless they were
  /// already delivered.
  package mutating func lose(_ count: UInt64, ofGroup group: Int) {
    let kept = written[group] - min(count, written[group])
    for index in partitions.indices where Int(partitions[index].group) == group {
      dropWaiting(index) { $0.number > kept }
    }
  }
}
