import SimulationKernel
import Stores
import Testing

/// What brokers do with consumers that work, fail, leave and vanish.
@Suite("Messaging")
struct MessagingTests {
  static let rabbitMQ = DeliveryRules(
    limit: RabbitMQ.deliveries(limit: 20), patience: .minutes(30), silence: .seconds(60),
    pushes: true)

  @Test("A queue hands its messages out in order, no more than prefetch to a member")
  func prefetch() {
    var lab = MessagingLab(rules: Self.rabbitMQ, prefetch: 2)
    lab.publish(5)
    #expect(lab.orders.isEmpty)
    lab.join(1)
    #expect(lab.take().map(\.pod) == [1, 1])
    lab.join(2)
    #expect(lab.take().map(\.pod) == [2, 2])
    #expect(lab.levels.waiting == 1 && lab.levels.underWay == 4)
    lab.answerOldest(.done)
    #expect(lab.take().map(\.pod) == [1])
    lab.expectConservation()
  }

  @Test("A rejected message comes back at once and is set aside after its last delivery")
  func deliveryLimit() {
    var lab = MessagingLab(rules: Self.rabbitMQ, prefetch: 1)
    lab.join(1)
    lab.publish(1)
    for delivery in 1...21 {
      #expect(lab.take().count == 1, "delivery \(delivery)")
      lab.answerOldest(.failed)
    }
    #expect(lab.take().isEmpty)
    #expect(lab.counters.deadLettered == 1 && lab.counters.redelivered == 20)
    lab.expectConservation()
  }

  @Test("What a closed connection had goes to another member; a silent one keeps it for a minute")
  func lostMembers() {
    var lab = MessagingLab(rules: Self.rabbitMQ, prefetch: 1)
    lab.join(1)
    lab.publish(1)
    _ = lab.take()
    lab.join(2)
    lab.answerOldest(.disconnected)
    #expect(lab.take().map(\.pod) == [2])
    lab.pods[0].life = .closed
    lab.pods[1].life = .silent
    lab.look(after: .seconds(59))
    #expect(lab.take().isEmpty)
    lab.join(3)
    lab.look(after: .seconds(2))
    #expect(lab.take().map(\.pod) == [3])
    lab.answerOldest(.done)
    #expect(lab.counters.duplicated == 1, "the silent member was done after all")
    lab.expectConservation()
  }

  @Test("A confirmation that a dead node can not take is no confirmation")
  func lostConfirmation() {
    var lab = MessagingLab(rules: Self.rabbitMQ, prefetch: 1)
    lab.join(1)
    lab.publish(1)
    _ = lab.take()
    lab.answerOldest(.done, from: .gone)
    #expect(lab.take().count == 1)
    lab.answerOldest(.done)
    #expect(lab.counters.settled == 1 && lab.counters.duplicated == 1)
  }

  @Test("JetStream waits for AckWait before it hands a failed message out again")
  func ackWait() {
    var rules = DeliveryRules(patience: .seconds(30), silence: .minutes(4))
    rules.failuresWait = true
    rules.deliveryLimit = 2
    var lab = MessagingLab(rules: rules, prefetch: 1)
    lab.join(1)
    lab.publish(1)
    _ = lab.take()
    lab.answerOldest(.failed)
    lab.look(after: .seconds(29))
    #expect(lab.take().isEmpty)
    lab.look(after: .seconds(1))
    #expect(lab.take().count == 1)
    lab.answerOldest(.failed)
    lab.look(after: .seconds(30))
    #expect(lab.take().isEmpty && lab.counters.deadLettered == 1)
    lab.expectConservation()
  }

  @Test("Writes that a failover lost are lost messages, but for those already handed out")
  func lostWrites() {
    var lab = MessagingLab(rules: Self.rabbitMQ, prefetch: 1)
    lab.join(1)
    lab.publish(6)
    lab.messaging.lose(3, ofGroup: 0)
    #expect(lab.counters.lost == 3 && lab.levels.waiting == 2 && lab.levels.underWay == 1)
    lab.messaging.lose(10, ofGroup: 0)
    #expect(lab.counters.lost == 5 && lab.levels.waiting == 0)
    lab.expectConservation()
  }

  @Test("A repeated message is dropped where the broker knows it, else it is there twice")
  func repeatedPublication() {
    for deduplicates in [true, false] {
      var lab = MessagingLab(rules: Self.rabbitMQ, prefetch: 1, deduplicates: deduplicates)
      let random = RequestRandom(seed: 1, stream: "publisher", request: 1)
      lab.messaging.publish(
        0, group: 0, number: 1, random: random, isRepeated: false, now: lab.now)
      lab.messaging.publish(0, group: 0, number: 2, random: random, isRepeated: true, now: lab.now)
      #expect(lab.counters.published == (deduplicates ? 1 : 2))
      #expect(lab.counters.duplicated == (deduplicates ? 0 : 1))
    }
  }

  @Test("A member collects messages until the batch is full or its window is over")
  func batches() {
    var lab = MessagingLab(
      rules: Self.rabbitMQ, prefetch: 1, batchSize: 10, batchWindow: .seconds(5))
    lab.join(1)
    lab.publish(4)
    lab.look(after: .seconds(4))
    #expect(lab.take().isEmpty)
    lab.look(after: .seconds(1))
    #expect(lab.take().count == 1 && lab.levels.underWay == 4)
    lab.answerOldest(.done)
    lab.publish(10)
    #expect(lab.take().count == 1 && lab.levels.underWay == 10)
  }
}

