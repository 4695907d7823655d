import Foundation
import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Stores under random faults")
struct StoreSwarmTests {
  /// A system in the ways in which it can be set up.
  struct System: CustomTestStringConvertible {
    let name: String
    let make: @Sendable () -> StoreSetup
    /// Whether it promises not to lose acknowledged writes while processes die and stop, machines
    /// crash and members are cut off.
    let losesNothing: Bool
    /// By when it serves again at the latest; what an operator does by hand takes minutes.
    var settlesAfter = 150.0
    var testDescription: String { name }
  }

  static let systems: [System] =
    StoreEngine.allCases.map { engine in
      let isSafe: Bool =
        switch engine {
        case .etcd, .neo4j, .rabbitmq, .elasticsearch, .minio: true
        // Asynchronous, or acknowledged from the page cache.
        case .postgresql, .redis, .nats, .kafka, .clickhouse: false
        }
      return System(name: engine.rawValue, make: { usual(engine) }, losesNothing: isSafe)
    } + [
      System(
        name: "postgresql, key in etcd",
        make: { setup(.postgresql, members: 3, coordinators: 3) }, losesNothing: false),
      System(
        name: "postgresql, key in Kubernetes", make: { setup(.postgresql, members: 3) },
        losesNothing: false),
      System(
        name: "postgresql, one synchronous standby listed",
        make: {
          setup(.postgresql, members: 3, coordinators: 3) {
            guard case .shipping(_, let rule) = $0.agreement else { return }
            $0.agreement = .shipping(
              .listed(copies: 1, isStrict: true, isQuorum: false), rule)
            $0.copiesFlush = true
          }
        }, losesNothing: true),
      System(name: "kafka, two pools, records flushed", make: { twoPools() }, losesNothing: true),
      System(
        name: "clickhouse, two shards", make: { twoShards() }, losesNothing: false),
      System(name: "etcd, short log", make: { shortLog(.etcd) }, losesNothing: true),
      System(name: "rabbitmq, short log", make: { shortLog(.rabbitmq) }, losesNothing: true),
      System(name: "nats, short log", make: { shortLog(.nats) }, losesNothing: false),
      System(name: "neo4j, short log", make: { shortLog(.neo4j) }, losesNothing: true),
      System(
        name: "redis under Sentinels", make: { RedisSentinelTests.group() }, losesNothing: false,
        settlesAfter: 200),
    ]

  /// Two brokers with network disks and three with drives of their own, which are controllers too.
  private static func twoPools() -> StoreSetup {
    var options = EngineOptions(members: 5)
    options.shards = 5
    options.replicas = 2
    options.settings = StoreSettings(entries: [
      .init(name: "minInsyncReplicas", value: .number(2), span: .unknown),
      .init(name: "flushMessages", value: .number(1), span: .unknown),
    ])
    var setup = StoreSetup(
      name: "kafka", configuration: EngineCatalog.configuration(of: .kafka, options),
      memberCount: 5, pod: StorePod(disk: .networkSSD))
    var pod = StorePod(disk: .localNVMe)
    pod.diskBytes = 1 << 30
    setup.others = [(3, pod)]
    setup.coordinatingMembers = 3
    return setup
  }

  /// Two ClickHouse shards of two servers each, and three Keepers.
  private static func twoShards() -> StoreSetup {
    var options = EngineOptions(members: 4)
    options.shards = 2
    options.replicas = 1
    return StoreSetup(
      name: "clickhouse", configuration: EngineCatalog.configuration(of: .clickhouse, options),
      memberCount: 4, coordinatorCount: 3, pod: StorePod(disk: .networkSSD))
  }

  /// A system whose members need a snapshot after seconds, which takes seconds.
  private static func shortLog(_ engine: StoreEngine) -> StoreSetup {
    var setup = setup(engine, members: 3) {
      guard case .raft(var parameters) = $0.agreement else { return }
      parameters.compaction = RaftParameters.Compaction(every: 40, keeping: 10)
      $0.agreement = .raft(parameters)
      // Snapshots cover what is on the disk.
      if $0.lazyFlush != nil { $0.lazyFlush = .seconds(1) }
    }
    setup.dataBytes = 200 << 20
    setup.pod.diskBytes = 8 << 30
    return setup
  }

