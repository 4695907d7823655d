import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Outages of groups")
struct OutageTests {
  /// Runs a group with a write each 10 ms and some faults, and returns what happened.
  static func lab(
    _ setup: StoreSetup, seed: UInt64 = 5, through end: Double,
    _ script: (Double, StoreLab.Fault)...
  ) -> (failovers: [FailoverRecord], accepted: [SimTime]) {
    var lab = StoreLab(setup, seed: seed)
    lab.writeEvery = .milliseconds(10)
    for (time, fault) in script { lab.script.append((SimTime(seconds: time), fault)) }
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    let accepted = lab.answers.filter { $0.isWrite && !$0.isFailed }.map(\.time)
    return (lab.stores.failovers, accepted)
  }

  @Test("A stopped Raft leader is replaced, and steps down when it goes on")
  func frozenLeader() throws {
    let result = Self.lab(usual(.etcd), through: 40, (10, .freeze(0)), (20, .thaw(0)))
    let record = try #require(result.failovers.first)
    #expect(result.failovers.count == 1 && record.oldPrimary == 0 && record.newPrimary != 0)
    let gap = try #require(record.writeGap)
    #expect(gap > .milliseconds(800) && gap < .seconds(4))
    #expect(record.lostWrites == 0)
    #expect(result.accepted.last.map { $0 > SimTime(seconds: 39.9) } ?? false)
  }

  @Test("A leader that is stopped for less than the election timeout keeps its role")
  func shortFreeze() throws {
    let result = Self.lab(usual(.neo4j), through: 20, (10, .freeze(0)), (13, .thaw(0)))
    let record = try #require(result.failovers.first)
    #expect(result.failovers.count == 1 && record.newPrimary == record.oldPrimary)
    #expect(record.writeGap.map { abs($0.seconds - 3) < 0.1 } ?? false)
  }

  @Test("A primary that is back at once has a row of its own")
  func quickReturn() throws {
    let result = Self.lab(
      setup(.postgresql, members: 3), through: 20, (10, .kill(0)), (12, .start(0)))
    let record = try #require(result.failovers.first)
    #expect(result.failovers.count == 1 && record.newPrimary == 0)
    // Its agent, the database's recovery and its promotion take 2 to 6.5 s.
    #expect(record.writeGap.map { $0 > .seconds(4) && $0 < .milliseconds(8600) } ?? false)
    #expect(record.refusedWrites > 100 && record.lostWrites == 0)
  }

  @Test("A group that nobody writes to recovers all the same")
  func idle() {
    var lab = StoreLab(usual(.etcd), seed: 2)
    lab.script.append((SimTime(seconds: 10), .crashNode(0)))
    var simulation = Simulation(seed: 2)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 20))
    let records = lab.stores.failovers
    #expect(records.count == 1 && records[0].readyAt != nil && records[0].clientGap == nil)
  }

  @Test("Redis without persistence comes back empty, and its replicas copy that")
  func emptyRestart() throws {
    let volatile = setup(.redis, members: 6, shards: 3) { $0.memory = .lost }
    let result = Self.lab(volatile, through: 30, (20, .kill(0)), (20.5, .start(0)))
    let record = try #require(result.failovers.first { $0.shard == 0 })
    #expect(record.newPrimary == record.oldPrimary && record.lostWrites > 400)
    let kept = Self.lab(usual(.redis), through: 30, (20, .kill(0)), (20.5, .start(0)))
    #expect(kept.failovers.allSatisfy { $0.lostWrites == 0 })
  }

  @Test("Without a majority of its masters Redis replaces nobody")
  func redisMajority() {
    let result = Self.lab(
      usual(.redis), through: 100, (20, .crashNode(0)), (20, .crashNode(1)), (80, .start(0)),
      (80, .start(1)))
    let outages = result.failovers.filter { $0.shard == 0 }
    #expect(outages.contains { ($0.writeGap ?? .infinity) > .seconds(59) })
    #expect(result.failovers.allSatisfy { $0.newPrimary == nil || $0.newPrimary == $0.oldPrimary })
    #expect(result.accepted.last.map { $0 > SimTime(seconds: 99) } ?? false)
  }

  @Test("Patroni's primary demotes itself without the store of its key, and is back with it")
  func keyStoreLoss() throws {
    let result = Self.lab(
      setup(.postgresql, members: 3, coordinators: 3), through: 120, (30, .kill(3)),
      (30, .kill(4)), (30, .kill(5)), (80, .start(3)), (80, .start(4)), (80, .start(5)))
    let record = try #require(result.failovers.first { $0.shard == 0 })
    // Demoted after the rest of a loop and the retries; back after an election of etcd, a try of
    // those that come each second, and a promotion.
    #expect(record.lostAt > SimTime(seconds: 39) && record.lostAt < SimTime(seconds: 51))
    #expect(record.readyAt.map { $0 > SimTime(seconds: 80) && $0 < SimTime(seconds: 85) } ?? false)
    #expect(record.newPrimary == 0 && record.lostWrites == 0)
  }

  @Test("A lease is taken at a try after its holder was silent for its duration")
  func lease() {
    var lease = PrimaryLease(
      duration: .seconds(15), retryPeriod: .seconds(2), now: .zero, phase: .seconds(1))
    lease.run(isRenewed: true, now: SimTime(seconds: 10))
    let abandoned = lease.takenAt(wantedFrom: SimTime(seconds: 12), phase: .milliseconds(500))
    #expect(abandoned == SimTime(seconds: 24.5), "renewed at 9 s, free at 24 s, tried at 24.5 s")
    lease.release()
    #expect(
      lease.takenAt(wantedFrom: SimTime(seconds: 12), phase: .milliseconds(500))
        == SimTime(seconds: 12.5))
  }

  @Test("The process of a queue that ends is replaced within its monitors' tenth of a second")
  func queueProcess() throws {
    var lab = StoreLab(usual(.rabbitmq), seed: 4)
    lab.writeEvery = .milliseconds(10)
    lab.script.append((SimTime(seconds: 5), .crashQueues(0)))
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 8))
    let record = try #require(lab.stores.failovers.first)
    #expect(lab.stores.failovers.count == 1 && record.lostWrites == 0)
    #expect(record.writeGap.map { $0 > .zero && $0 < .milliseconds(120) } ?? false)
  }
}

