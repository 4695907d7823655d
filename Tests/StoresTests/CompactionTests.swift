import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Compaction of replicated logs")
struct CompactionTests {
  /// A store of three, written to all the time, whose third member is away for a while.
  private static func lab(
    _ setup: StoreSetup, away: ClosedRange<Double>, writeEvery: SimDuration = .milliseconds(20)
  ) -> StoreLab {
    var setup = setup
    setup.dataBytes = 1 << 30
    setup.pod.diskBytes = 8 << 30
    var lab = StoreLab(setup, seed: 5)
    lab.writeEvery = writeEvery
    lab.script = [
      (SimTime(seconds: away.lowerBound), .kill(2)), (SimTime(seconds: away.upperBound), .start(2)),
    ]
    var simulation = Simulation(seed: 5)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: away.upperBound + 30))
    return lab
  }

  /// The snapshots that were sent to the third member; it has everything in the end.
  private static func snapshots(_ lab: borrowing StoreLab) -> [Int64] {
    let news = lab.stores.snapshotNews
    let begun = news.filter { $0.step == .began }
    #expect(begun.allSatisfy { $0.target == 2 })
    let last = news.last?.step
    if !begun.isEmpty { #expect(last != .began && last != .broken) }
    return begun.map(\.bytes)
  }

  @Test("A NATS server that missed more than the log has fetches the messages that it lacks")
  func natsFetchesWhatItLacks() {
    // Until the first snapshot, after two minutes at the earliest, the log has everything.
    let early = Self.snapshots(Self.lab(usual(.nats), away: 10...100))
    #expect(early.isEmpty)
    // A snapshot after three minutes at the latest covers what was flushed two minutes before.
    let sent = Self.snapshots(Self.lab(usual(.nats), away: 10...330))
    // A third of the writes goes to the server that is away, and fails.
    let missed = 320 * 50 * 512.0 * 2 / 3
    #expect(sent.count == 1)
    #expect(sent.allSatisfy { abs(Double($0) / missed - 1) < 0.03 }, "\(sent) for \(missed)")
  }

  @Test("A NATS stream's log has no more than 65,536 entries or 8 MiB that are on the disk")
  func natsThresholds() {
    guard case .raft(let parameters) = usual(.nats).configuration.agreement else { return }
    let rule = parameters.compaction
    #expect(rule?.every == 65_536 && rule?.everyBytes == 8 * 1_048_576 && rule?.keeping == 0)
    var setup = usual(.nats)
    setup.configuration.lazyFlush = .seconds(1)
    // A message of half a KiB each 3 ms, and two of three while a server is away, make 8 MiB in 69
    // s.
    let early = Self.snapshots(Self.lab(setup, away: 10...35, writeEvery: .milliseconds(3)))
    #expect(early.isEmpty)
    // The next 8 MiB take until 120 s, and so does the first snapshot by time at the earliest: the
    // run has ended then, so that the log is cut once.
    let sent = Self.snapshots(Self.lab(setup, away: 10...75, writeEvery: .milliseconds(3)))
    let missed = 65 / 0.003 * 512 * 2 / 3
    #expect(sent.count == 1)
    #expect(sent.allSatisfy { abs(Double($0) / missed - 1) < 0.03 }, "\(sent) for \(missed)")
  }

  /// When a member of Neo4j is away, and whether it lacks what was pruned.
  static let prunings: [(away: ClosedRange<Double>, needsCopy: Bool)] = [
    // Nobody prunes before a minute is over.
    (5...55, false),
    // The log then has 1 to 1.25 MiB, which are 10 to 13 s.
    (5...70, true), (55...70, false),
  ]

  @Test(
    "A Neo4j member copies the store if it was away while more was written than the pruned log keeps",
    arguments: prunings)
  func neo4j(away: ClosedRange<Double>, needsCopy: Bool) {
    let setup = configured(
      .neo4j, members: 3,
      [
        ("raftLogPruning", .word("1m size")), ("raftLogPruningFrequency", .duration(.seconds(60))),
        ("raftLogFileSize", .number(262_144)),
      ])
    let sent = Self.snapshots(Self.lab(setup, away: away, writeEvery: .milliseconds(5)))
    #expect(sent.count == (needsCopy ? 1 : 0))
    #expect(sent.allSatisfy { $0 >= 1 << 30 })
  }

  static let texts: [(String, Neo4j.LogPruning?)] = [
    ("1g size", .bytes(1 << 30)), ("100M size", .bytes(100 << 20)),
    ("5000 entries", .entries(5000)), ("10k txs", .entries(10_240)),
    ("keep_all", .nothingPruned), ("keep_none", .entries(1)), ("7 days", nil), ("size", nil),
  ]

  @Test("What Neo4j's pruning strategies say", arguments: texts)
  func strategies(text: String, expected: Neo4j.LogPruning?) {
    #expect(Neo4j.LogPruning(text) == expected)
  }

  static let retentions: [(away: ClosedRange<Double>, needsSnapshot: Bool)] = [
    (5...20, false), (5...60, true),
  ]

  @Test(
    "A controller gets a snapshot if it was away while more was written than its log retains",
    arguments: retentions)
  func retained(away: ClosedRange<Double>, needsSnapshot: Bool) {
    // The rule of the controllers, with records for a log that others only read from: 100 KiB/s.
    let brokers = configured(
      .kafka, members: 3,
      [("metadataSnapshotBytes", .number(204_800)), ("metadataRetentionBytes", .number(2_097_152))])
    let setup = setup(.etcd, members: 3) {
      guard case .raft(var parameters) = $0.agreement else { return }
      parameters.compaction = brokers.configuration.coordination?.compaction
      $0.agreement = .raft(parameters)
    }
    let sent = Self.snapshots(Self.lab(setup, away: away, writeEvery: .milliseconds(5)))
    #expect(sent.count == (needsSnapshot ? 1 : 0))
  }

  @Test("KRaft takes a snapshot after 20 MiB or an hour, and keeps 100 MiB")
  func defaults() {
    let rule = usual(.kafka).configuration.coordination?.compaction
    #expect(rule?.everyBytes == 20 * 1_048_576 && rule?.keepingBytes == 100 * 1_048_576)
    #expect(rule?.interval?.least == .minutes(60))
  }
}
