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
    let written = example.given["sync_interval"] ?? example.given["sync_interval_s"]
    if let text = written?.text, text != "always", DurationText.parse(text) == nil {
      Issue.record("\(example.id): \(text) is no interval")
    }
    let interval: SimDuration? =
      switch written {
      case .text("always"): nil
      case .text(let text): DurationText.parse(text)
      case .number(let seconds): SimDuration(seconds: seconds)
      default: .minutes(2)
      }
    let isEverybody = example.given["fault"]?.text?.contains("all replicas") ?? true
    let window = NATS.powerLossWindow(syncInterval: interval, hitsEverybody: isEverybody)
    #expect(window.seconds == example.expect("acked_loss_window_s_max"))
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

@Suite("Conformance: Neo4j")
struct Neo4jConformanceTests {
  static let file = "storage_clickhouse_neo4j"

  @Test("Every rule of the case file about Neo4j is tested")
  func complete() {
    let tested = ["neo4j.primaries_for_faults", "neo4j.availability"]
    let rules = ConformanceCase.all(in: Self.file).map(\.rule).filter { $0.hasPrefix("neo4j.") }
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
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
