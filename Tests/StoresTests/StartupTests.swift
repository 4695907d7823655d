import Manifests
import SimulationKernel
import Stores
import Testing

/// How long members take from their container's start until they take part.
@Suite("Starts of members")
struct StartupTests {
  /// A store whose only server is killed, and what it waits for beside its own start.
  struct Lone: CustomTestStringConvertible {
    let engine: StoreEngine
    /// The longest election that its software holds with itself.
    var election = SimDuration.zero
    var testDescription: String { engine.rawValue }

    /// One server, of PostgreSQL and Redis one that nothing looks after.
    var setup: StoreSetup {
      var options = EngineOptions(members: 1)
      options.settings = StoreSettings(
        entries: [.init(name: "arrangement", value: .word("independent"), span: .unknown)])
      return StoreSetup(
        name: engine.rawValue, configuration: EngineCatalog.configuration(of: engine, options),
        memberCount: 1, pod: StorePod(disk: .networkSSD))
    }
  }

  /// Only etcd and Ra let one server wait for an election: ten ticks of 100 ms at most, and up to
  /// 0.6 s.
  static let lone = [
    Lone(engine: .redis), Lone(engine: .nats), Lone(engine: .etcd, election: .seconds(1)),
    Lone(engine: .postgresql), Lone(engine: .clickhouse),
    Lone(engine: .rabbitmq, election: .milliseconds(600)), Lone(engine: .neo4j),
    Lone(engine: .elasticsearch),
  ]

  /// A store to which a script is done, and that is asked to write each 20 ms.
  private static func lab(
    _ setup: StoreSetup, seed: UInt64, until end: Double, _ script: [(Double, StoreLab.Fault)]
  ) -> StoreLab {
    var lab = StoreLab(setup, startsAtOnce: false, seed: seed)
    lab.writeEvery = .milliseconds(20)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab
  }

  /// When the first write after a time was acknowledged, in seconds.
  private static func firstWrite(_ lab: borrowing StoreLab, after time: Double) -> Double {
    let first = lab.answers.first {
      $0.isWrite && !$0.isFailed && $0.time > SimTime(seconds: time)
    }
    return first?.time.seconds ?? .infinity
  }

  private static func starting(
    _ setup: StoreSetup, in length: SimDuration
  ) -> StoreSetup {
    var setup = setup
    setup.configuration.startup = length...length
    return setup
  }

  @Test(
    "A killed server without others takes writes again once it has started", arguments: lone)
  func alone(_ example: Lone) {
    let law = EngineStartup.usual(of: example.engine)
    for seed in 0..<10 as Range<UInt64> {
      let lab = Self.lab(example.setup, seed: seed, until: 50, [(20, .kill(0)), (21, .start(0))])
      let pause = Self.firstWrite(lab, after: 21) - 21
      // The regular checks of a store are 0.1 s apart, and so are the decisions that follow.
      let most = (law.upperBound + example.election).seconds + 0.4
      #expect(pause >= law.lowerBound.seconds && pause <= most, "seed \(seed): \(pause) s")
    }
  }

  @Test("The only broker and controller of Kafka waits for the session that it takes for open")
  func aloneUnderSession() {
    // The new controller gives the session of the killed broker its whole 9 s, though it had ended
    // before (ClusterControlManager.activate); an attempt follows 12.7 s after the start.
    let setup = Self.starting(setup(.kafka, members: 1), in: .seconds(12))
    let lab = Self.lab(setup, seed: 3, until: 80, [(20, .kill(0)), (21, .start(0))])
    let first = Self.firstWrite(lab, after: 21)
    #expect(abs(first - (21 + 12 + 12.7)) < 0.3, "\(first) s")
  }

  @Test("A follower that starts slowly gives nobody a majority before it listens")
  func follower() {
    let setup = Self.starting(setup(.etcd, members: 3), in: .seconds(5))
    for seed in 0..<10 as Range<UInt64> {
      let lab = Self.lab(
        setup, seed: seed, until: 40,
        [(20, .kill(1)), (21, .start(1)), (22, .kill(2)), (34, .start(2))])
      // Of two members the second listens at 26 s; one has lost its leader by then.
      let first = Self.firstWrite(lab, after: 22.2)
      #expect(first > 26 && first < 34, "seed \(seed): \(first) s")
    }
  }