@Suite("Lost quorums")
struct QuorumTests {
  /// What a store lacked while some members were away from the tenth to the thirtieth second.
  static func quorums(_ setup: StoreSetup, away: [Int]) -> [QuorumRecord] {
    var lab = StoreLab(setup, seed: 9)
    lab.writeEvery = .milliseconds(50)
    for member in away {
      lab.script.append((SimTime(seconds: 10), .kill(member)))
      lab.script.append((SimTime(seconds: 30), .start(member)))
    }
    var simulation = Simulation(seed: 9)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    return lab.stores.quorums
  }

  /// Engine, members away, what is lacking, how much a write takes and how much there is.
  static let cases: [(StoreEngine, [Int], QuorumNeed, Int, Int, stopsReads: Bool)] = [
    (.etcd, [0, 1], .voters, 2, 1, true),
    (.neo4j, [0, 1], .voters, 2, 1, false),
    (.rabbitmq, [1, 2], .voters, 2, 1, true),
    (.minio, [2, 3], .drives, 3, 2, false),
    (.minio, [1, 2, 3], .drives, 3, 1, true),
    (.redis, [0, 1], .masters, 2, 1, true),
    (.elasticsearch, [1, 2], .electors, 2, 1, false),
    (.postgresql, [0, 1, 2], .copies, 1, 0, true),
  ]

  @Test("A quorum that is lost and regained is told with what was lacking", arguments: cases)
  func lost(
    engine: StoreEngine, away: [Int], need: QuorumNeed, needed: Int, there: Int, stopsReads: Bool
  ) throws {
    let record = try #require(Self.quorums(usual(engine), away: away).first { $0.shard == 0 })
    #expect(record.lack.need == need && record.lack.needed == needed, "\(record)")
    #expect(record.lack.there == there && record.lack.stopsReads == stopsReads, "\(record)")
    #expect(record.lostAt == SimTime(seconds: 10))
    #expect(record.regainedAt.map { $0 >= SimTime(seconds: 30) } ?? false, "\(record)")
  }

  @Test(
    "A member that the others can do without costs no quorum",
    arguments: [StoreEngine.etcd, .neo4j, .rabbitmq, .nats, .minio, .redis, .postgresql])
  func kept(engine: StoreEngine) {
    #expect(Self.quorums(usual(engine), away: [0]).isEmpty)
  }

  @Test("An operator without the API promotes nobody, and a primary that runs goes on")
  func withoutOperator() {
    for isLost in [false, true] {
      var lab = StoreLab(setup(.postgresql, members: 3, isOperated: true), seed: 6)
      lab.writeEvery = .milliseconds(50)
      lab.stores.allowOperator(of: 0, false)
      if isLost { lab.script.append((SimTime(seconds: 10), .kill(0))) }
      var simulation = Simulation(seed: 6)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 90))
      let late = lab.answers.filter { $0.time > SimTime(seconds: 80) && !$0.isFailed }
      #expect(late.isEmpty == isLost)
      #expect(lab.stores.quorums.contains { $0.lack.need == .candidates } == isLost)
    }
  }

  @Test("Kafka's leaders take writes while no controller leads")
  func withoutControllers() {
    var lab = StoreLab(setup(.kafka, members: 3, coordinators: 3), seed: 8)
    lab.writeEvery = .milliseconds(50)
    for member in 3..<6 { lab.script.append((SimTime(seconds: 10), .kill(member))) }
    var simulation = Simulation(seed: 8)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    #expect(lab.answers.contains { $0.time > SimTime(seconds: 59) && !$0.isFailed })
    #expect(lab.stores.quorums.map(\.shard) == [-1])
  }
}