/// Kafka's groups: partitions, offsets, sessions.
@Suite("Consumer groups")
struct ConsumerGroupTests {
  static let kafka: DeliveryRules = {
    var rules = DeliveryRules(patience: .minutes(5), silence: .seconds(45))
    rules.order = .partitioned
    rules.noticesClosedConnections = false
    rules.isTiedToNode = false
    rules.commitInterval = .seconds(5)
    rules.rebalance = .seconds(3)
    return rules
  }()

  @Test("A partition has one owner, who takes its messages one after the other")
  func order() {
    var lab = MessagingLab(rules: Self.kafka, prefetch: 8, partitions: 4)
    lab.publish(8)
    lab.join(1)
    lab.look(after: .seconds(3))
    #expect(lab.take().count == 4, "one message a partition")
    lab.join(2)
    lab.look(after: .seconds(3))
    for _ in 0..<4 { lab.answerOldest(.done) }
    _ = lab.take()
    let pods = lab.given.suffix(4).map(\.pod)
    #expect(pods.count { $0 == 1 } == 2 && pods.count { $0 == 2 } == 2, "\(pods)")
    lab.expectConservation()
  }

  @Test("A dead member's partitions lie idle for its session, then its last 5 s are done again")
  func session() {
    var lab = MessagingLab(rules: Self.kafka, prefetch: 1, partitions: 1)
    lab.join(1)
    lab.look(after: .seconds(3))
    for _ in 0..<4 {
      lab.publish(1)
      _ = lab.take()
      lab.answerOldest(.done)
      lab.look(after: .seconds(2))
    }
    // Joined at 0, committed at 5 and at 10; messages were done at 3, 5, 7 and 9 s, seen at 11 s.
    lab.publish(1)
    _ = lab.take()
    lab.pods[0].life = .closed
    lab.answerOldest(.disconnected)
    lab.join(2)
    lab.look(after: .seconds(40))
    #expect(lab.take().isEmpty && lab.levels.members == 2)
    lab.look(after: .seconds(5))
    lab.look(after: .seconds(3))
    #expect(lab.take().map(\.pod) == [2])
    lab.answerOldest(.done)
    #expect(lab.counters.duplicated == 0, "all but the last were committed at 10 s")
    #expect(lab.counters.redelivered == 1)
    lab.expectConservation()
  }

  @Test("Messages that were done after the last commit are done twice when the member dies")
  func duplicates() {
    var lab = MessagingLab(rules: Self.kafka, prefetch: 1, partitions: 1)
    lab.join(1)
    lab.look(after: .seconds(6))
    for _ in 0..<3 {
      lab.publish(1)
      _ = lab.take()
      lab.answerOldest(.done)
    }
    lab.pods[0].life = .silent
    lab.join(2)
    lab.look(after: .seconds(45))
    lab.look(after: .seconds(3))
    for _ in 0..<3 {
      #expect(lab.take().map(\.pod) == [2])
      lab.answerOldest(.done)
    }
    #expect(lab.counters.duplicated == 3 && lab.counters.published == 3)
    lab.expectConservation()
  }

  @Test("A member that leaves in order has committed what it did")
  func orderlyLeave() {
    var lab = MessagingLab(rules: Self.kafka, prefetch: 1, partitions: 1)
    lab.join(1)
    lab.look(after: .seconds(6))
    lab.publish(1)
    _ = lab.take()
    lab.pods[0].life = .leaving
    lab.look(after: .milliseconds(100))
    #expect(lab.levels.members == 1, "it finishes what it has")
    lab.answerOldest(.done)
    lab.look(after: .milliseconds(100))
    #expect(lab.levels.members == 0 && lab.counters.settled == 1)
  }

  @Test("Partitions move as little as they must")
  func stickiness() {
    var lab = MessagingLab(rules: Self.kafka, prefetch: 12, partitions: 12)
    for pod in 1...3 { lab.join(UInt32(pod)) }
    lab.look(after: .seconds(3))
    lab.publish(12)
    let before = lab.take()
    for _ in 0..<12 { lab.answerOldest(.done) }
    lab.join(4)
    lab.look(after: .seconds(3))
    lab.publish(12)
    let after = lab.take()
    #expect((1...4).map { pod in after.count { $0.pod == pod } } == [3, 3, 3, 3])
    #expect((1...3).map { pod in before.count { $0.pod == pod } } == [4, 4, 4])
  }
}

/// Random worlds of publishers, consumers and faults.
@Suite("Messaging swarm")
struct MessagingSwarmTests {
  @Test("No message is lost but with its broker's writes, and all are done when faults end")
  func swarm() {
    for seed in 0..<UInt64(400) {
      var random = EntityRandom(seed: seed, stream: "messaging swarm")
      let isKafka = random.below(2) == 0
      var lab = MessagingLab(
        rules: isKafka ? ConsumerGroupTests.kafka : MessagingTests.rabbitMQ,
        prefetch: 1 + random.below(4), partitions: isKafka ? 1 + random.below(6) : 1,
        batchSize: 1 + random.below(3))
      for _ in 0..<400 { lab.step(&random) }
      lab.expectConservation("seed \(seed)")
      lab.settle()
      let counters = lab.counters
      #expect(
        counters.published == counters.settled + UInt64(lab.levels.uncommitted)
          + counters.deadLettered + counters.lost,
        "seed \(seed): \(counters) \(lab.levels); replay with --filter MessagingSwarmTests")
    }
  }
}
