import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Conformance: Elasticsearch")
struct ElasticsearchConformanceTests {
  static let file = "storage_elasticsearch"

  static func cases(_ rule: String) -> [ConformanceCase] {
    ConformanceCase.of("es." + rule, in: file)
  }

  private static let gibibyte = 1_073_741_824.0

  @Test("Every rule of the case file is tested")
  func complete() {
    let tested = [
      "watermark_free_required", "can_allocate", "can_remain", "flood_stage", "election_backoff",
      "node_failure_detection", "master_quorum", "shard_availability", "recovery_rate_cold",
      "replica_rebuild_time", "translog_loss",
    ].map { "es." + $0 }
    let rules = ConformanceCase.all(in: Self.file).map(\.rule)
    let missing = Set(rules).subtracting(tested).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  private static func bytes(_ example: ConformanceCase, _ name: String) -> Int64 {
    Int64((example.given(name) * gibibyte).rounded())
  }

  @Test(
    "A watermark asks for a share of the disk up to its headroom",
    arguments: cases("watermark_free_required"))
  func watermarks(_ example: ConformanceCase) {
    let marks = DiskWatermarks()
    let total = Self.bytes(example, "disk_total_gb")
    for (name, mark) in [("low", marks.low), ("high", marks.high), ("flood", marks.flood)] {
      let free = Double(mark.freeNeeded(of: total))
      #expect(abs(free / Self.gibibyte - example.expect(name + "_free_gb")) < 0.01)
      let used = (1 - free / Double(total)) * 100
      #expect(abs(used - example.expect(name + "_used_pct")) < 0.01)
    }
  }

  @Test("A shard is placed where the disk stays below the marks", arguments: cases("can_allocate"))
  func allocation(_ example: ConformanceCase) {
    let may = DiskWatermarks().canAllocate(
      shard: Self.bytes(example, "shard_gb"), free: Self.bytes(example, "free_gb"),
      total: Self.bytes(example, "disk_total_gb"),
      isNewPrimary: example.given["empty_store_primary"]?.flag ?? false)
    #expect((may ? "YES" : "NO") == example.expect["decision"]?.text)
  }

  @Test("A shard stays where the disk is below the high mark", arguments: cases("can_remain"))
  func remaining(_ example: ConformanceCase) {
    let may = DiskWatermarks().canRemain(
      free: Self.bytes(example, "free_gb"), total: Self.bytes(example, "disk_total_gb"))
    #expect((may ? "YES" : "NO") == example.expect["decision"]?.text)
  }

  @Test("Indices are read-only from the flood stage on", arguments: cases("flood_stage"))
  func flood(_ example: ConformanceCase) {
    let isReadOnly = DiskWatermarks().isReadOnly(
      free: Self.bytes(example, "free_gb"), total: Self.bytes(example, "disk_total_gb"),
      wasReadOnly: false)
    #expect(isReadOnly == example.expect["index_block_read_only_allow_delete"]?.flag)
    #expect(isReadOnly == (example.expect["write_error"]?.text != nil))
  }

  @Test("Pauses between elections grow", arguments: cases("election_backoff"))
  func elections(_ example: ConformanceCase) {
    let pause = ElectionBackoff.pause(attempt: Int(example.given("attempt")))
    #expect(pause.drawn.lowerBound.milliseconds == example.expect("delay_ms_min"))
    #expect(pause.drawn.upperBound.milliseconds == example.expect("delay_ms_max"))
    #expect(pause.added.milliseconds == example.expect("plus_grace_ms"))
  }

  /// From a fault on the second primary's member, which is not the master, until somebody acts on
  /// it, over some seeds.
  private static func detection(
    _ change: (inout EngineConfiguration) -> Void, _ fault: (Int) -> StoreLab.Fault
  ) -> [Double] {
    (0..<60 as Range<UInt64>).map { seed in
      var lab = StoreLab(
        setup(.elasticsearch, members: 3, shards: 3, change: change), seed: seed)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      var random = EntityRandom(seed: seed, stream: "fault")
      let time = SimTime(seconds: 5) + random.duration(below: .seconds(5))
      simulation.run(&lab, through: time)
      lab.perform(fault(lab.stores.groups[1].members[0]), in: &simulation)
      simulation.run(&lab, through: time + .minutes(2))
      let record = lab.stores.failovers.first { $0.shard == 1 }
      return record?.detectedAt.map { ($0 - time).seconds } ?? .infinity
    }
  }

  @Test("A node's silence or end is found in time", arguments: cases("node_failure_detection"))
  func failureDetection(_ example: ConformanceCase) {
    let bounds = example.expect["detect_s"]?.list.compactMap(\.number) ?? []
    switch example.given["fault"]?.text {
    case "tcp_reset_or_closed":
      let times = Self.detection({ _ in }) { .kill($0) }
      #expect(bounds.count == 2 && times.allSatisfy { $0 >= bounds[0] && $0 <= bounds[1] })
    case "blackhole":
      let range = Elasticsearch.failureDetection(
        interval: SimDuration(seconds: example.given("interval_s")),
        timeout: SimDuration(seconds: example.given("timeout_s")),
        retries: Int64(example.given("retry_count")))
      #expect([range.lowerBound.seconds, range.upperBound.seconds] == bounds)
      // The twin has the defaults.
      guard range == .seconds(32)...(.seconds(33)) else { return }
      let times = Self.detection({ _ in }) { .crashNode($0) }
      // The checks look each tenth of a second.
      #expect(
        bounds.count == 2 && times.allSatisfy { $0 >= bounds[0] && $0 <= bounds[1] + 0.1 },
        "\(times.min() ?? 0) to \(times.max() ?? 0)")
    case "cluster_state_apply_lag":
      let lag = Elasticsearch.applyLag(
        publishTimeout: SimDuration(seconds: example.given("publish_timeout_s")),
        followerLag: SimDuration(seconds: example.given("follower_lag_timeout_s")))
      #expect(lag.seconds == example.expect("removed_after_s"))
    default: Issue.record("a fault that no test knows: \(example.id)")
    }
  }

