package import SimulationKernel

/// Elasticsearch: shards whose primary waits for all in-sync copies; a master promotes another.
///
/// Checks go out each second, wait 10 s and fail a node after three (discovery-settings); a
/// closed connection fails it at once. A silent master is given up by the checks of the others, and
/// its shards go to other copies when those of the one that they elect have failed too. The
/// decision takes two cluster states, or an election round of up to 0.1 s before quicker ones.
/// Every operation is flushed on all copies (translog durability request), or each 5 s (async); a
/// write waits up to a minute for a primary; repeated operations carry their sequence number. A
/// copy whose node is gone for a minute is made anew elsewhere at 40 MiB/s a node, where the
/// watermarks of the disks let it.
package enum Elasticsearch {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let election = ElectionBackoff.pause(attempt: 1).drawn
    var rule = EngineConfiguration.SessionRule(
      ofMembers: checks(options, "checkInterval", "checkTimeout", "checkRetries"),
      noticesClosedConnections: true,
      decision: stateUpdates...(election.upperBound + quickUpdates), electorate: .members)
    rule.ofMaster = checks(
      options, "leaderCheckInterval", "leaderCheckTimeout", "leaderCheckRetries")
    rule.firstPublication = publishTimeout(options)
    var configuration = EngineConfiguration(
      agreement: .shipping(.inSync(InSyncRule(minimum: 1)), .session(rule)),
      shards: options.rings)
    configuration.readers = .anyCopy
    let flushesEach = options.word("durability") != "async"
    configuration.flushesWrites = flushesEach
    configuration.copiesFlush = flushesEach
    configuration.lazyFlush =
      flushesEach ? nil : options.duration("syncInterval", .seconds(5))
    configuration.patience = .minutes(1)
    configuration.deduplicates = true
    configuration.watermarks = watermarks(options)
    configuration.applyLag = applyLag(
      publishTimeout: publishTimeout(options),
      followerLag: options.duration("followerLagTimeout", .seconds(90)))
    configuration.recovery = recovery(options)
    configuration.lifecycle = lifecycle(options)
    return configuration
  }

  /// `cluster.publish.timeout`.
  private static func publishTimeout(_ options: EngineOptions) -> SimDuration {
    options.duration("publishTimeout", .seconds(30))
  }

  /// Publishing the two cluster states of a failure and a promotion, each committed on the disks of
  /// a majority, where the master stays.
  private static var stateUpdates: SimDuration { .milliseconds(70) }

  /// The same after an election, whose winner has them already in hand.
  private static var quickUpdates: SimDuration { .milliseconds(30) }

  /// How often a node is checked, and how long after its last answered check a silent one is given
  /// up.
  ///
  /// Each of the checks waits for its timeout, and all but the first follow a pause. The master
  /// checks the others (`FollowersChecker`), and they check the master (`LeaderChecker`).
  private static func checks(
    _ options: EngineOptions, _ interval: String, _ timeout: String, _ retries: String
  ) -> Renewal {
    let pause = options.duration(interval, .seconds(1))
    let silence = failureDetection(
      interval: pause, timeout: options.duration(timeout, .seconds(10)),
      retries: Int64(options.number(retries, 3)))
    return Renewal(interval: pause, timeout: silence.upperBound)
  }

  /// From a node's silence until it is given up.
  package static func failureDetection(
    interval: SimDuration, timeout: SimDuration, retries: Int64
  ) -> ClosedRange<SimDuration> {
    let shortest = timeout * retries + interval * (retries - 1)
    return shortest...(shortest + interval)
  }

  /// From a node's failure to apply cluster states until it is removed: `cluster.publish.timeout`
  /// and `cluster.follower_lag.timeout`.
  package static func applyLag(
    publishTimeout: SimDuration, followerLag: SimDuration
  ) -> SimDuration {
    publishTimeout + followerLag
  }

  private static func watermarks(_ options: EngineOptions) -> DiskWatermarks {
    var marks = DiskWatermarks()
    // A watermark that is set has no headroom unless that is set too (DiskThresholdSettings).
    func set(_ name: String, _ mark: inout DiskWatermarks.Mark) {
      guard let used = options.number(name) else { return }
      mark = DiskWatermarks.Mark(used: used, headroom: .max)
    }
    set("watermarkLow", &marks.low)
    set("watermarkHigh", &marks.high)
    set("watermarkFlood", &marks.flood)
    return marks
  }

  private static func recovery(_ options: EngineOptions) -> ShardRecovery.Rule {
    let roles = options.word("roles") ?? "data"
    let names = roles.split { !$0.isLetter && $0 != "_" }.map { String($0) }
    let usual = RecoveryLimit.bytesPerSecond(roles: names, memory: options.memory ?? .max)
    return ShardRecovery.Rule(
      delay: options.duration("delayedTimeout", .minutes(1)),
      bytesPerSecond: options.number("recoveryRate", usual),
      concurrent: Int(options.number("concurrentRecoveries", 2)), movesCopies: true)
  }

  /// The policy that the settings describe; nil where they say nothing about one.
  private static func lifecycle(_ options: EngineOptions) -> IndexLifecycle.Rule? {
    let size = options.number("rolloverSize")
    let age = options.duration("rolloverAge")
    let deletion = options.duration("deleteAfter")
    guard size != nil || age != nil || deletion != nil else { return nil }
    var rule = IndexLifecycle.Rule()
    rule.rolloverBytes = size.map { max(1, Int64($0)) } ?? rule.rolloverBytes
    rule.rolloverAge = age ?? rule.rolloverAge
    rule.deleteAfter = deletion
    rule.pollInterval = options.duration("lifecyclePollInterval", rule.pollInterval)
    return rule
  }
}
