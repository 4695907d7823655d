import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Conformance: NATS JetStream")
struct NATSConformanceTests {
  static let file = "storage_nats"

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "nats.stream_quorum", "nats.fsync_window", "nats.jepsen_power_failure",
      "nats.jepsen_bitflip", "nats.max_deliver", "nats.max_ack_pending_throughput",
      "nats.dedup_window", "nats.peer_health",
    ]
    let cases = ConformanceCase.all(in: Self.file)
    #expect(!cases.isEmpty)
    let missing = Set(cases.map(\.rule)).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  @Test("Quorum", arguments: ConformanceCase.of("nats.stream_quorum", in: file))
  func quorum(_ example: ConformanceCase) {
    let replicas = Int(example.given("replicas"))
    let isServing = Quorum.isServing(voters: replicas, away: Int(example.given("down")))
    #expect(Double(Quorum.majority(of: replicas)) == example.expect("quorum"))
    #expect(isServing == example.expect["publish_acked"]?.flag)
    #expect(isServing == example.expect["consume"]?.flag)
    #expect(isServing == (example.expect["client_sees"]?.text == "ack"))
  }

  @Test("Window", arguments: ConformanceCase.of("nats.fsync_window", in: file))
  func window(_ example: ConformanceCase) {
    let interval: SimDuration? =
      switch example.given["sync_interval"] {
      case .text("always"): nil
      case .text(let text): SimDuration(seconds: Self.seconds(text))
      case .number(let seconds): SimDuration(seconds: seconds)
      default: .minutes(2)
      }
    let isEverybody = example.given["fault"]?.text?.contains("all replicas") ?? true
    let window = NATS.powerLossWindow(syncInterval: interval, hitsEverybody: isEverybody)
    #expect(window.seconds == example.expect("acked_loss_window_s_max"))
  }

  /// "2m", "120s" or "30".
  private static func seconds(_ text: String) -> Double {
    let number = Double(text.prefix { $0.isNumber || $0 == "." }) ?? .nan
    return text.hasSuffix("m") ? number * 60 : number
  }

  @Test(
    "A loss of power on all servers takes acknowledged messages along",
    arguments: ConformanceCase.of("nats.jepsen_power_failure", in: file))
  func powerFailure(_ example: ConformanceCase) {
    let nodes = Int(example.given("nodes"))
    var lab = StoreLab(setup(.nats, members: nodes), seed: 3)
    lab.writeEvery = .milliseconds(50)
    for member in 0..<nodes {
      lab.script.append((SimTime(seconds: 60), .crashNode(member)))
      lab.script.append((SimTime(seconds: 62), .start(member)))
    }
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 120))
    let lost = lab.stores.failovers.reduce(0) { $0 + $1.lostWrites }
    #expect(lost > 0)
    #expect(lab.stores.failovers.allSatisfy { $0.dataLossWindow <= .minutes(2) })
    checkFraction(example)
  }

  @Test("Corruption", arguments: ConformanceCase.of("nats.jepsen_bitflip", in: file))
  func corruption(_ example: ConformanceCase) { checkFraction(example) }

  private func checkFraction(_ example: ConformanceCase) {
    let share = example.expect("lost") / example.expect("acked")
    #expect(abs(share - example.expect("lost_fraction")) < 1e-4)
  }

  @Test("Deliveries", arguments: ConformanceCase.of("nats.max_deliver", in: file))
  func deliveries(_ example: ConformanceCase) {
    let isDelivered = NATSConsumer.delivers(
      number: Int(example.given("delivery_number")), maximum: Int(example.given("max_deliver")))
    #expect(isDelivered == example.expect["delivered"]?.flag)
  }

  @Test("Pending", arguments: ConformanceCase.of("nats.max_ack_pending_throughput", in: file))
  func pending(_ example: ConformanceCase) {
    let rate = NATSConsumer.greatestRate(
      pending: Int(example.given("max_ack_pending")),
      latency: SimDuration(seconds: example.given("processing_latency_s")))
    #expect(abs(rate / example.expect("max_msgs_per_s") - 1) < 1e-9)
  }

  @Test("Repetition", arguments: ConformanceCase.of("nats.dedup_window", in: file))
  func repetition(_ example: ConformanceCase) {
    let isStored = NATSConsumer.isStoredAgain(
      after: SimDuration(seconds: example.given("republish_after_s")),
      window: SimDuration(seconds: example.given("duplicate_window_s")))
    #expect(isStored == example.expect["stored_again"]?.flag)
  }

  @Test("Peers", arguments: ConformanceCase.of("nats.peer_health", in: file))
  func peers(_ example: ConformanceCase) {
    let health = NATSConsumer.health(
      lastContact: SimDuration(seconds: example.given("last_contact_age_s")),
      heartbeat: SimDuration(seconds: example.given("heartbeat_s")))
    #expect(health.isHealthy == example.expect["healthy"]?.flag)
    if let isCurrent = example.expect["current"]?.flag { #expect(health.isCurrent == isCurrent) }
  }
}

