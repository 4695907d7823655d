import Manifests
import SimulationKernel
import Stores
import Testing

/// etcd's space quota (quota.go, applierV3Capped): the member whose database reaches it raises an
/// alarm that refuses writes everywhere, and reads go on.
@Suite("etcd's space quota")
struct SpaceQuotaTests {
  /// A hundred operations a second, half of them writes of 512 bytes.
  private static func run(
    _ settings: [(String, StoreSettings.Value)], until end: Double = 100
  ) -> StoreLab {
    var lab = StoreLab(configured(.etcd, members: 3, settings), seed: 2)
    lab.writeEvery = .milliseconds(10)
    lab.readShare = 2
    var simulation = Simulation(seed: 2)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab
  }

  private static func times(
    _ lab: borrowing StoreLab, isWrite: Bool, isFailed: Bool
  ) -> [SimTime] {
    lab.answers.filter { $0.isWrite == isWrite && $0.isFailed == isFailed }.map(\.time)
  }

  @Test("Writes are refused from then on, and reads are not")
  func alarm() throws {
    let lab = Self.run([("quotaBackendBytes", .number(512_000))])
    let accepted = Self.times(lab, isWrite: true, isFailed: false)
    let refused = Self.times(lab, isWrite: true, isFailed: true)
    // A write has no room where 768 bytes more reach the quota: 998 of 512 bytes come before, but
    // for the two votes and the leader's first entry that the disks hold too, and at most one is
    // under way meanwhile, as one comes each 20 ms.
    #expect((995...999).contains(accepted.count), "\(accepted.count)")
    let (last, first) = try (#require(accepted.last), #require(refused.first))
    #expect(first >= last - .milliseconds(10))
    #expect(refused.count > 3_900)
    let reads = Self.times(lab, isWrite: false, isFailed: true)
    #expect(reads.isEmpty)
  }

  @Test("A follower's disk takes every entry of an append, and what it has only once")
  func batches() {
    let parameters = RaftParameters(
      heartbeat: .milliseconds(100), electionTimeout: .seconds(1)...(.milliseconds(1900)),
      preVote: true, quorumCheck: .seconds(1))
    var follower = RaftMember(slot: 1, voters: 3, parameters: parameters, timeout: .seconds(1))
    var effects: [RaftEffect] = []
    follower.start(now: .zero, into: &effects)
    for count in [5, 7] as [UInt64] {
      let append = RaftMessage(.append, from: 0, to: 1, term: 1, entryTerm: 1, count: count)
      follower.receive(append, now: .zero, into: &effects)
    }
    let new = effects.compactMap { effect -> UInt64? in
      guard case .sendWhenFlushed(_, _, _, let new) = effect else { return nil }
      return new
    }
    #expect(new == [5, 2])
  }

  @Test("An administrator who compacts, defragments and disarms makes room for as many again")
  func reclaimed() {
    let lab = Self.run(
      [("quotaBackendBytes", .number(512_000)), ("defragmentation", .duration(.seconds(30)))])
    // Full after 20 s, and again 20 s after the 30 s.
    let accepted = Self.times(lab, isWrite: true, isFailed: false).map(\.seconds)
    #expect(!accepted.contains { $0 > 21 && $0 < 49 })
    #expect(accepted.contains { $0 > 52 && $0 < 68 })
    #expect(!accepted.contains { $0 > 73 })
  }

  @Test("What etcd compacts by itself keeps the database below it")
  func compacted() {
    let lab = Self.run([
      ("quotaBackendBytes", .number(512_000)), ("autoCompactionRetention", .word("5s")),
    ])
    let refused = Self.times(lab, isWrite: true, isFailed: true)
    #expect(refused.isEmpty)
  }

  @Test(
    "Compaction is by age, in hours without a unit, or by revisions",
    arguments: [
      ("periodic", "1", SimDuration.minutes(60), nil as Int64?),
      ("periodic", "1h30m", .minutes(90), nil), ("revision", "1000", .infinity, 1_000),
      ("periodic", "0", .infinity, nil), ("periodic", "1.5h", .minutes(90), nil),
      ("periodic", "1d", .infinity, nil), ("periodic", "-5m", .infinity, nil),
    ])
  func modes(mode: String, written: String, age: SimDuration, entries: Int64?) {
    let setup = configured(
      .etcd, members: 3,
      [("autoCompactionMode", .word(mode)), ("autoCompactionRetention", .word(written))])
    let rule = setup.configuration.retention
    #expect(rule?.age == age && rule?.entries == entries)
  }

  @Test(
    "What is beyond any database compacts nothing of it",
    arguments: [
      ("revision", "9000000000000000000"), ("revision", "99999999999999999999"),
      ("periodic", "99999999h"), ("periodic", "2562047h99999999h"),
      ("periodic", "9000000000000000000"),
    ])
  func absurd(mode: String, written: String) {
    let lab = Self.run(
      [
        ("quotaBackendBytes", .number(512_000)), ("autoCompactionMode", .word(mode)),
        ("autoCompactionRetention", .word(written)),
      ], until: 30)
    let refused = Self.times(lab, isWrite: true, isFailed: true)
    #expect(!refused.isEmpty)
  }

  @Test("A quota that is not set is 2 GiB, and a negative one is none")
  func usual() {
    func quota(_ settings: [(String, StoreSettings.Value)]) -> Int64? {
      configured(.etcd, members: 3, settings).configuration.spaceQuota
    }
    #expect(quota([]) == 2 << 30)
    #expect(quota([("quotaBackendBytes", .number(8e9))]) == 8_000_000_000)
    #expect(quota([("quotaBackendBytes", .number(-1))]) == nil)
  }
}
