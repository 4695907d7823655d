import SimulationKernel
import Stores
import Testing

@Suite("Conformance: how brokers hand messages out")
struct MessagingConformanceTests {
  @Test(
    "A quorum queue's limit counts returns",
    arguments: ConformanceCase.of("rabbitmq.delivery_limit", in: "storage_rabbitmq"))
  func deliveryLimit(_ example: ConformanceCase) {
    let returns = Int(example.given("delivery_count_after_failed_return"))
    var rules = DeliveryRules(patience: .minutes(30), silence: .minutes(1))
    rules.deliveryLimit = RabbitMQ.deliveries(limit: Int(example.given("delivery_limit")))
    let isDropped = !rules.allows(delivery: returns + 1)
    #expect(isDropped == example.expect["dropped_or_dead_lettered"]?.flag)
  }

  @Test(
    "From 4.3 on the limit does not count what a consumer returned",
    arguments: ConformanceCase.of("rabbitmq.delivery_count_semantics", in: "storage_rabbitmq"))
  func countedReturns(_ example: ConformanceCase) throws {
    var rules = DeliveryRules(patience: .minutes(30), silence: .minutes(1))
    let version = SoftwareVersion(example.given["version"]?.text ?? "")
    rules.countsReturns = RabbitMQ.countsReturns(in: version)
    let way = try #require(example.given["return"]?.text)
    let isReturned = way.contains("basic.nack")
    let expected: Bool? = example.expect["delivery_count_incremented"]?.flag
    rules.deliveryLimit = RabbitMQ.deliveries(limit: 0)
    var lab = MessagingLab(rules: rules, prefetch: 1)
    lab.join(1)
    lab.publish(1)
    lab.answerOldest(isReturned ? .failed : .disconnected)
    #expect((lab.counters.deadLettered == 1) == expected)
    if example.expect["acquired_count_incremented"]?.flag == true {
      #expect(lab.counters.redelivered == 1)
    }
  }

  @Test(
    "A stream's consumer hands a message out MaxDeliver times",
    arguments: ConformanceCase.of("nats.max_deliver", in: "storage_nats"))
  func maxDeliver(_ example: ConformanceCase) {
    var rules = DeliveryRules(patience: .seconds(30), silence: .minutes(4))
    rules.deliveryLimit = NATS.deliveries(limit: Int(example.given("max_deliver")))
    let isDelivered = rules.allows(delivery: Int(example.given("delivery_number")))
    #expect(isDelivered == example.expect["delivered"]?.flag)
  }

  @Test(
    "Confirmations outstanding bound what a consumer gets",
    arguments: ConformanceCase.of("nats.max_ack_pending_throughput", in: "storage_nats"))
  func outstanding(_ example: ConformanceCase) {
    let pending = Int(example.given("max_ack_pending"))
    let latency = SimDuration(seconds: example.given("processing_latency_s"))
    var lab = MessagingLab(
      rules: DeliveryRules(patience: .minutes(30), silence: .minutes(4)), prefetch: pending)
    lab.join(1)
    var done = 0
    for _ in 0..<4 {
      lab.publish(2 * pending)
      let given = lab.levels.underWay
      lab.look(after: latency)
      for _ in 0..<given { lab.answerOldest(.done) }
      done += given
    }
    let rate = Double(done) / (latency * 4).seconds
    #expect(abs(rate / example.expect("max_msgs_per_s") - 1) < 0.001)
  }

  @Test(
    "A group gives a member up when its session is over",
    arguments: ConformanceCase.of("kafka.consumer_failure_detect", in: "storage_kafka"))
  func session(_ example: ConformanceCase) {
    let timeout = SimDuration(seconds: example.given("session_timeout_ms") / 1_000)
    var rules = ConsumerGroupTests.kafka
    rules.silence = timeout
    var lab = MessagingLab(rules: rules, prefetch: 1)
    lab.join(1)
    lab.pods[0].life = .silent
    let start = lab.now
    while lab.levels.members > 0 { lab.look(after: .milliseconds(100)) }
    let detected = (lab.now - start).seconds * 1_000
    #expect(detected == example.expect("member_removed_after_last_heartbeat_ms"))
    #expect(
      rules.answerTimeout.seconds * 1_000
        == example.expect("processing_stall_limit_ms_max_poll_interval"))
  }
}