  @Test(
    "Only a client that goes by the map needs no answer of the member that its Service picked",
    arguments: [(true, 1 as Int?), (false, nil)])
  func entry(byMap: Bool, other: Int?) {
    var lab = Self.lab(
      setup(.kafka, members: 3), seed: 2, until: 21, [(20, .kill(0)), (21, .start(0))])
    let starting = lab.stores.entry(at: 0, byMap: byMap)
    let running = lab.stores.entry(at: 2, byMap: byMap)
    #expect(starting == other && running == 2)
    lab.stores.memberStopped(0, isSilent: true, now: SimTime(seconds: 21))
    let gone = lab.stores.entry(at: 0, byMap: byMap)
    #expect(gone == other)
  }

  /// ClusterConnectionStates doubles both with each failure in a row, up to their largest.
  @Test("Kafka's clients wait longer after each connection that was not made")
  func reconnection() {
    let rule = Reconnection()
    #expect((1...6).map { rule.pause(after: $0).milliseconds } == [50, 100, 200, 400, 800, 1000])
    #expect((0...3).map { rule.patience(after: $0).seconds } == [10, 20, 30, 30])
  }

  @Test("A process that is killed during its start begins anew")
  func killed() {
    let setup = Self.starting(Self.lone[0].setup, in: .seconds(5))
    let lab = Self.lab(
      setup, seed: 1, until: 40, [(20, .kill(0)), (21, .start(0)), (23, .kill(0)), (24, .start(0))])
    let first = Self.firstWrite(lab, after: 20.1)
    #expect(first >= 29 && first < 29.3, "\(first) s")
  }

  @Test("A process that gets SIGTERM during its start never listens")
  func stopped() {
    let setup = Self.starting(Self.lone[0].setup, in: .seconds(5))
    let lab = Self.lab(
      setup, seed: 1, until: 40, [(20, .kill(0)), (21, .start(0)), (23, .shutDown(0))])
    #expect(Self.firstWrite(lab, after: 20.1) == .infinity)
  }

  @Test("A process that is frozen during its start has the rest of it before it")
  func frozen() {
    let setup = Self.starting(Self.lone[0].setup, in: .seconds(5))
    let lab = Self.lab(
      setup, seed: 1, until: 50,
      [(20, .kill(0)), (21, .start(0)), (23, .freeze(0)), (33, .thaw(0))])
    let first = Self.firstWrite(lab, after: 20.1)
    #expect(first >= 36 && first < 36.3, "\(first) s")
  }

  @Test("A database under Patroni has the start of its agent's law and no other before it")
  func patroni() {
    let setup = Self.starting(setup(.postgresql, members: 3), in: .seconds(20))
    for seed in 0..<10 as Range<UInt64> {
      let lab = Self.lab(setup, seed: seed, until: 40, [(20, .kill(0)), (20.6, .start(0))])
      // 2 to 6.3 s in trials of Patroni.
      let pause = Self.firstWrite(lab, after: 20.6) - 20.6
      #expect(pause > 1.9 && pause < 6.8, "seed \(seed): \(pause) s")
    }
  }

  /// repmgr with three attempts 5 s apart takes a killed primary for lost 10 to 12 s after its end.
  @Test("A primary that is still starting when its loss is found is replaced as one that is gone")
  func replaced() throws {
    var options = EngineOptions(members: 3)
    options.settings = StoreSettings(entries: [
      .init(name: "arrangement", value: .word("repmgr"), span: .unknown),
      .init(name: "reconnectAttempts", value: .number(3), span: .unknown),
      .init(name: "reconnectInterval", value: .duration(.seconds(5)), span: .unknown),
      .init(name: "startup", value: .duration(.seconds(30)), span: .unknown),
    ])
    let setup = StoreSetup(
      name: "db", configuration: EngineCatalog.configuration(of: .postgresql, options),
      memberCount: 3, pod: StorePod(disk: .networkSSD))
    let lab = Self.lab(setup, seed: 3, until: 80, [(20.7, .kill(0)), (21, .start(0))])
    let gap = try #require(lab.stores.failovers.first?.writeGap).seconds
    let (leader, isBack) = (lab.stores.groups[0].leader, lab.stores.isSettled(0))
    // The election and the promotion take 0.5 to 1.5 s; what is due is seen within a second.
    #expect(gap > 10 && gap < 14.6, "\(gap) s")
    #expect(leader != nil && leader != 0 && isBack)
  }

  @Test("Nothing starts anew where the members ran before")
  func running() {
    let lab = Self.lab(setup(.elasticsearch, members: 3), seed: 1, until: 5, [])
    let first = Self.firstWrite(lab, after: 0)
    #expect(first < 1, "\(first) s")
  }
}
