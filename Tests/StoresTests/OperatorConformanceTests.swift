import Cluster
import SimulationKernel
import Stores
import Testing

@Suite("Conformance: operators")
struct OperatorConformanceTests {
  static let file = "storage_operators"

  static func cases(_ rule: String) -> [ConformanceCase] { ConformanceCase.of(rule, in: file) }

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "strimzi.can_roll", "rabbitmq.await_online_quorum_plus_one", "eck.defaults",
      "eck.pdb_allowed_disruptions", "nats.helm_defaults", "altinity.shard_concurrency",
      "zalando.defaults", "cnpg.startup_failure_threshold", "nats.client_publish_timeout",
    ]
    let rules = ConformanceCase.all(in: Self.file).map(\.rule)
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  @Test("A broker is rolled where its partitions bear it", arguments: cases("strimzi.can_roll"))
  func roll(_ example: ConformanceCase) {
    let partitions = (example.given["topics"]?.list ?? []).compactMap {
      topic -> BrokerAvailability.Partition? in
      guard case .object(let fields) = topic else { return nil }
      func numbers(_ name: String) -> [Int] {
        fields[name]?.list.compactMap(\.number).map { Int($0) } ?? []
      }
      return BrokerAvailability.Partition(
        replicas: numbers("replicas"), inSync: numbers("isr"),
        minimum: fields["min_isr"]?.number.map { Int($0) })
    }
    #expect(!partitions.isEmpty)
    let broker = Int(example.given("broker"))
    let availability = BrokerAvailability(partitions: partitions)
    #expect(availability.mayRoll(broker) == example.expect["can_roll"]?.flag)
    if let stalls = example.expect["producers_acks_all_stall_during_roll"]?.flag {
      let isStalled = partitions.contains { partition in
        let left = partition.inSync.count(where: { $0 != broker })
        let rule = InSyncRule(minimum: partition.minimum ?? 1)
        return rule.produce(inSync: left, copies: partition.replicas.count) != .accepted
      }
      #expect(isStalled == stalls)
    }
  }

  @Test(
    "A node stops where a majority is left",
    arguments: cases("rabbitmq.await_online_quorum_plus_one"))
  func quorumPlusOne(_ example: ConformanceCase) {
    let isSafe = RabbitMQOperator.maySafelyStop(
      members: Int(example.given("members")), online: Int(example.given("online_including_this")))
    #expect(isSafe == example.expect["safe_to_stop"]?.flag)
  }

  @Test("Elastic's operator has its defaults", arguments: cases("eck.defaults"))
  func elastic(_ example: ConformanceCase) {
    // Without a surge limit nodes come all at once: its StatefulSets start pods in parallel.
    #expect(example.expect["max_surge"]?.number == nil)
    let elastic = StoreOperator.eck
    #expect(elastic.batch == .fixed(Int(example.expect("max_unavailable"))))
    #expect(elastic.grace?.seconds == example.expect("termination_grace_s"))
    #expect(elastic.preStop.seconds == example.expect("pre_stop_wait_s"))
  }

  @Test(
    "Elastic's budget lets a pod go where every role has another",
    arguments: cases("eck.pdb_allowed_disruptions"))
  func elasticBudget(_ example: ConformanceCase) {
    let word = example.given["health"]?.text ?? ""
    let health = ShardHealth(rawValue: word)
    #expect(health != nil || word == "unknown")
    let allowed = ElasticOperator.disruptionsAllowed(
      nodes: Int(example.given("nodes")), masters: Int(example.given("masters")),
      data: Int(example.given("data")), ingest: Int(example.given("ingest")),
      health: health ?? .red)
    #expect(Double(allowed) == example.expect("allowed"))
  }

  @Test("The NATS chart has its defaults", arguments: cases("nats.helm_defaults"))
  func natsChart(_ example: ConformanceCase) {
    let chart = StoreOperator.nats
    #expect(chart.preStop.seconds == example.expect("lame_duck_grace_s"))
    let lameDuck = chart.preStop + (chart.drain ?? .zero)
    #expect(lameDuck.seconds == example.expect("lame_duck_duration_s"))
    #expect(chart.grace?.seconds == example.expect("termination_grace_s"))
    #expect(chart.batch == .fixed(Int(example.expect("pdb_max_unavailable"))))
  }

  @Test(
    "Altinity's operator takes one shard and then several",
    arguments: cases("altinity.shard_concurrency"))
  func shards(_ example: ConformanceCase) {
    let batches = AltinityOperator.batches(
      shards: Int(example.given("shards")), threads: Int(example.given("threads")),
      percent: Int(example.given("max_pct")))
    #expect(Double(batches.first) == example.expect("first_batch"))
    #expect(Double(batches.next) == example.expect("next_batch_max"))
  }

  @Test("Zalando's operator has its defaults", arguments: cases("zalando.defaults"))
  func zalando(_ example: ConformanceCase) {
    let zalando = StoreOperator.zalando
    #expect(OperatorSpec.zalando.resync?.seconds == example.expect("resync_s"))
    #expect(zalando.retry.seconds == example.expect("repair_s"))
    #expect(zalando.grace?.seconds == example.expect("pod_terminate_grace_s"))
    #expect(zalando.handsOver == (example.expect("primary_pdb_min_available") > 0))
    #expect(example.expect["primary_pdb_selects_master_only"]?.flag == true)
  }

  @Test(
    "CloudNativePG's startup probe lasts as long as the start may",
    arguments: cases("cnpg.startup_failure_threshold"))
  func startupProbe(_ example: ConformanceCase) {
    let threshold = ProbeSpec.failureThreshold(
      lasting: SimDuration(seconds: example.given("startDelay_s")),
      period: SimDuration(seconds: example.given("periodSeconds")))
    #expect(Double(threshold) == example.expect("failureThreshold"))
  }

  @Test(
    "A publish may time out before a leader is elected",
    arguments: cases("nats.client_publish_timeout"))
  func publish(_ example: ConformanceCase) {
    var publisher = NATSPublisher()
    publisher.wait = SimDuration(seconds: example.given("client_wait_s"))
    #expect(Double(publisher.retries) == example.expect("no_responders_retries"))
    #expect(publisher.retryWait.seconds == example.expect("retry_wait_s"))
    let ends = example.numbers("election_timeout_s").map { SimDuration(seconds: $0) }
    #expect(ends.count == 2 && ends == ends.sorted())
    guard ends.count == 2, ends == ends.sorted() else { return }
    #expect(
      publisher.mayTimeOut(election: ends[0]...ends[1])
        == example.expect["publish_in_flight_at_leader_loss_may_time_out"]?.flag)
    // Tries again while nobody listens to the subject are those that the caller's model declares.
  }
}
