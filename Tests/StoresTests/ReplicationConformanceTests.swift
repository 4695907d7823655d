import SimulationKernel
import Stores
import Testing

@Suite("Conformance: replication and disk arithmetic")
struct ReplicationConformanceTests {
  static let file = "storage_rpo_rto_math"

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "disk.token_bucket", "raft.commit_latency", "isr.commit_latency", "rto.base_plus_wal",
      "replica.catch_up_time", "rpo.async_bytes", "ec.drive_rebuild",
      "disk.sequential_commit_rate",
    ]
    let cases = ConformanceCase.all(in: Self.file)
    let missing = Set(cases.map(\.rule)).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  @Test("Restore", arguments: ConformanceCase.of("rto.base_plus_wal", in: file))
  func restore(_ example: ConformanceCase) {
    let gibi = 1_073_741_824.0
    let mebi = 1_048_576.0
    let chain = RestoreChain(
      baseBytes: example.given("db_gib") * gibi, restoreRate: example.given("restore_mib_s") * mebi,
      logBytes: example.given("wal_gib") * gibi, fetchRate: example.given("wal_fetch_mib_s") * mebi,
      replayRate: example.given("wal_replay_mib_s") * mebi,
      start: SimDuration(seconds: example.given("start_s")))
    #expect(abs(chain.restore.seconds - example.expect("base_s")) < 0.1)
    #expect(abs(chain.replay.seconds - example.expect("wal_s")) < 0.1)
    #expect(abs(chain.total.seconds - example.expect("total_s")) < 0.1)
  }

  @Test("Catch-up", arguments: ConformanceCase.of("replica.catch_up_time", in: file))
  func catchUp(_ example: ConformanceCase) {
    let backlog = example.given("backlog_mb")
    let applied = example.given("apply_mb_s")
    // Some ten thousand steps, of milliseconds.
    let step = SimDuration.milliseconds(max(1, Int64(backlog / applied / 10)))
    let ingested = Int64(example.given("ingest_mb_s") * 1e6 * step.seconds)
    var copy = ShardRecovery(source: 0, target: 1, bytes: Int64(backlog * 1e6))
    var steps = 0
    while !copy.isDone, steps < 2_000_000 {
      copy.grow(by: ingested)
      copy.advance(by: step, rate: applied * 1e6)
      steps += 1
    }
    #expect(copy.isDone == example.expect["converges"]?.flag)
    guard copy.isDone else { return }
    #expect(abs(Double(steps) * step.seconds - example.expect("seconds")) < 2 * step.seconds)
  }

  @Test("Bytes lost", arguments: ConformanceCase.of("rpo.async_bytes", in: file))
  func bytesLost(_ example: ConformanceCase) {
    let lost = Recovery.bytesLost(
      lag: SimDuration(seconds: example.given("lag_s")),
      writeRate: example.given("write_mb_s") * 1e6)
    #expect(abs(lost / 1e6 - example.expect("loss_mb")) < 1e-6)
  }

  @Test("Drive rebuild", arguments: ConformanceCase.of("ec.drive_rebuild", in: file))
  func rebuild(_ example: ConformanceCase) {
    let set = ErasureSet(
      drives: Int(example.given("set_size")), parity: Int(example.given("parity")))
    let cost = set.rebuild(
      usedBytes: example.given("drive_tb_used") * 1e12,
      rate: example.given("effective_mb_s") * 1e6)
    #expect(abs(cost.readFromPeers / 1e12 - example.expect("read_bytes_tb_from_peers")) < 0.01)
    #expect(abs(cost.time.seconds / 3600 - example.expect("hours")) < 0.01)
  }

  @Test("Commit rate", arguments: ConformanceCase.of("disk.sequential_commit_rate", in: file))
  func commitRate(_ example: ConformanceCase) {
    let rate = DiskSpec.commits(
      flush: SimDuration(seconds: example.given("fsync_latency_ms") / 1000),
      writers: Int(example.given["queue_depth"]?.number ?? 1))
    #expect(abs(rate / example.expect("commits_per_s_single_stream") - 1) < 1e-6)
  }

  @Test(
    "Operations or bytes bind a disk, whichever is slower",
    arguments: ConformanceCase.of("disk.token_bucket", in: file))
  func disk(_ example: ConformanceCase) {
    let spec = DiskSpec(
      operationsPerSecond: example.given("gp3_iops"),
      bytesPerSecond: example.given("gp3_mib_s") * 1_048_576, flush: .constant(0))
    let bytes = Int64(example.given("io_kib") * 1024)
    let rate = Double(bytes) / 1_048_576 / spec.service(bytes: bytes).seconds
    #expect(abs(rate / example.expect("effective_mib_s") - 1) < 0.001)
  }

  @Test(
    "A write is committed by the fastest majority",
    arguments: ConformanceCase.of("raft.commit_latency", in: file))
  func raftCommit(_ example: ConformanceCase) {
    let followers = example.numbers("follower_rtt_plus_fsync_ms")
    let parameters = RaftParameters(
      heartbeat: .seconds(1), electionTimeout: .seconds(1)...(.seconds(2)), preVote: false,
      quorumCheck: nil)
    var leader = RaftMember(
      slot: 0, voters: followers.count + 1, parameters: parameters, timeout: .seconds(1))
    var effects: [RaftEffect] = []
    leader.start(now: .zero, into: &effects)
    leader.receive(
      RaftMessage(.campaignNow, from: 0, to: 0, term: 0), now: .zero, into: &effects)
    for slot in followers.indices.map({ $0 + 1 }) {
      leader.receive(
        RaftMessage(.voteReply, from: UInt8(slot), to: 0, term: 1), now: .zero, into: &effects)
    }
    var times = followers.enumerated().map { (time: $1, slot: $0 + 1) }
    times.append((example.given("leader_fsync_ms"), 0))
    var committedAt: Double?
    for (time, slot) in times.sorted(by: { $0.time < $1.time }) where committedAt == nil {
      effects.removeAll()
      if slot == 0 {
        leader.flushed(through: 1, term: 1, into: &effects)
      } else {
        leader.receive(
          RaftMessage(.appendReply, from: UInt8(slot), to: 0, term: 1, index: 1),
          now: SimTime(seconds: time / 1000), into: &effects)
      }
      if leader.commit == 1 { committedAt = time }
    }
    #expect(committedAt == example.expect("commit_ms"))
  }

  @Test(
    "A write waits for every in-sync copy",
    arguments: ConformanceCase.of("isr.commit_latency", in: file))
  func inSyncCommit(_ example: ConformanceCase) {
    let copies = example.numbers("follower_fetch_ms").count + 1
    #expect(Double(copies) == example.given("isr"))
    var log = LogShipping(
      copies: copies, primary: 0, acknowledgement: .inSync(InSyncRule(minimum: 1)))
    let number = log.write()
    var times = example.numbers("follower_fetch_ms").enumerated().map { (time: $1, slot: $0 + 1) }
    times.append((example.given("leader_append_ms"), 0))
    var committedAt: Double?
    for (time, slot) in times.sorted(by: { $0.time < $1.time }) {
      log.received(slot: slot, through: number, timeline: 1)
      if log.vouch(slot: slot, through: number, timeline: 1) == number, committedAt == nil {
        committedAt = time
      }
    }
    #expect(committedAt == example.expect("commit_ms"))
  }
}
