import SimulationKernel
import Stores
import Testing

@Suite("Conformance: PostgreSQL under Patroni and CloudNativePG")
struct PostgresConformanceTests {
  static let file = "storage_postgres"

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "patroni.is_lagging", "patroni.is_healthiest_node", "patroni.timing_rule",
      "patroni.watchdog", "patroni.primary_crash_worst_case", "patroni.node_loss_detection",
      "patroni.node_loss_lock_expiry", "patroni.async_rpo_bound",
      "patroni.sync_mode_eligibility", "patroni.quorum_commit",
      "patroni.sync_commit_stall_on_standby_crash", "patroni.dcs_outage",
      "cnpg.failover_quorum", "cnpg.primary_lease_valid", "cnpg.node_loss_detection",
      "cnpg.isolated_primary_killed", "cnpg.probe_threshold", "pg.archive_rpo_effective",
    ]
    let cases = ConformanceCase.all(in: Self.file)
    let missing = Set(cases.map(\.rule)).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func timers(_ example: ConformanceCase) -> PatroniTimers {
    func length(_ name: String, _ usual: Double) -> SimDuration {
      SimDuration(seconds: example.given[name]?.number ?? usual)
    }
    return PatroniTimers(
      ttl: length("ttl", 30), loopWait: length("loop_wait", 10),
      retryTimeout: length("retry_timeout", 10))
  }

  @Test("Lag", arguments: ConformanceCase.of("patroni.is_lagging", in: file))
  func lagging(_ example: ConformanceCase) {
    let mine = example.position("my_lsn")
    let stored = example.position("leader_last_lsn_in_dcs")
    let limit = example.position("maximum_lag_on_failover")
    #expect(
      !PatroniRace.isLagging(mine, behind: stored, limit: limit)
        == example.expect["eligible_by_lag"]?.flag)
    #expect(Double(PatroniRace.lag(of: mine, behind: stored)) == example.expect("lag"))
  }

  @Test("Race", arguments: ConformanceCase.of("patroni.is_healthiest_node", in: file))
  func healthiest(_ example: ConformanceCase) {
    let tags = example.given["tags"]?.members ?? [:]
    let isBarred = tags["nofailover"]?.flag ?? example.given["nofailover"]?.flag
    let priority = tags["failover_priority"]?.number ?? example.given["my_priority"]?.number ?? 1
    // The tag nofailover goes before a priority that says otherwise (patroni tags.py).
    let me = PatroniRace.Member(
      logPosition: example.given["my_lsn"]?.position ?? 0,
      priority: isBarred.map { $0 ? 0 : max(1, Int(priority)) } ?? Int(priority))
    let former = example.given["former_leader"]?.text
    var peers: [PatroniRace.Member] = []
    if let peer = example.given["peer"]?.members, peer["reachable"]?.flag ?? true,
      !(peer["nofailover"]?.flag ?? false), !(peer["watchdog_failed"]?.flag ?? false)
    {
      peers.append(
        PatroniRace.Member(
          logPosition: peer["lsn"]?.position ?? 0, priority: Int(peer["priority"]?.number ?? 1),
          isInRecovery: peer["in_recovery"]?.flag ?? true,
          isFormerLeader: former != nil && peer["name"]?.text == former))
    }
    let result = PatroniRace.mayRace(
      me, peers: peers, stored: example.given["leader_last_lsn"]?.position ?? 0,
      limit: UInt64(example.given["maximum_lag_on_failover"]?.number ?? 1_048_576),
      isSynchronous: example.given["synchronous_mode"]?.flag ?? false)
    #expect(result == example.expect["may_race_for_leader_lock"]?.flag)
  }

  @Test("Timers fit", arguments: ConformanceCase.of("patroni.timing_rule", in: file))
  func timing(_ example: ConformanceCase) {
    #expect(Self.timers(example).isValid == example.expect["valid"]?.flag)
    #expect(Self.timers(example).adjusted.isValid)
  }

  @Test("Watchdog", arguments: ConformanceCase.of("patroni.watchdog", in: file))
  func watchdog(_ example: ConformanceCase) {
    let margin = SimDuration(seconds: example.given["safety_margin"]?.number ?? 5)
    let times = Self.timers(example).watchdog(margin: margin)
    #expect(times.timeout.seconds == example.expect("watchdog_timeout_s"))
    if let loop = example.expect["min_time_for_ha_loop_s"]?.number {
      #expect(times.leftForLoop.seconds == loop)
    }
    if let tries = example.expect["min_time_after_dcs_timeout_s"]?.number {
      #expect(times.leftAfterTries.seconds == tries)
    }
  }

  @Test("Crash", arguments: ConformanceCase.of("patroni.primary_crash_worst_case", in: file))
  func crash(_ example: ConformanceCase) {
    let start = SimDuration(seconds: example.given("primary_start_timeout"))
    #expect(
      Self.timers(example).longestCrash(startTimeout: start).seconds
        == example.expect("worst_case_s"))
  }

  @Test("Notice", arguments: ConformanceCase.of("patroni.node_loss_detection", in: file))
  func notice(_ example: ConformanceCase) {
    let timers = Self.timers(example)
    let isPolled = example.given["dcs"]?.text == "kubernetes"
    let bounds = LeaderKey.noticeBounds(timers: timers, isPolled: isPolled)
    let expected = example.expect["noticed_after_crash_s"]?.list.compactMap(\.number) ?? []
    #expect([bounds.lowerBound.seconds, bounds.upperBound.seconds] == expected)
    checkNotices(timers, isPolled: isPolled, within: bounds)
  }

  @Test("Expiry", arguments: ConformanceCase.of("patroni.node_loss_lock_expiry", in: file))
  func expiry(_ example: ConformanceCase) {
    let timers = Self.timers(example)
    let bounds = LeaderKey.noticeBounds(timers: timers, isPolled: false)
    let expected = example.expect["expires_after_crash_s"]?.list.compactMap(\.number) ?? []
    #expect([bounds.lowerBound.seconds, bounds.upperBound.seconds] == expected)
    let mean = checkNotices(timers, isPolled: false, within: bounds)
    #expect(abs(mean - example.expect("mean_s")) < 0.02 * example.expect("mean_s"))
  }

  /// Lets a key's holder vanish at many times and looks when the others know; returns the mean.
  @discardableResult private func checkNotices(
    _ timers: PatroniTimers, isPolled: Bool, within bounds: ClosedRange<SimDuration>
  ) -> Double {
    var random = EntityRandom(seed: 1, stream: "keys")
    var sum = 0.0
    let trials = 2000
    for _ in 0..<trials {
      var key = LeaderKey(
        timers: timers, isPolled: isPolled, now: .zero,
        phase: random.duration(below: timers.loopWait),
        otherPhase: random.duration(below: timers.loopWait))
      let loss = SimTime(seconds: 100) + random.duration(below: .seconds(100))
      _ = key.runHolder(
        isRunning: true, seesStore: true, isFailsafe: false, position: 0, now: loss)
      let wait = key.noticedAt - loss
      #expect(wait >= bounds.lowerBound && wait <= bounds.upperBound)
      sum += wait.seconds
    }
    return sum / Double(trials)
  }

  @Test("Loss bound", arguments: ConformanceCase.of("patroni.async_rpo_bound", in: file))
  func lossBound(_ example: ConformanceCase) {
    let bound = Self.timers(example).lossBound(
      bytesPerSecond: example.given("wal_bytes_per_s"),
      maximumLag: Int64(example.given("maximum_lag_on_failover")))
    #expect(Double(bound.worst) == example.expect("worst_loss_bytes"))
    #expect(bound.unsampled == example.expect("mean_unsampled_bytes"))
  }

  @Test("Standbys", arguments: ConformanceCase.of("patroni.sync_mode_eligibility", in: file))
  func eligibility(_ example: ConformanceCase) throws {
    let listed = example.given["sync_standby_in_dcs"]?.list.compactMap(\.text) ?? []
    let alive = example.given["alive_replicas"]?.list.compactMap(\.text) ?? []
    let candidate = try #require(example.given["candidate"]?.text)
    let names = Set(listed + alive + [candidate]).sorted()
    let mode = example.word("synchronous_mode", "on", "off", "quorum") ?? "on"
    let isQuorum = mode == "quorum"
    let acknowledgement: LogShipping.Acknowledgement =
      mode == "off"
      ? .primary
      : .listed(
        copies: isQuorum ? 1 : max(1, listed.count), isStrict: false, isQuorum: isQuorum)
    var log = LogShipping(copies: names.count + 1, primary: 0, acknowledgement: acknowledgement)
    for (index, name) in names.enumerated() where !listed.contains(name) {
      log.disconnect(slot: index + 1)
    }
    _ = log.renewList()
    func racer(_ name: String) -> PatroniRace.Member {
      let slot = (names.firstIndex(of: name) ?? 0) + 1
      return PatroniRace.Member(logPosition: 1, isVoter: log.isVoter(slot))
    }
    let slot = try #require(names.firstIndex(of: candidate)) + 1
    let peers = alive.filter { name in
      name != candidate && log.isListed((names.firstIndex(of: name) ?? 0) + 1)
    }
    let mayPromote =
      alive.contains(candidate) && (log.isListed(slot) || isQuorum)
      && PatroniRace.mayRace(
        racer(candidate), peers: peers.map(racer), stored: 0, limit: 0,
        isSynchronous: mode != "off", quorum: log.voteQuorum)
    #expect(mayPromote == example.expect["may_promote"]?.flag)
    if mayPromote, mode != "off" { #expect(example.expect["acked_data_loss"]?.text == "none") }
  }

  @Test("Quorum commit", arguments: ConformanceCase.of("patroni.quorum_commit", in: file))
  func quorumCommit(_ example: ConformanceCase) {
    let quorum = PatroniRace.quorum(
      voters: Int(example.given("voters")),
      acknowledging: Int(example.given("synchronous_node_count")))
    #expect(Double(quorum) == example.expect("quorum_field"))
    #expect(Double(quorum) == example.expect("other_voters_whose_lsn_must_not_be_ahead"))
  }

  @Test(
    "Stall",
    arguments: ConformanceCase.of("patroni.sync_commit_stall_on_standby_crash", in: file))
  func stall(_ example: ConformanceCase) {
    let stall = Self.timers(example).synchronousStall
    // A strict primary waits for a standby however long that takes.
    if let worst = example.expect["worst_s"]?.number { #expect(stall.longest.seconds == worst) }
    if let mean = example.expect["mean_s"]?.number { #expect(stall.mean.seconds == mean) }
    var log = LogShipping(
      copies: 2, primary: 0,
      acknowledgement: .listed(
        copies: 1, isStrict: example.given["strict"]?.flag ?? false, isQuorum: false))
    let number = log.write()
    _ = log.vouch(slot: 0, through: number, timeline: 1)
    log.disconnect(slot: 1)
    #expect(log.advance() == 0 && !log.canAcknowledge, "commits wait for the listed standby")
    let isStrict = example.given["strict"]?.flag ?? false
    #expect(log.renewList() == (isStrict ? 0 : number))
  }

  @Test("Outage of the store", arguments: ConformanceCase.of("patroni.dcs_outage", in: file))
  func outage(_ example: ConformanceCase) {
    let timers = Self.timers(example)
    var key = LeaderKey(
      timers: timers, isPolled: false, now: .zero, phase: .seconds(1), otherPhase: .zero)
    let isFailsafe =
      (example.given["failsafe_mode"]?.flag ?? false)
      && (example.given["all_members_reachable_by_rest"]?.flag ?? false)
    let loops = key.runHolder(
      isRunning: true, seesStore: false, isFailsafe: isFailsafe, position: 0,
      now: SimTime.zero + timers.ttl)
    #expect(loops.isKept == example.expect["write_available"]?.flag)
    #expect(loops.isKept == (example.expect["primary"]?.text?.contains("keeps") ?? loops.isKept))
  }

  @Test("Failover quorum", arguments: ConformanceCase.of("cnpg.failover_quorum", in: file))
  func failoverQuorum(_ example: ConformanceCase) {
    let isAllowed = Quorum.allowsFailover(
      promotable: Int(example.given("promotable_replicas_R")),
      synchronous: Int(example.given("sync_number_W")),
      candidates: Int(example.given("sync_candidates_N")))
    #expect(isAllowed == example.expect["failover_allowed"]?.flag)
  }

  @Test("Lease", arguments: ConformanceCase.of("cnpg.primary_lease_valid", in: file))
  func lease(_ example: ConformanceCase) {
    let isValid = PrimaryLease.isValid(
      duration: SimDuration(seconds: example.given("leaseDurationSeconds")),
      renewDeadline: SimDuration(seconds: example.given("renewDeadlineSeconds")),
      retryPeriod: SimDuration(seconds: example.given("retryPeriodSeconds")))
    #expect(isValid == example.expect["valid"]?.flag)
  }

  @Test("Node loss", arguments: ConformanceCase.of("cnpg.node_loss_detection", in: file))
  func nodeLoss(_ example: ConformanceCase) {
    let bounds = PostgreSQL.nodeLossNotice(
      grace: SimDuration(seconds: example.given("node_monitor_grace_period_s")),
      monitorPeriod: SimDuration(seconds: example.given("node_monitor_period_s")))
    let expected = example.expect["observed_not_ready_s"]?.list.compactMap(\.number) ?? []
    #expect([bounds.lowerBound.seconds, bounds.upperBound.seconds] == expected)
  }

  @Test("Isolation", arguments: ConformanceCase.of("cnpg.isolated_primary_killed", in: file))
  func isolation(_ example: ConformanceCase) {
    let period = SimDuration(seconds: example.given("period_s"))
    let count = PostgreSQL.failures(
      within: SimDuration(seconds: example.given("livenessProbeTimeout_s")), period: period)
    #expect(Double(count) == example.expect("failureThreshold"))
    #expect((period * Int64(count)).seconds == example.expect("killed_within_s"))
  }

  @Test("Start-up probe", arguments: ConformanceCase.of("cnpg.probe_threshold", in: file))
  func startup(_ example: ConformanceCase) {
    let count = PostgreSQL.failures(
      within: SimDuration(seconds: example.given("startDelay_s")),
      period: SimDuration(seconds: example.given("periodSeconds")))
    #expect(Double(count) == example.expect("failureThreshold"))
  }

  @Test("Archive", arguments: ConformanceCase.of("pg.archive_rpo_effective", in: file))
  func archive(_ example: ConformanceCase) {
    let window = Recovery.archiveWindow(
      writeRate: example.given("wal_bytes_per_s"),
      segmentBytes: example.given("segment_bytes"),
      timeout: SimDuration(seconds: example.given("archive_timeout_s")),
      upload: SimDuration(seconds: example.given("upload_s")))
    #expect(abs(window.seconds - example.expect("rpo_s_max")) < 0.001)
  }
}
