import Manifests
import SimulationKernel

/// What follows from a store's settings for those who depend on it, as sentences for a plan.
enum EngineFacts {
  static func sentences(of setup: StoreSetup, engine: StoreEngine) -> [String] {
    let configuration = setup.configuration
    guard configuration.memory != .empty else { return [] }
    var facts = window(configuration)
    guard setup.memberCount > 1 || engine == .minio else {
      return facts + ["it has one pod: while that is away, nothing takes over", flushes(setup)]
    }
    switch configuration.agreement {
    case .raft(let raft):
      facts += sentences(of: raft, members: setup.memberCount)
      facts +=
        raft.electsOnSilence
        ? [silence(of: raft, followers: max(1, setup.memberCount - 1))]
        : losses(configuration.raTimers)
    case .shipping(let acknowledgement, .leaderKey(let rule)):
      let isPolled = configuration.coordination == nil
      facts += sentences(of: rule, isPolled: isPolled, acknowledgement)
    case .shipping(let acknowledgement, .podReadiness(let rule)):
      facts += sentences(of: rule, acknowledgement, members: setup.memberCount)
      facts.append(
        configuration.fencing < .infinity
          ? "an isolated primary ends itself within \(text(configuration.fencing))"
          : "an isolated primary runs on, and nobody takes its place")
    case .shipping(_, .gossip(let rule)): facts += sentences(of: rule, configuration)
    case .shipping(_, .sentinel(let rules)): facts += sentences(of: rules, configuration)
    case .shipping(_, .byHand): facts += PlainServers.sentences(of: configuration)
    case .shipping, .erasure, .registered: break
    }
    switch engine {
    case .nats: facts += NATSConsumer.sentences
    case .clickhouse: facts += configuration.coordination == nil ? [] : keeper
    case .neo4j: facts += Neo4j.sentences(primaries: setup.memberCount)
    case .postgresql: facts += archive + (configuration.servesAlone ? [] : seed(setup))
    case .minio: facts += rebuild(configuration)
    case .redis, .elasticsearch, .kafka, .rabbitmq, .etcd: break
    }
    return facts + [newDisk(configuration), flushes(setup)]
  }

  /// What becomes of a pod whose disk was lost and replaced.
  private static func newDisk(_ configuration: EngineConfiguration) -> String {
    if configuration.servesAlone { return "a pod whose disk is new begins with nothing" }
    var isKnown = true
    if case .raft(let raft) = configuration.agreement { isKnown = raft.rejoinsEmpty }
    if case .shipping(_, .gossip) = configuration.agreement { isKnown = false }
    if isKnown { return "a pod whose disk is new copies its data from the others by itself" }
    if configuration.emptyStart == .isRefused {
      return "a pod whose disk is new ends again and again: it is told that its cluster is new"
    }
    guard let patience = configuration.memberReplacement else {
      return "a pod whose disk is new stays outside, for nobody makes it a member again"
    }
    return "a pod whose disk is new stays outside until it is made a member again after "
      + text(patience)
  }

  private static var keeper: [String] {
    let entries = KeeperTimers().snapshotDistance
    return ["a Keeper writes a snapshot each \(entries) entries; what is behind is read from it"]
  }

  /// PostgreSQL's segments of 16 MiB, CloudNativePG's archive_timeout of 5 minutes.
  private static var archive: [String] {
    let window = Recovery.archiveWindow(
      writeRate: 102_400, segmentBytes: 16_777_216, timeout: .minutes(5), upload: .seconds(2))
    return ["a log archive that gets 100 KiB a second is up to \(text(window)) behind"]
  }

  private static func seed(_ setup: StoreSetup) -> [String] {
    guard let rule = setup.configuration.recovery else { return [] }
    let rate = min(rule.bytesPerSecond, setup.slowestDisk.bytesPerSecond)
    let time = SimDuration(seconds: 1_073_741_824 / rate)
    return ["a replica that needs all data anew receives 1 GiB in \(text(time)) at best"]
  }

  private static func rebuild(_ configuration: EngineConfiguration) -> [String] {
    guard case .erasure(let sets) = configuration.agreement else { return [] }
    var kinds: [ErasureSet] = []
    for set in sets where !kinds.contains(set) { kinds.append(set) }
    return kinds.map { set in
      let cost = set.rebuild(usedBytes: 1e12, rate: 200e6)
      let whose = kinds.count > 1 ? " of a set of \(set.drives) drives" : ""
      return "healing 1 TB\(whose) at 200 MB/s takes \(text(cost.time)) and reads "
        + "\(Int(cost.readFromPeers / 1e12)) TB from peers"
    }
  }

  private static func flushes(_ setup: StoreSetup) -> String {
    let flush = SimDuration(seconds: setup.slowestDisk.flush.mean)
    let rate = DiskSpec.commits(flush: flush, writers: 1)
    return "one writer alone gets at most \(Int(rate)) flushes a second from a pod's disk"
  }

  private static func window(_ configuration: EngineConfiguration) -> [String] {
    switch configuration.memory {
    case .kept: break
    case .empty: return []
    case .lost: return ["a process that ends takes all its data along: nothing writes it to disk"]
    case .sinceSnapshot(let points):
      let rules = points.points.map { "\(text($0.after)) with \($0.changes)" }
      return [
        "a process that ends takes along what was written since its last snapshot, which it makes "
          + "after " + rules.joined(separator: ", ") + " changes"
      ]
    }
    let window = configuration.powerLossWindow
    guard window > .zero else { return [] }
    return ["a loss of power on all machines takes up to \(text(window)) of acknowledged writes"]
  }

