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
    #expect(record.writeGap.map { abs($0.seconds - 2) < 0.2 } ?? false)
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
    // Demoted after the rest of a loop and the retries, back within an election and a loop.
    #expect(record.lostAt > SimTime(seconds: 39) && record.lostAt < SimTime(seconds: 51))
    #expect(record.readyAt.map { $0 > SimTime(seconds: 80) && $0 < SimTime(seconds: 95) } ?? false)
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
}
