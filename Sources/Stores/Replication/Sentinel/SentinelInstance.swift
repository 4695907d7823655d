import SimulationKernel

/// What a Sentinel knows of a Redis process.
struct SentinelInstance: Sendable {
  /// What its last INFO said, when that was, and since when it says the same role.
  private(set) var told = SentinelSight()
  private(set) var toldAt: SimTime
  private(set) var roleSince: SimTime
  /// Since when it is believed down.
  private(set) var downSince: SimTime?
  private(set) var lastAnswer: SimTime
  /// The first ping without an answer.
  private var unansweredSince: SimTime?
  private var nextPing: SimTime
  private(set) var isDisconnected = false
  /// Since when it says to be something else than the master, or than the master's replica.
  private var strangeSince: SimTime?
  /// When it was told to follow a new master, and whether it does.
  var attachedAt: SimTime?
  var isAttached = false

  init(now: SimTime, phase: SimDuration, infoPhase: SimDuration) {
    toldAt = now - infoPhase
    roleSince = now
    lastAnswer = now
    nextPing = now + phase
  }

  /// Nothing is amiss: answers every ping.
  var isWell: Bool { unansweredSince == nil && !isDisconnected && strangeSince == nil }

  /// Makes up for a time in which all pings and INFOs were answered and said the same.
  mutating func catchUp(to now: SimTime, period: SimDuration) {
    if nextPing <= now {
      lastAnswer = nextPing.last(every: period, upTo: now)
      nextPing = lastAnswer + period
    }
    toldAt = toldAt.last(every: SentinelRules.infoPeriod, upTo: now)
  }

  /// One round of pings and INFO.
  mutating func poll(
    _ sight: SentinelSight, asMaster: Bool, infoPeriod: SimDuration, pingPeriod: SimDuration,
    now: SimTime
  ) {
    if sight.isAnswering {
      if now >= nextPing || unansweredSince != nil || isDisconnected {
        lastAnswer = now
        nextPing = now + pingPeriod
        unansweredSince = nil
        isDisconnected = false
      }
      if now - toldAt >= infoPeriod { read(sight, asMaster: asMaster, now: now) }
      return
    }
    // A new connection is tried at once, and begins with a ping.
    if sight.isRefusing, !isDisconnected {
      isDisconnected = true
      unansweredSince = unansweredSince ?? now
    }
    guard now >= nextPing else { return }
    unansweredSince = unansweredSince ?? now
    nextPing = now + pingPeriod
  }

  private mutating func read(_ sight: SentinelSight, asMaster: Bool, now: SimTime) {
    if sight.isMaster != told.isMaster { roleSince = now }
    told = sight
    toldAt = now
    let isStrange = asMaster ? !told.isMaster : told.isMaster || !told.isAttached
    if isStrange {
      strangeSince = strangeSince ?? now
    } else {
      strangeSince = nil
    }
    if attachedAt != nil, sight.isFollowing { isAttached = true }
  }

  /// Brings up to date whether it is believed down: it answers nothing, or is held for a master and
  /// has said for long that it is a replica.
  mutating func judge(isMaster: Bool, _ rules: SentinelRules, now: SimTime) {
    let isMute = unansweredSince.map { now - $0 > rules.downAfter } ?? false
    let patience = rules.downAfter + SentinelRules.infoPeriod * 2
    let isReplica = isMaster && !told.isMaster && now - roleSince > patience
    downSince = isMute || isReplica ? downSince ?? now : nil
  }

  /// Whether it has been something else than the master's replica for so long that it is told to be
  /// one: a master for a while, a replica of another for the failover's timeout.
  func wantsAttachment(_ rules: SentinelRules, now: SimTime) -> Bool {
    guard let since = strangeSince, downSince == nil else { return false }
    return now - since > (told.isMaster ? SentinelRules.conversionWait : rules.failoverTimeout)
  }

  /// It was told to follow.
  mutating func noteAttachment() { strangeSince = nil }

  /// It is held for the master from now on, or for one no longer.
  mutating func takeRole(isMaster: Bool, now: SimTime) {
    told.isMaster = isMaster
    roleSince = now
    strangeSince = nil
    attachedAt = nil
    isAttached = false
  }
}