@Suite("Conformance: ClickHouse and Neo4j")
struct ClickHouseNeo4jConformanceTests {
  static let file = "storage_clickhouse_neo4j"

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "clickhouse.insert", "clickhouse.loss", "clickhouse.parts_pressure",
      "clickhouse.keeper_timers", "clickhouse.keeper_quorum", "neo4j.primaries_for_faults",
      "neo4j.availability",
    ]
    let cases = ConformanceCase.all(in: Self.file)
    #expect(!cases.isEmpty)
    let missing = Set(cases.map(\.rule)).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func quorum(_ example: ConformanceCase) -> Int {
    if example.given["insert_quorum"]?.text == "auto" {
      return Quorum.majority(of: Int(example.given("replicas")))
    }
    return Int(example.given("insert_quorum"))
  }

  @Test("Inserts", arguments: ConformanceCase.of("clickhouse.insert", in: file))
  func insert(_ example: ConformanceCase) {
    let outcome = ClickHouse.insert(
      quorum: Self.quorum(example), alive: Int(example.given("alive_replicas")),
      hasKeeper: example.given["keeper_quorum"]?.flag ?? true,
      areFetchedInTime: example.given["peers_fetch_within_timeout"]?.flag ?? true)
    let expected = example.expect["result"]?.text ?? ""
    switch outcome {
    case .accepted: #expect(expected == "ok")
    case .readOnly: #expect(expected.contains("readonly"))
    case .tooFewReplicas: #expect(expected.contains("TOO_FEW_LIVE_REPLICAS"))
    case .unknownStatus: #expect(expected.contains("UNKNOWN_STATUS_OF_INSERT"))
    }
    #expect(example.expect["select_works"]?.flag == (example.given("alive_replicas") > 0))
  }

  @Test("Loss", arguments: ConformanceCase.of("clickhouse.loss", in: file))
  func loss(_ example: ConformanceCase) {
    let mayLose = Self.quorum(example) < 2
    let expected = example.expect["acked_block_lost"]?.text ?? ""
    #expect(expected.hasPrefix(mayLose ? "yes" : "no"))
  }

  @Test("Parts", arguments: ConformanceCase.of("clickhouse.parts_pressure", in: file))
  func parts(_ example: ConformanceCase) {
    let pressure = ClickHouse.pressure(
      parts: Int(example.given("active_parts_in_partition")),
      meanBytes: Int64(example.given("avg_part_bytes")))
    let expected = example.expect["insert"]?.text ?? ""
    switch pressure {
    case .none: #expect(expected == "ok")
    case .delayed: #expect(expected == "delayed")
    case .rejected: #expect(expected.hasPrefix("rejected"))
    }
  }

  @Test("Timers", arguments: ConformanceCase.of("clickhouse.keeper_timers", in: file))
  func timers(_ example: ConformanceCase) throws {
    let configuration = EngineCatalog.configuration(of: .clickhouse, EngineOptions(members: 3))
    let keeper = try #require(configuration.coordination)
    let expect = example.expect
    let election = expect["election_ms"]?.list.compactMap(\.number) ?? []
    #expect(
      [keeper.electionTimeoutMin.milliseconds, keeper.electionTimeoutMax.milliseconds] == election)
    #expect(keeper.heartbeat.milliseconds == example.expect("heartbeat_ms"))
    #expect(keeper.flushesBeforeAck == expect["force_sync"]?.flag)
    #expect(configuration.patience.milliseconds == example.expect("operation_timeout_ms"))
    #expect(
      ClickHouse.sessionTimeout.milliseconds == example.expect("client_session_timeout_ms"))
    #expect(
      ClickHouse.sessionBounds.lowerBound.milliseconds == example.expect("server_min_session_ms"))
    #expect(
      ClickHouse.sessionBounds.upperBound.milliseconds == example.expect("server_max_session_ms"))
    #expect(ClickHouse.connectTimeout.milliseconds == example.expect("connect_timeout_ms"))
    #expect(Double(ClickHouse.snapshotDistance) == example.expect("snapshot_distance"))
  }

  @Test("Keepers", arguments: ConformanceCase.of("clickhouse.keeper_quorum", in: file))
  func keepers(_ example: ConformanceCase) {
    let keepers = Int(example.given("keepers"))
    #expect(Double(Quorum.tolerance(of: keepers)) == example.expect("tolerated"))
    let outcome = ClickHouse.insert(quorum: 0, alive: 2, hasKeeper: false)
    #expect((outcome == .readOnly) == example.expect["on_loss"]?.text?.contains("read-only"))
  }

  @Test("Primaries", arguments: ConformanceCase.of("neo4j.primaries_for_faults", in: file))
  func primaries(_ example: ConformanceCase) {
    let primaries = Neo4j.primaries(
      tolerating: Int(example.given("faults_to_tolerate_for_writes")))
    #expect(Double(primaries) == example.expect("primaries"))
  }

  @Test("Availability", arguments: ConformanceCase.of("neo4j.availability", in: file))
  func availability(_ example: ConformanceCase) {
    let served = Neo4j.availability(
      primaries: Int(example.given("primaries")), down: Int(example.given("down")),
      secondaries: Int(example.given("secondaries")))
    #expect(served.writes == example.expect["write"]?.flag)
    #expect(served.reads == example.expect["read"]?.flag)
  }
}
