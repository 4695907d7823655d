import SimulationKernel
import Stores
import Testing

@Suite("Conformance: replication and disk arithmetic")
struct ReplicationConformanceTests {
  static let file = "storage_rpo_rto_math"

  /// Rules of the file whose functions belong to backup, repair and recovery, which the stores do
  /// not have yet.
  static let later = [
    "rto.base_plus_wal", "replica.catch_up_time", "rpo.async_bytes", "ec.drive_rebuild",
    "disk.sequential_commit_rate",
  ]

  @Test("Every rule of the case file is tested or known to come")
  func complete() {
    let tested = ["disk.token_bucket", "raft.commit_latency", "isr.commit_latency"]
    let cases = ConformanceCase.all(in: Self.file)
    #expect(!cases.isEmpty)
    let missing = Set(cases.map(\.rule)).subtracting(tested + Self.later).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
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
    for slot in 1...followers.count {
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
    let copies = Int(example.given("isr"))
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