  @Test("A majority of the masters decides what goes on", arguments: cases("master_quorum"))
  func masters(_ example: ConformanceCase) {
    let masters = Int(example.given("voting_config_size"))
    let away = masters - Int(example.given("reachable"))
    var lab = StoreLab(setup(.elasticsearch, members: masters), seed: 3)
    lab.writeEvery = .milliseconds(20)
    lab.readShare = 2
    for member in (0..<masters).suffix(max(0, away)) {
      lab.script.append((SimTime(seconds: 5), .crashNode(member)))
    }
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 150))
    let late = lab.answers.filter { $0.time > SimTime(seconds: 120) && !$0.isFailed }
    #expect(late.contains { $0.isWrite } == example.expect["indexing"]?.flag)
    #expect(
      late.contains { !$0.isWrite } == example.expect["search_served_from_local_shards"]?.flag)
    let hasMaster = Quorum.isServing(voters: masters, away: away)
    #expect(hasMaster == example.expect["can_elect_master"]?.flag)
    #expect(hasMaster == example.expect["metadata_writes"]?.flag)
  }

  @Test("Complete copies decide a shard's health", arguments: cases("shard_availability"))
  func availability(_ example: ConformanceCase) {
    let replicas = Int(example.given("number_of_replicas"))
    let alive = Int(example.given("in_sync_copies_alive"))
    let health = ShardHealth(replicas: replicas, inSyncAlive: alive)
    #expect(health.rawValue == example.expect["health"]?.text)
    #expect(health.isWritable == example.expect["writable"]?.flag)
    // An acknowledged write is on every copy of the set; some of them are destroyed.
    var log = LogShipping(
      copies: replicas + 1, primary: 0, acknowledgement: .inSync(InSyncRule(minimum: 1)))
    let number = log.write()
    _ = log.vouch(slot: 0, through: number, timeline: 1)
    for slot in 0..<(replicas + 1) where slot > 0 {
      log.received(slot: slot, through: number, timeline: 1)
      _ = log.vouch(slot: slot, through: number, timeline: 1)
    }
    #expect(log.acknowledged == number)
    let isPrimaryAlive = example.given["primary_alive"]?.flag ?? false
    let slots = isPrimaryAlive ? 0..<alive : (replicas + 1 - alive)..<(replicas + 1)
    for slot in 0...replicas where !slots.contains(slot) { log.destroy(slot: slot) }
    guard let successor = log.successor(among: { slots.contains($0) }) else {
      #expect(example.expect["writable"]?.flag == false)
      return
    }
    #expect((log.promote(slot: successor).lost > 0) == example.expect["acked_writes_lost"]?.flag)
  }

  @Test("Cold nodes recover by their memory", arguments: cases("recovery_rate_cold"))
  func coldRecovery(_ example: ConformanceCase) {
    let roles = example.given["node_roles"]?.list.compactMap(\.text) ?? []
    let rate = RecoveryLimit.bytesPerSecond(
      roles: roles, memory: Self.bytes(example, "memory_gib"))
    #expect(rate / 1_048_576 == example.expect("max_mib_per_s"))
  }

  @Test(
    "A lost node's data is made anew after the delay, at the node's rate",
    arguments: cases("replica_rebuild_time"))
  func rebuild(_ example: ConformanceCase) {
    let rule = ShardRecovery.Rule(
      delay: SimDuration(seconds: example.given("delayed_timeout_s")),
      bytesPerSecond: example.given("max_bytes_per_sec_mib") * 1_048_576, concurrent: 2,
      movesCopies: true)
    var recovery = ShardRecovery(
      source: 0, target: 1, bytes: Self.bytes(example, "node_data_gb"))
    var time = SimDuration.zero
    while !recovery.isDone {
      recovery.advance(by: .milliseconds(100), rate: rule.bytesPerSecond)
      time += .milliseconds(100)
    }
    #expect(abs(time.seconds - example.expect("transfer_s")) <= 0.11)
    #expect(abs((rule.delay + time).seconds - example.expect("total_s")) <= 0.11)
  }

  @Test(
    "A loss of power takes what the translog had not flushed", arguments: cases("translog_loss"))
  func translog(_ example: ConformanceCase) {
    var entries: [StoreSettings.Entry] = []
    if let word = example.given["durability"]?.text {
      entries.append(.init(name: "durability", value: .word(word), span: .unknown))
    }
    if let seconds = example.given["sync_interval_s"]?.number {
      entries.append(
        .init(name: "syncInterval", value: .duration(SimDuration(seconds: seconds)), span: .unknown)
      )
    }
    var options = EngineOptions(members: 3)
    options.settings = StoreSettings(entries: entries)
    let configuration = EngineCatalog.configuration(of: .elasticsearch, options)
    let window = configuration.flushesWrites ? .zero : configuration.lazyFlush
    #expect(window?.seconds == example.expect("acked_loss_on_power_fail_s"))
  }
}
