import SimulationKernel
import Stores
import Testing

@Suite("Conformance: Redis Cluster")
struct RedisConformanceTests {
  static let file = "storage_redis"

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "redis.election_delay", "redis.rank_raise_adds_delay", "redis.replica_rank",
      "redis.election_retry", "redis.replica_validity", "redis.fail_promotion",
      "redis.failover_votes", "redis.cluster_state", "redis.minority_rejoin_delay",
      "redis.writable_delay_after_boot", "redis.availability_two_nodes_lost",
      "redis.min_replicas_to_write", "redis.key_slot", "redis.slot_split",
      "redis.partial_resync",
    ]
    let cases = ConformanceCase.all(in: Self.file)
    let missing = Set(cases.map(\.rule)).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func rules(_ example: ConformanceCase) -> ClusterBusRules {
    ClusterBusRules(
      nodeTimeout: .milliseconds(Int64(example.given["cluster_node_timeout_ms"]?.number ?? 15000)))
  }

  @Test("Election delay", arguments: ConformanceCase.of("redis.election_delay", in: file))
  func delay(_ example: ConformanceCase) {
    let range = example.numbers("random_ms_range")
    let isManual = example.given["manual_failover"]?.flag ?? false
    let draws = range.isEmpty ? [0, 499] : range
    let delays = draws.map {
      ReplicaElection.delay(
        draw: .milliseconds(Int64($0)), rank: Int(example.given("rank")), isManual: isManual
      ).milliseconds
    }
    #expect(delays.min() == example.expect("min_ms"))
    #expect(delays.max() == example.expect("max_ms"))
    if let mean = example.expect["mean_ms"]?.number {
      #expect(delays.reduce(0, +) / Double(delays.count) == mean)
    }
  }

  @Test("Rank change", arguments: ConformanceCase.of("redis.rank_raise_adds_delay", in: file))
  func rankChange(_ example: ConformanceCase) {
    let isAsked = example.given["vote_request_sent"]?.flag ?? false
    let added = ReplicaElection.addedDelay(
      from: Int(example.given("old_rank")), to: Int(example.given("new_rank")), isAsked: isAsked)
    #expect(added.milliseconds == example.expect("added_ms"))
  }

  @Test("Rank", arguments: ConformanceCase.of("redis.replica_rank", in: file))
  func rank(_ example: ConformanceCase) {
    let siblings = example.given["siblings"]?.list.map(\.members) ?? []
    let able = siblings.filter { $0["can_failover"]?.flag ?? true }
    let rank = ReplicaElection.rank(
      ofOffset: example.position("my_offset"),
      among: able.map { $0["offset"]?.position ?? 0 })
    #expect(Double(rank) == example.expect("rank"))
  }

  @Test("Times", arguments: ConformanceCase.of("redis.election_retry", in: file))
  func times(_ example: ConformanceCase) {
    let rules = Self.rules(example)
    #expect(rules.voteTimeout.milliseconds == example.expect("auth_timeout_ms"))
    #expect(rules.voteRetry.milliseconds == example.expect("auth_retry_ms"))
    #expect(rules.voteLockout.milliseconds == example.expect("master_vote_lockout_ms"))
    #expect(rules.reportValidity.milliseconds == example.expect("fail_report_validity_ms"))
    #expect(rules.reportValidity.milliseconds == example.expect("fail_undo_ms"))
  }

  @Test("Validity", arguments: ConformanceCase.of("redis.replica_validity", in: file))
  func validity(_ example: ConformanceCase) {
    let rules = Self.rules(example)
    let factor = example.given("cluster_replica_validity_factor")
    let period = SimDuration(seconds: example.given("repl_ping_replica_period_s"))
    let isFresh = ReplicaElection.isFresh(
      linkDown: .milliseconds(Int64(example.given("replication_link_down_ms"))),
      nodeTimeout: rules.nodeTimeout, factor: factor, pingPeriod: period,
      isManual: example.given["manual_failover"]?.flag ?? false)
    #expect(isFresh == example.expect["may_start_election"]?.flag)
    let limit = ReplicaElection.validity(
      nodeTimeout: rules.nodeTimeout, factor: factor, pingPeriod: period)
    #expect(limit.milliseconds == example.expect("limit_ms_after_subtracting_node_timeout"))
  }

  @Test("Failure", arguments: ConformanceCase.of("redis.fail_promotion", in: file))
  func failure(_ example: ConformanceCase) {
    let rules = Self.rules(example)
    let masters = Int(example.given("masters_with_slots"))
    #expect(Double(Quorum.majority(of: masters)) == example.expect("needed"))
    let isFailure = rules.isFailure(
      reports: Int(example.given("failure_reports_from_masters")),
      isObserverMaster: example.given["observer_is_master_and_pfails"]?.flag ?? false,
      masters: masters)
    #expect(isFailure == example.expect["mark_FAIL"]?.flag)
  }

  @Test("Votes", arguments: ConformanceCase.of("redis.failover_votes", in: file))
  func votes(_ example: ConformanceCase) {
    let rules = Self.rules(example)
    let masters = Int(example.given("masters_with_slots"))
    #expect(Double(Quorum.majority(of: masters)) == example.expect("needed"))
    #expect(
      rules.isElected(votes: Int(example.given("votes")), masters: masters)
        == example.expect["elected"]?.flag)
  }

  @Test("State", arguments: ConformanceCase.of("redis.cluster_state", in: file))
  func state(_ example: ConformanceCase) {
    let isServing = Self.rules(example).isServing(
      allSlotsCovered: example.given["all_slots_on_non_FAIL_node"]?.flag ?? true,
      requiresFullCoverage: example.given["cluster_require_full_coverage"]?.flag ?? true,
      masters: Int(example.given("masters_with_slots")),
      reachable: Int(example.given("reachable_masters")))
    #expect(isServing == (example.expect["state"]?.text == "ok"))
    #expect(isServing == (example.expect["keyed_command_error"]?.text == nil))
  }

  @Test("Rejoin", arguments: ConformanceCase.of("redis.minority_rejoin_delay", in: file))
  func rejoin(_ example: ConformanceCase) {
    #expect(Self.rules(example).rejoinDelay.milliseconds == example.expect("delay_ms"))
  }

  @Test("Boot", arguments: ConformanceCase.of("redis.writable_delay_after_boot", in: file))
  func boot(_ example: ConformanceCase) {
    #expect(Self.rules(example).writableDelay.milliseconds == example.expect("delay_ms"))
  }

  @Test(
    "Two losses", arguments: ConformanceCase.of("redis.availability_two_nodes_lost", in: file))
  func twoLosses(_ example: ConformanceCase) {
    let masters = Int(example.given("masters"))
    let members = masters * (1 + Int(example.given("replicas_per_master")))
    let shards = (0..<masters).map {
      ShardPlacement.redisMembers(ofShard: $0, masters: masters, among: members)
    }
    let survival = ShardPlacement.survival(ofTwoLosses: shards)
    #expect(abs(survival - example.expect("p_available")) < 1e-5)
  }

  @Test(
    "Least replicas", arguments: ConformanceCase.of("redis.min_replicas_to_write", in: file))
  func leastReplicas(_ example: ConformanceCase) {
    let isAccepted = LogShipping.acceptsWrites(
      replicaAges: example.numbers("replica_ack_age_s").map { SimDuration(seconds: $0) },
      least: Int(example.given("min_replicas_to_write")),
      greatestLag: SimDuration(seconds: example.given("min_replicas_max_lag_s")))
    #expect(isAccepted == example.expect["write_accepted"]?.flag)
    #expect(isAccepted == (example.expect["error"]?.text == nil))
  }

  @Test("Slot of a key", arguments: ConformanceCase.of("redis.key_slot", in: file))
  func keySlot(_ example: ConformanceCase) throws {
    let key = try #require(example.given["key"]?.text)
    #expect(Double(SlotMap.slot(ofKey: key)) == example.expect("slot"))
  }

  @Test("Split of the slots", arguments: ConformanceCase.of("redis.slot_split", in: file))
  func split(_ example: ConformanceCase) {
    let map = SlotMap(masters: Int(example.given("masters")))
    #expect(Double(map.share.lowerBound) == example.expect("slots_per_master_min"))
    #expect(Double(map.share.upperBound) == example.expect("slots_per_master_max"))
    #expect(Double(SlotMap.slotCount) == example.expect("total"))
  }

  @Test("Three masters have the ranges that redis-cli prints when it makes a cluster of three")
  func ranges() {
    let map = SlotMap(masters: 3)
    #expect([0, 5460, 5461, 10922, 10923, 16383].map(map.owner) == [0, 0, 1, 1, 2, 2])
  }

  @Test("Resynchronisation", arguments: ConformanceCase.of("redis.partial_resync", in: file))
  func resync(_ example: ConformanceCase) {
    let missed = Recovery.bytesLost(
      lag: SimDuration(seconds: example.given("link_down_s")),
      writeRate: example.given("write_stream_bytes_per_s"))
    #expect(missed == example.expect("missed_bytes"))
    let isPartial = LogShipping.isPartial(
      missed: Int64(missed), retained: Int64(example.given("repl_backlog_mib") * 1_048_576))
    #expect(isPartial == example.expect["partial"]?.flag)
  }
}
