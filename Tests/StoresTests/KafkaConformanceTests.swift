import SimulationKernel
import Stores
import Testing

@Suite("Conformance: Kafka")
struct KafkaConformanceTests {
  static let file = "storage_kafka"

  static func cases(_ rule: String) -> [ConformanceCase] {
    ConformanceCase.of("kafka." + rule, in: file)
  }

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "produce", "loss_after_ack", "high_watermark", "replica_in_sync", "isr_shrink_delay",
      "elect_leader", "broker_fence_time", "delivery_timeout_constraint",
      "consumer_failure_detect", "retained_bytes",
    ].map { "kafka." + $0 }
    let rules = ConformanceCase.all(in: Self.file).map(\.rule)
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func rule(_ example: ConformanceCase) -> InSyncRule {
    // A number or a word; -1 is all.
    let number = example.given["acks"]?.number.map { "\(Int($0))" }
    let acks = example.given["acks"]?.text ?? number ?? "all"
    let acknowledgement = ProducerAcknowledgement(rawValue: acks == "-1" ? "all" : acks)
    if acknowledgement == nil { Issue.record("\(example.id): no producer has acks \(acks)") }
    return InSyncRule(
      minimum: Int(example.given["min_insync_replicas"]?.number ?? 1),
      acknowledgement: acknowledgement ?? .all,
      allowsUncleanLeader: example.given["unclean_leader_election"]?.flag ?? false)
  }

  @Test("A record is accepted or refused by acks and the in-sync set", arguments: cases("produce"))
  func produce(_ example: ConformanceCase) {
    let rule = Self.rule(example)
    let copies = Int(example.given("replication_factor"))
    var result = rule.produce(inSync: Int(example.given("isr_size_at_append")), copies: copies)
    if let later = example.given["isr_size_when_hw_reaches_offset"]?.number,
      result == .accepted, rule.acknowledgement == .all
    {
      result = rule.confirmation(inSync: Int(later), copies: copies)
    }
    #expect(result.rawValue == example.expect["result"]?.text)
    #expect(result.isAppended == example.expect["appended"]?.flag)
  }

  @Test(
    "Destroyed members of the in-sync set lose what others lack",
    arguments: cases("loss_after_ack"))
  func loss(_ example: ConformanceCase) {
    let copies = Int(example.given("replication_factor"))
    let inSync = Int(example.given("isr_size_at_ack"))
    let rule = Self.rule(example)
    var log = LogShipping(copies: copies, primary: 0, acknowledgement: .inSync(rule))
    for slot in (0..<copies).dropFirst(inSync) { log.observe(slot: slot, isCaughtUp: false) }
    for slot in (0..<copies).dropFirst(inSync) { log.evict(slot: slot) }
    let number = log.write()
    var acknowledged = log.vouch(slot: 0, through: number, timeline: 1)
    // With acks=1 the answer may come before any follower has fetched.
    if rule.acknowledgement == .all {
      for slot in 1..<max(inSync, 1) {
        log.received(slot: slot, through: number, timeline: 1)
        acknowledged = log.vouch(slot: slot, through: number, timeline: 1)
      }
    }
    #expect(acknowledged == number)
    let destroyed = Int(example.given("isr_members_destroyed_incl_leader"))
    for slot in (0..<destroyed).reversed() { log.destroy(slot: slot) }
    let successor = log.successor { $0 >= destroyed }
    #expect((successor != nil) == example.expect["partition_has_leader"]?.flag)
    var isLost = destroyed >= inSync
    if let successor { isLost = log.promote(slot: successor).lost > 0 }
    #expect((isLost ? "possible" : "no") == example.expect["acked_record_lost"]?.text)
  }

  @Test(
    "The high watermark is the least end of those that count", arguments: cases("high_watermark"))
  func highWatermark(_ example: ConformanceCase) {
    let inSync = example.numbers("isr")
    let leaderEnd = example.position("leader_leo")
    let followers = (example.given["remote"]?.list ?? []).map { remote -> InSyncFollower in
      guard case .object(let fields) = remote else {
        return InSyncFollower(end: 0, isInSync: true, isCaughtUp: true)
      }
      let end = fields["leo"]?.position ?? 0
      let isCaughtUp = InSyncFollower.isCaughtUp(
        end: end, leaderEnd: leaderEnd, caughtUpAt: time(fields["last_caught_up_ms"]?.number),
        now: time(example.given("now_ms")),
        lagLimit: .milliseconds(Int64(example.given("replica_lag_time_max_ms"))))
      return InSyncFollower(
        end: end, isInSync: inSync.contains(fields["id"]?.number ?? -1), isCaughtUp: isCaughtUp)
    }
    let mark = InSyncFollower.highWatermark(
      from: example.position("old_hw"), leaderEnd: leaderEnd, followers: followers,
      isUnderMinimum: example.given["under_min_isr"]?.flag ?? false)
    #expect(Double(mark) == example.expect("hw"))
  }

  private func time(_ milliseconds: Double?) -> SimTime {
    SimTime(seconds: (milliseconds ?? 0) / 1000)
  }

  @Test("A follower that lags leaves the set", arguments: cases("replica_in_sync"))
  func replicaInSync(_ example: ConformanceCase) {
    let stays = InSyncFollower.isCaughtUp(
      end: example.position("follower_leo"), leaderEnd: example.position("leader_leo"),
      caughtUpAt: time(example.given("last_caught_up_ms")), now: time(example.given("now_ms")),
      lagLimit: .milliseconds(Int64(example.given("replica_lag_time_max_ms"))))
    #expect(stays == example.expect["stays_in_isr"]?.flag)
  }

  @Test(
    "A follower that is stuck leaves the set at a check after its limit",
    arguments: cases("isr_shrink_delay"))
  func shrinkDelay(_ example: ConformanceCase) {
    let limit = SimDuration.milliseconds(Int64(example.given("replica_lag_time_max_ms")))
    let period = InSyncFollower.expiryPeriod(lagLimit: limit)
    #expect(period.milliseconds == example.given("check_period_ms"))
    var delays: [Double] = []
    for phase in 0..<1000 as Range<Int64> {
      var check = SimTime.zero + period * phase / 1000
      let stuckAt = SimTime.zero
      while InSyncFollower.isCaughtUp(
        end: 1, leaderEnd: 2, caughtUpAt: stuckAt, now: check, lagLimit: limit)
      {
        check = check + period
      }
      delays.append((check - stuckAt).milliseconds)
    }
    let bounds = example.expect["removed_after_ms"]?.list.compactMap(\.number) ?? []
    #expect(bounds.count == 2)
    guard bounds.count == 2, let least = delays.min(), let most = delays.max() else { return }
    #expect(least >= bounds[0] && most <= bounds[1], "\(least) to \(most)")
    #expect(most - least > (bounds[1] - bounds[0]) * 0.9)
  }

  @Test("A partition's leader is chosen as the controller does", arguments: cases("elect_leader"))
  func election(_ example: ConformanceCase) {
    let unacceptable = example.numbers("unacceptable_brokers")
    var partition = PartitionElection(
      assignment: example.numbers("replicas").map { Int($0) },
      inSync: example.numbers("isr").map { Int($0) },
      leader: example.given["current_leader"]?.number.map { Int($0) })
    partition.eligible = example.numbers("elr").map { Int($0) }
    let kind = PartitionElection.Kind(rawValue: example.given["election"]?.text ?? "")
    let chosen = kind.flatMap { kind in
      partition.elect(kind) { !unacceptable.contains(Double($0)) }
    }
    let expected = example.expect["leader"]?.number.map { Int($0) }
    #expect(kind != nil)
    #expect(chosen?.leader == (expected == -1 ? nil : expected))
    #expect(chosen?.isUnclean ?? false == example.expect["unclean"]?.flag)
  }

  @Test(
    "A broker is fenced a session after its last heartbeat", arguments: cases("broker_fence_time"))
  func fencing(_ example: ConformanceCase) {
    let session = SimDuration.milliseconds(Int64(example.given("broker_session_timeout_ms")))
    let interval = SimDuration.milliseconds(Int64(example.given("heartbeat_ms")))
    let last = SimTime.zero + interval * 5
    let crash = last + .milliseconds(Int64(example.given("crash_ms_after_last_heartbeat")))
    let fenced = Self.silenceFound(interval: interval, timeout: session, last: last)
    #expect((fenced - crash).milliseconds == example.expect("fenced_ms_after_crash"))
  }

  /// When a detector finds a member gone whose heartbeats end at a time.
  private static func silenceFound(
    interval: SimDuration, timeout: SimDuration, last: SimTime
  ) -> SimTime {
    var detector = SessionDetector(
      renewal: Renewal(interval: interval, timeout: timeout), now: .zero, phase: .zero)
    var now = SimTime.zero
    while !detector.observe(isHeard: now <= last, now: now) { now = now + .milliseconds(1) }
    return now
  }

  @Test(
    "A producer's timers must fit and end its attempts",
    arguments: cases("delivery_timeout_constraint"))
  func producer(_ example: ConformanceCase) {
    var producer = KafkaProducer()
    producer.linger = .milliseconds(Int64(example.given("linger_ms")))
    producer.requestTimeout = .milliseconds(Int64(example.given("request_timeout_ms")))
    producer.deliveryTimeout = .milliseconds(Int64(example.given("delivery_timeout_ms")))
    #expect(producer.isValid == example.expect["valid"]?.flag)
    if let window = example.expect["max_retry_window_ms"]?.number, producer.isValid {
      #expect(producer.retryWindow.milliseconds == window)
    }
  }

  @Test(
    "A consumer is given up a session after its last heartbeat",
    arguments: cases("consumer_failure_detect"))
  func consumer(_ example: ConformanceCase) {
    let interval = SimDuration.milliseconds(Int64(example.given("heartbeat_ms")))
    let last = SimTime.zero + interval * 3
    let timeout = SimDuration.milliseconds(Int64(example.given("session_timeout_ms")))
    let found = Self.silenceFound(interval: interval, timeout: timeout, last: last)
    #expect(
      (found - last).milliseconds == example.expect("member_removed_after_last_heartbeat_ms"))
  }

  @Test("A log holds what came in within its retention", arguments: cases("retained_bytes"))
  func retained(_ example: ConformanceCase) {
    let hours = Int64(example.given("retention_hours"))
    let rule = Retention(age: .minutes(60) * hours, checkInterval: .minutes(5))
    var log = RetainedLog(age: rule.age)
    let hourly = Int64(example.given("ingest_MB_s") * 3_600_000_000)
    for hour in 0..<(3 * hours) {
      let now = SimTime.zero + .minutes(60) * hour
      log.add(bytes: hourly, now: now)
      _ = log.expire(rule, now: now)
    }
    let cluster = Double(log.bytes) * example.given("replication_factor") / 1e9
    // Whole segments are deleted, a hundredth of the age or an hour long.
    let slack = max(0.02, 1 / Double(hours))
    #expect(abs(cluster / example.expect("cluster_GB") - 1) <= slack, "\(cluster) GB")
  }
}