  /// Schedules of each system; fewer where nothing is optimised.
  private static var scheduleCount: UInt64 {
    #if DEBUG
      50
    #else
      2_000
    #endif
  }

  /// The seeds of the swarm: as many as `VHSIM_SWARM_SEEDS` says, or the one of `VHSIM_SWARM_SEED`
  /// that is to be replayed.
  static var seeds: Range<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["VHSIM_SWARM_SEED"].flatMap(UInt64.init) { return seed..<seed + 1 }
    return 0..<(environment["VHSIM_SWARM_SEEDS"].flatMap(UInt64.init) ?? scheduleCount)
  }

  private static func schedule(_ lab: inout StoreLab, random: inout EntityRandom) {
    let count = lab.stores.members.count
    for _ in 0..<8 {
      let time = SimTime(seconds: 2 + random.unit() * 60)
      let member = random.below(count)
      let fault: StoreLab.Fault =
        switch random.below(8) {
        case 0: .kill(member)
        case 1: .crashNode(member)
        case 2: .shutDown(member)
        case 3: .isolate(member)
        case 4: .heal
        case 5: .freeze(member)
        case 6: .thaw(member)
        default: .start(member)
        }
      lab.script.append((time, fault))
    }
    lab.script.append((SimTime(seconds: 65), .heal))
    for member in 0..<count {
      lab.script.append((SimTime(seconds: 65), .thaw(member)))
      lab.script.append((SimTime(seconds: 71), .start(member)))
    }
  }

  @Test(
    "Every request is answered once, promises hold, and every system recovers",
    arguments: systems)
  func random(system: System) {
    var snapshots = 0
    for seed in Self.seeds {
      let replay = Comment(rawValue: "replay with VHSIM_SWARM_SEED=\(seed) --filter StoreSwarm")
      var lab = StoreLab(system.make(), seed: seed)
      lab.writeEvery = .milliseconds(50)
      lab.readShare = 3
      lab.readinessDelay.node = .seconds(5)
      var random = EntityRandom(seed: seed, stream: "faults")
      Self.schedule(&lab, random: &random)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: system.settlesAfter + 10))
      #expect(lab.doubleAnswers == 0, replay)
      #expect(lab.answers.count + lab.stores.requests.count == lab.isAnswered.count, replay)
      #expect(lab.stores.requests.count < 10, replay)
      let late = lab.answers.filter { $0.time > SimTime(seconds: system.settlesAfter) }
      #expect(late.contains { $0.isWrite && !$0.isFailed }, replay)
      #expect(!late.contains { $0.isFailed }, replay)
      for record in lab.stores.failovers {
        #expect(record.readyAt.map { $0 >= record.lostAt } ?? true, replay)
        if system.losesNothing { #expect(record.lostWrites == 0, replay) }
      }
      snapshots += lab.stores.snapshotNews.count(where: { $0.step == .began })
    }
    let needed = system.name.hasSuffix("short log") ? Self.seeds.count / 2 : 0
    #expect(snapshots >= needed, "\(snapshots) snapshots are no test of them")
  }

  @Test("The same seed gives the same events")
  func deterministic() {
    func digest() -> (Digest, Int) {
      var lab = StoreLab(usual(.redis), seed: 11)
      lab.writeEvery = .milliseconds(20)
      var random = EntityRandom(seed: 11, stream: "faults")
      Self.schedule(&lab, random: &random)
      var simulation = Simulation(seed: 11)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 60))
      return (simulation.digest, lab.answers.count)
    }
    #expect(digest() == digest())
  }

  @Test("A write on a Raft store of three members costs at most 12 events with its call's two")
  func eventsPerWrite() {
    func events(writes: Int) -> Int {
      var lab = StoreLab(usual(.etcd), seed: 5)
      lab.writeEvery = SimDuration(seconds: 10 / Double(writes))
      var simulation = Simulation(seed: 5)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 10))
      return Int(simulation.handledCount)
    }
    // The lab's own event for a write stands for the call's arrival; its answer would be another.
    let each = Double(events(writes: 1000) - events(writes: 100)) / 900 + 1
    #expect(each <= 12, "\(each) events")
  }
}
