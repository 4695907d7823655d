package import SimulationKernel

/// The timers and numbers of Redis' Sentinels (redis `sentinel.c`).
package struct SentinelRules: Equatable, Sendable {
  /// down-after-milliseconds: how long an instance answers nothing until one Sentinel believes it
  /// down.
  package var downAfter = SimDuration.seconds(30)
  /// How many Sentinels must believe a master down before one of them asks to lead a failover.
  package var quorum: Int
  /// failover-timeout: what one step of a failover may take; the next is begun after twice as long.
  package var failoverTimeout = SimDuration.minutes(3)
  /// parallel-syncs: replicas that are told at a time to follow the new master.
  package var parallelSyncs = 1
  /// replica-priority of every replica; 0 keeps all of them from being promoted.
  package var replicaPriority = 100

  /// Makes Sentinels' defaults with a quorum.
  package init(quorum: Int) {
    precondition(quorum > 0, "somebody must believe a master down")
    self.quorum = quorum
  }

  /// Time between pings (SENTINEL_PING_PERIOD, or down-after-milliseconds where that is shorter).
  package var pingPeriod: SimDuration { min(.seconds(1), downAfter) }
  /// Time between INFOs to an instance (SENTINEL_INFO_PERIOD).
  package static let infoPeriod = SimDuration.seconds(10)
  /// Time between INFOs to a replica whose master is down.
  package static let urgentInfoPeriod = SimDuration.seconds(1)
  /// How often the others are asked about a master that one believes down (SENTINEL_ASK_PERIOD).
  package static let askPeriod = SimDuration.seconds(1)
  /// How often a Sentinel says which master it knows (SENTINEL_PUBLISH_PERIOD).
  package static let helloPeriod = SimDuration.seconds(2)
  /// The drawn part of a failover's beginning (SENTINEL_MAX_DESYNC).
  package static let desync = SimDuration.seconds(1)
  /// How long votes are waited for (SENTINEL_ELECTION_TIMEOUT).
  package static let electionTimeout = SimDuration.seconds(10)
  /// How long an instance that says it is a master is let alone before it is made a replica.
  package static var conversionWait: SimDuration { helloPeriod * 4 }
  /// How long a replica may take to begin to follow (SENTINEL_SLAVE_RECONF_TIMEOUT).
  package static let reconfigurationTimeout = SimDuration.seconds(10)
  /// A pause of the clock after which a Sentinel only watches (SENTINEL_TILT_TRIGGER).
  package static let tiltTrigger = SimDuration.seconds(2)
  /// For how long it then does (SENTINEL_TILT_PERIOD).
  package static let tiltPeriod = SimDuration.seconds(30)

  /// Time until the timer rings again: the server's frequency is drawn anew each time, 10 to 19 a
  /// second, so that Sentinels do not act at one time.
  package static func tick(using random: inout EntityRandom) -> SimDuration {
    SimDuration.seconds(1) / Int64(10 + random.below(10))
  }

  /// Votes that make a leader: a majority of all Sentinels that are known, and the quorum.
  package func votesNeeded(of voters: Int) -> Int { max(Quorum.majority(of: voters), quorum) }
}
