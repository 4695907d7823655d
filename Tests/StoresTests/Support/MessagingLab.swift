import SimulationKernel
import Stores
import Testing

extension DeliveryRules {
  /// A queue's rules in one line.
  init(limit: Int?, patience: SimDuration, silence: SimDuration, pushes: Bool) {
    self.init(patience: patience, silence: silence)
    deliveryLimit = limit
    self.pushes = pushes
  }
}

/// One topic of one broker with pods that consume it, moved by hand.
struct MessagingLab: ~Copyable {
  var messaging: Messaging
  var now = SimTime.zero
  var pods: [ConsumerSight] = []
  /// Everything that was handed out.
  private(set) var given: [Messaging.Order] = []
  /// Deliveries that left and were not answered, oldest first.
  private var sent: [Messaging.Order] = []
  private var published: UInt64 = 0
  private let partitions: Int

  init(
    rules: DeliveryRules, prefetch: Int, partitions: Int = 1, batchSize: Int = 1,
    batchWindow: SimDuration = .zero, deduplicates: Bool = false, broker: Int = 0
  ) {
    self.partitions = partitions
    messaging = Messaging(
      [
        TopicSpec(
          rules: rules, groups: 0..<partitions, prefetch: prefetch, batchSize: batchSize,
          batchWindow: batchWindow, deduplicates: deduplicates)
      ], groupCount: partitions)
    for group in 0..<partitions { messaging.lead(0, group: group, broker: broker) }
  }

  var orders: [Messaging.Order] { messaging.orders }
  var counters: TopicCounters { messaging.counters(ofTopic: 0) }
  var levels: TopicLevels { messaging.levels(ofTopic: 0) }

  /// Publishes messages, dealt to the partitions in turn.
  mutating func publish(_ count: Int) {
    for _ in 0..<count {
      let group = Int(published) % partitions
      published += 1
      messaging.publish(
        0, group: group, number: messaging.write(group: group),
        random: RequestRandom(seed: 1, stream: "lab", request: published), isRepeated: false,
        now: now)
    }
  }

  /// A ready pod appears and is seen.
  mutating func join(_ pod: UInt32) {
    pods.append(ConsumerSight(pod: pod, since: now, life: .present, isReady: true))
    look(after: .zero)
  }

  mutating func look(after length: SimDuration) {
    now = now + length
    messaging.updateMembers(of: 0, by: pods, now: now)
  }

  /// The topic hears of its brokers at a time.
  mutating func follow(_ brokers: borrowing StoreGroups, at time: SimTime) {
    now = time
    for order in given + messaging.orders {
      let epoch = brokers.members[order.broker].epoch
      if messaging.sender(of: order.delivery) != nil {
        messaging.leave(order.delivery, epoch: epoch)
      }
    }
    messaging.followBrokers(ofTopic: 0, brokers, now: now)
    messaging.updateMembers(of: 0, by: pods, now: now)
  }

  /// What was handed out since the last call.
  mutating func take() -> [Messaging.Order] {
    let orders = messaging.orders
    messaging.orders.removeAll()
    sent += orders
    given += orders
    return orders
  }

  mutating func answerOldest(_ answer: DeliveryAnswer, from sight: BrokerSight = .there) {
    _ = take()
    guard !sent.isEmpty else { return }
    self.answer(sent.removeFirst(), answer, from: sight)
  }

  private mutating func answer(
    _ order: Messaging.Order, _ answer: DeliveryAnswer, from sight: BrokerSight
  ) {
    guard messaging.sender(of: order.delivery) != nil else { return }
    messaging.answer(order.delivery, answer, from: sight, now: now)
  }

  func expectConservation(_ what: String = "") {
    let isConserved = messaging.isConserved(0)
    #expect(isConserved, "\(what) \(counters) \(levels)")
  }

  /// One random thing happens.
  mutating func step(_ random: inout EntityRandom) {
    now = now + random.duration(below: .seconds(2))
    _ = take()
    switch random.below(12) {
    case 0...3: publish(1 + random.below(3))
    case 4...7:
      guard !sent.isEmpty else { return }
      let order = sent.remove(at: random.below(sent.count))
      let pod = pods.first { $0.pod == order.pod }
      guard pod?.life != .silent else { return }
      let isGone = pod.map { $0.life == .closed } ?? true
      let fails = random.below(4) == 0
      answer(
        order, isGone ? .disconnected : fails ? .failed : .done,
        from: random.below(20) > 0 ? .there : .gone)
    case 8: join(UInt32(pods.count + 1))
    case 9:
      guard !pods.isEmpty else { return }
      let lives: [ConsumerSight.Life] = [.leaving, .closed, .silent]
      pods[random.below(pods.count)].life = lives[random.below(3)]
    case 10: messaging.lose(UInt64(random.below(3)), ofGroup: random.below(partitions))
    default: look(after: random.duration(below: .seconds(20)))
    }
  }

  /// Lets every fault end and consumers that never fail do all that is left.
  mutating func settle() {
    for index in pods.indices where pods[index].life != .present { pods[index].life = .closed }
    join(UInt32(pods.count + 1))
    for _ in 0..<2_000 where levels.waiting + levels.underWay > 0 {
      look(after: .seconds(1))
      _ = take()
      while !sent.isEmpty {
        let order = sent.removeFirst()
        let isGone = pods.first { $0.pod == order.pod }?.life != .present
        answer(order, isGone ? .disconnected : .done, from: .there)
        _ = take()
      }
    }
  }
}
