import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Conformance: ClickHouse")
struct ClickHouseConformanceTests {
  static let file = "storage_clickhouse_neo4j"

  static func cases(_ rule: String) -> [ConformanceCase] {
    ConformanceCase.of("clickhouse." + rule, in: file)
  }

  @Test("Every rule of the case file about ClickHouse is tested")
  func complete() {
    let tested = ["insert", "loss", "parts_pressure", "keeper_timers", "keeper_quorum"]
      .map { "clickhouse." + $0 }
    let rules = ConformanceCase.all(in: Self.file).map(\.rule)
      .filter { !$0.hasPrefix("neo4j.") }
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func quorum(_ example: ConformanceCase) -> InsertQuorum {
    InsertQuorum(replicas: example.given["insert_quorum"]?.number.map { Int($0) })
  }

  @Test("An insert's answer depends on its quorum and on Keeper", arguments: cases("insert"))
  func insert(_ example: ConformanceCase) {
    let quorum = Self.quorum(example)
    let copies = Int(example.given("replicas"))
    let isCoordinated = example.given["keeper_quorum"]?.flag ?? true
    let alive = Int(example.given("alive_replicas"))
    var result = quorum.admit(copies: copies, alive: alive, isCoordinated: isCoordinated)
    let fetches = example.given["peers_fetch_within_timeout"]?.flag ?? true
    if result == .accepted {
      result = quorum.conclude(holding: fetches ? alive : 1, of: copies)
    }
    #expect(result.rawValue == example.expect["result"]?.text)
    // Selects need no Keeper.
    var lab = StoreLab(setup(.clickhouse, members: copies, coordinators: 3), seed: 2)
    lab.writeEvery = .milliseconds(50)
    lab.readShare = 1
    let data = lab.stores.stores[0].members
    for member in data.dropFirst(alive) {
      lab.script.append((SimTime(seconds: 2), .kill(member)))
    }
    if !isCoordinated {
      for keeper in lab.stores.stores[0].coordinators {
        lab.script.append((SimTime(seconds: 2), .kill(keeper)))
      }
    }
    var simulation = Simulation(seed: 2)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    let works = lab.answers.contains { $0.time > SimTime(seconds: 40) && !$0.isFailed }
    #expect(works == example.expect["select_works"]?.flag)
  }

  @Test(
    "A destroyed replica takes the parts that nobody fetched", arguments: cases("loss"))
  func loss(_ example: ConformanceCase) {
    let needed = Self.quorum(example).needed(of: 3)
    // The insert is acknowledged as soon as its quorum holds it.
    var holders = HolderTable()
    holders.add(holders: BitSet(below: 1), bytes: 1)
    for slot in 1..<max(needed, 1) {
      holders.hold(slot: slot, of: BitSet(below: slot), bytes: 1)
    }
    let isLost = holders.destroy(slot: 0, needed: 1) > 0
    #expect(isLost == (example.expect["acked_block_lost"]?.text?.hasPrefix("yes") ?? false))
  }

  @Test("Too many parts delay inserts and then refuse them", arguments: cases("parts_pressure"))
  func pressure(_ example: ConformanceCase) {
    let verdict = PartsPressure().verdict(
      activeParts: Int(example.given("active_parts_in_partition")),
      meanBytes: Int64(example.given("avg_part_bytes")))
    let name =
      switch verdict {
      case .accepted: "ok"
      case .delayed: "delayed"
      case .refused: "rejected TOO_MANY_PARTS"
      }
    #expect(name == example.expect["insert"]?.text)
  }

  @Test("Keeper's timers are those of its source", arguments: cases("keeper_timers"))
  func timers(_ example: ConformanceCase) {
    let timers = KeeperTimers()
    #expect(timers.session.milliseconds == example.expect("client_session_timeout_ms"))
    #expect(timers.shortestSession.milliseconds == example.expect("server_min_session_ms"))
    #expect(timers.longestSession.milliseconds == example.expect("server_max_session_ms"))
    #expect(timers.operation.milliseconds == example.expect("operation_timeout_ms"))
    let configuration = EngineCatalog.configuration(of: .clickhouse, EngineOptions(members: 3))
    #expect(configuration.keeperConnection?.milliseconds == example.expect("connect_timeout_ms"))
    let raft = configuration.coordination
    #expect(raft?.heartbeat.milliseconds == example.expect("heartbeat_ms"))
    let bounds = [raft?.electionTimeoutMin.milliseconds, raft?.electionTimeoutMax.milliseconds]
    #expect(bounds == example.expect["election_ms"]?.list.map(\.number))
    #expect(raft?.flushesBeforeAck == example.expect["force_sync"]?.flag)
    #expect(Double(timers.snapshotDistance) == example.expect("snapshot_distance"))
  }

  /// The election timer of CoordinationSettings.cpp lies between its two bounds, and a session
  /// between the two of sessions.
  @Test(
    "Keeper's bounds are those that are written",
    arguments: [
      (["electionTimeoutLowerBound": 3, "electionTimeoutUpperBound": 5], 3...5, 30),
      (["electionTimeoutUpperBound": 4, "maxSessionTimeout": 20], 1...4, 20),
      (["electionTimeoutLowerBound": 3, "minSessionTimeout": 45], 3...3, 45),
      (["electionTimeoutUpperBound": 0.5, "sessionTimeout": 2], 0.5...0.5, 10),
    ] as [([String: Double], ClosedRange<Double>, Double)])
  func bounds(written: [String: Double], election: ClosedRange<Double>, session: Double) throws {
    let settings = written.map {
      ($0.key, StoreSettings.Value.duration(SimDuration(seconds: $0.value)))
    }
    let configuration = configured(.clickhouse, members: 3, settings).configuration
    let raft = try #require(configuration.coordination)
    #expect(raft.electionTimeoutMin.seconds == election.lowerBound)
    #expect(raft.electionTimeoutMax.seconds == election.upperBound)
    #expect(configuration.sessionLength.seconds == session)
  }

  @Test("Keepers endure what leaves a majority", arguments: cases("keeper_quorum"))
  func keepers(_ example: ConformanceCase) {
    let keepers = Int(example.given("keepers"))
    #expect(Double(Quorum.tolerance(of: keepers)) == example.expect("tolerated"))
    let isReadOnly = InsertQuorum(replicas: 0).admit(copies: 2, alive: 2, isCoordinated: false)
    #expect(isReadOnly == .readOnly)
    #expect(example.expect["on_loss"]?.text == "replicated tables read-only, SELECT works")
  }
}
