import Manifests
import SimulationKernel

/// RabbitMQ quorum queues: a Raft group a queue, on Ra.
///
/// Ra has no heartbeats; monitors and the aten detector, which looks each 5 s, start elections
/// (`LeaderLoss`). A publish is confirmed when a majority's write-ahead log is flushed, with or
/// without the leader's; the leader sends again what was lost at its tick of 5 s. A command waits
/// 30 s for a leader (rabbit_quorum_queue.erl). A node that is short of memory or disk blocks all who publish.
///
/// A silent node is gone for the others once net ticks tell them: until then nobody else gets what
/// its channels were handing out, long after Ra has elected another leader. Before 4.3 a node in a
/// minority may then pause itself. The others take a node with a new disk for a member that
/// disagrees, until somebody makes them forget it (cluster-operator issue 1958).
///
/// Messages are pushed; what a closed channel had is returned at once, and so is a rejected one.
/// Heartbeats of 60 s end a silent connection, `consumer_timeout` of 30 min an idle delivery.
package enum RabbitMQ {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    var parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(5)),
      electionTimeout: options.range(
        "electionTimeout", .milliseconds(100)...(.milliseconds(600))),
      preVote: true, quorumCheck: nil, electsOnSilence: false)
    parameters.rejoinsEmpty = false
    parameters.needsOwnDisk = false
    // Segments are deleted whole once a snapshot covers them: up to one stays (Ra,
    // segment_max_entries).
    parameters.compaction = RaftParameters.Compaction(every: 8192, keeping: 4096)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.patience = .seconds(30)
    configuration.alarms = alarms(options)
    let version = SoftwareVersion(options.word("version") ?? options.version ?? "")
    let handling = options.word("partitionHandling")
      .flatMap { PartitionHandling(rawValue: $0) }
    configuration.netTicks = PartitionHandling.detection(
      tickTime: options.duration("netTickTime", .seconds(60)))
    // rabbit_prelaunch_conf.erl sets 5 s in place of aten's own second.
    configuration.raTimers.poll = options.duration("pollInterval", .seconds(5))
    configuration.pausesMinority =
      PartitionEffect(of: handling ?? .ignore, in: version) == .pausesMinority
    var delivery = DeliveryRules(
      patience: options.duration("consumerTimeout", .minutes(30)),
      silence: options.duration("clientHeartbeat", .seconds(60)))
    delivery.copiesToGroups = false
    delivery.pushes = true
    let limit = options.number("deliveryLimit").map { Int($0) } ?? deliveryLimit(in: version)
    delivery.deliveryLimit = deliveries(limit: limit)
    delivery.countsReturns = countsReturns(in: version)
    configuration.delivery = delivery
    if options.shards == 1 {
      configuration.roleLabel = .init(
        key: "vhsim.dev/role", primary: "leader", replica: "follower")
    }
    configuration.memberReplacement = options.duration("memberReplacement")
    return configuration
  }

  /// What the partition handling comes to, and whether the memory is enough for the log's limit.
  static func findings(_ options: EngineOptions) -> [String] {
    let alarms = alarms(options)
    let handling =
      options.word("partitionHandling")
      .flatMap { PartitionHandling(rawValue: $0) } ?? .ignore
    let effect = PartitionEffect(
      of: handling, in: SoftwareVersion(options.word("version") ?? options.version ?? ""))
    let isSimulated = effect != .restartsLosers
    var findings = [
      "cluster_partition_handling \(handling.rawValue): \(effect.rawValue)"
        + (isSimulated ? "" : " (not simulated)")
    ]
    if let memory = options.memory, memory < alarms.recommendedMemory {
      findings.append(
        "its memory is less than three times the write-ahead log's limit of "
          + "\(alarms.walLimit >> 20) MiB")
    }
    return findings
  }

  private static func alarms(_ options: EngineOptions) -> ResourceAlarms {
    var alarms = ResourceAlarms()
    let version = SoftwareVersion(options.word("version") ?? options.version ?? "")
    if let version, version < SoftwareVersion(major: 4, minor: 0) { alarms.memoryWatermark = 0.4 }
    alarms.memoryWatermark = options.number("memoryWatermark", alarms.memoryWatermark)
    if let memory = options.memory.map({ Double($0) }) {
      // vm_memory_high_watermark.absolute, and disk_free_limit.relative of the memory.
      if let limit = options.number("memoryLimit") {
        alarms.memoryWatermark = min(1, limit / memory)
      }
      if let share = options.number("diskFreeShare") {
        alarms.diskFreeLimit = Int64(min(share * memory, StoreSettings.greatest))
      }
    }
    alarms.diskFreeLimit = Int64(options.number("diskFreeLimit", Double(alarms.diskFreeLimit)))
    alarms.walLimit = Int64(options.number("walLimit", Double(alarms.walLimit)))
    return alarms
  }

  /// How often a message is handed out under a delivery limit, which counts returns; a negative
  /// one is none (rabbit_fifo.erl, return_one).
  package static func deliveries(limit: Int) -> Int? { limit < 0 ? nil : limit + 1 }

  /// The delivery limit where none is set: 20 since 4.0, none before.
  static func deliveryLimit(in version: SoftwareVersion?) -> Int {
    version.map { $0 < SoftwareVersion(major: 4, minor: 0) } ?? false ? -1 : 20
  }

  /// Whether the limit counts what a consumer returned by basic.nack: until 4.2.
  package static func countsReturns(in version: SoftwareVersion?) -> Bool {
    version.map { $0 < SoftwareVersion(major: 4, minor: 3) } ?? true
  }
}