  private static func sentences(of raft: RaftParameters, members: Int) -> [String] {
    var facts = [
      "writes go on while \(Quorum.majority(of: members)) of \(members) members are there; "
        + "\(Quorum.tolerance(of: members)) may be away"
    ]
    if let check = raft.quorumCheck {
      let window = raft.stepDown(after: check)
      facts.append(
        "a leader in a minority steps down after \(text(window.lowerBound)) to "
          + text(window.upperBound))
    }
    if let expiry = raft.leadershipExpiry, members > 2 {
      facts.append("a leader in a minority steps down after \(text(expiry))")
    }
    return facts
  }

  private static func silence(of raft: RaftParameters, followers: Int) -> String {
    "a silent leader is missed after \(text(raft.meanOfFirst(of: followers))) on average"
  }

  /// How each loss of a leader is known where the engine has a failure detector of its own: the
  /// process monitor, the connection between the nodes, or silence that aten finds (RabbitMQ).
  private static func losses(_ timers: RaTimers) -> [String] {
    let losses: [(what: String, loss: LeaderLoss)] = [
      ("a leader's process that ends alone", .processDown),
      ("a leader's node that closes its connections", .connectionClosed),
      ("a leader's node that falls silent", .silence),
    ]
    return losses.map { what, loss in
      let bounds = loss.detectionBounds(timers)
      return "\(what) is missed after \(text(bounds.lowerBound)) to \(text(bounds.upperBound))"
    }
  }

  private static func sentences(
    of rule: EngineConfiguration.LeaderKeyRule, isPolled: Bool,
    _ acknowledgement: LogShipping.Acknowledgement
  ) -> [String] {
    let timers = rule.timers
    let notice = LeaderKey.noticeBounds(timers: timers, isPolled: isPolled)
    let watchdog = timers.watchdog(margin: .seconds(5))
    var facts = [
      "a lost primary is noticed after \(text(notice.lowerBound)) to \(text(notice.upperBound))",
      "a crash of the database alone lasts at most "
        + text(timers.longestCrash(startTimeout: rule.startTimeout)),
      "a watchdog would reset a machine after \(text(watchdog.timeout)), "
        + "\(text(watchdog.leftForLoop)) of it for a loop and "
        + "\(text(watchdog.leftAfterTries)) after failed tries",
    ]
    switch acknowledgement {
    case .listed(let copies, _, _):
      let stall = timers.synchronousStall
      facts.append(
        "commits wait up to \(text(stall.longest)), \(text(stall.mean)) on average, for \(copies) "
          + "synchronous standby that dies")
    case .primary, .synchronous, .inSync:
      let bound = timers.lossBound(bytesPerSecond: 1_048_576, maximumLag: rule.maximumLag)
      facts.append(
        "with 1 MiB of log a second a failover loses at most \(bound.worst) bytes, and "
          + "\(Int64(bound.unsampled)) are unknown to the others on average")
    }
    return facts
  }

  private static func sentences(
    of rule: EngineConfiguration.PodReadinessRule,
    _ acknowledgement: LogShipping.Acknowledgement, members: Int
  ) -> [String] {
    let notice = PostgreSQL.nodeLossNotice(grace: .seconds(40), monitorPeriod: .seconds(5))
    var facts = [
      "the loss of the primary's machine is noticed at the latest after "
        + text(notice.upperBound) + " with the control plane's usual grace",
      "an abandoned lease is taken after \(text(rule.lease.duration))"
        + (rule.isLeaseValid ? "" : ", but its times are no lease: renewals may come too late"),
    ]
    if rule.needsQuorum, case .synchronous(let copies, _) = acknowledgement {
      let worst = (0..<members).first {
        !Quorum.allowsFailover(
          promotable: members - 1 - $0, synchronous: copies, candidates: members - 1)
      }
      facts.append("no failover with \(worst ?? members) of the replicas away")
    }
    return facts
  }

  private static func sentences(
    of rule: EngineConfiguration.GossipRule, _ configuration: EngineConfiguration
  ) -> [String] {
    let survival = ShardPlacement.survival(ofTwoLosses: configuration.shards)
    let percent = (survival * 1000).rounded() / 10
    let slots = configuration.slots.map {
      "each master has \($0.share.lowerBound) to \($0.share.upperBound) hash slots"
    }
    return [
      "when two pods are lost at once, every slot keeps a copy in \(percent) % of the cases",
      "a master that was in a minority answers \(text(rule.bus.rejoinDelay)) after it is back, one "
        + "that starts after \(text(rule.bus.writableDelay))",
      "a replica that gets too few votes, as may happen when several masters are lost at once, asks "
        + "again after \(text(rule.bus.voteRetry))",
    ] + (slots.map { [$0] } ?? [])
  }

  private static func sentences(
    of rules: SentinelRules, _ configuration: EngineConfiguration
  ) -> [String] {
    let again = rules.downAfter + SentinelRules.infoPeriod * 2
    return [
      "Sentinels believe a master down that is mute for \(text(rules.downAfter)); \(rules.quorum) of "
        + "them must, and a majority votes",
      "a failover that fails is tried again after \(text(rules.failoverTimeout * 2))",
      configuration.startsAsReplica
        ? "a master that starts again at once is replaced only after \(text(again)) to "
          + text(again + SentinelRules.infoPeriod)
        : "a master that starts again within \(text(rules.downAfter)) leads on, with what it still has",
    ]
  }

  private static func text(_ length: SimDuration) -> String { "\(length.seconds) s" }
}
