package import SimulationKernel

/// One of Redis' Sentinels: a state machine that is told the time, what it sees and what others
/// say.
///
/// It pings every process; one that is mute for down-after-milliseconds is down for it (`+sdown`).
/// It asks the other Sentinels about a master that is, and when a quorum agrees (`+odown`) it asks
/// for their votes in a new epoch; a Sentinel has one vote an epoch. With the votes of a majority
/// of all Sentinels it leads the failover: picks a replica, tells it to follow nobody, sees the
/// change in its INFO, tells clients and the others. (redis `sentinel.c`, sentinelTimer.)
package struct SentinelMember: Sendable {
  /// What a Sentinel knows of another.
  struct Peer: Sendable {
    var saysDown = false
    var answeredAt = SimTime.zero
    var askedAt: SimTime?
    var leader: UInt8?
    var leaderEpoch: UInt32 = 0
  }

  /// A failover that this Sentinel leads or wants to.
  struct Failover: Sendable {
    enum Step: Sendable {
      case waitForVotes, select, promote, waitForRole, attach
    }

    let epoch: UInt32
    let isForced: Bool
    var step = Step.waitForVotes
    var changedAt: SimTime
    var promoted: Int?
  }

  /// Its number among the Sentinels.
  package let slot: UInt8
  let rules: SentinelRules
  /// The process that it holds for the master.
  package private(set) var master: Int
  /// The epoch since which that is the master.
  package private(set) var configEpoch: UInt32 = 0
  /// The greatest epoch that it knows.
  package private(set) var currentEpoch: UInt32 = 0
  /// Its last vote: for whom, and in which epoch.
  package private(set) var vote: (leader: UInt8, epoch: UInt32)?
  var instances: [SentinelInstance]
  var peers: [Peer]
  var failover: Failover?
  var failoverStartedAt: SimTime?
  /// Whether enough Sentinels believe the master down.
  package private(set) var isMasterLost = false
  /// Whether it led a failover that ended because no replica was fresh enough.
  package internal(set) var findsNoReplica = false
  private var tickedAt: SimTime
  private var greetedAt = SimTime.zero
  private var tiltedUntil: SimTime?

  /// Makes one of some Sentinels over the processes of a master and its replicas.
  ///
  /// - Parameter phases: When it pings first, and how old each INFO is, by process.
  package init(
    slot: UInt8, of sentinels: Int, master: Int, rules: SentinelRules,
    phases: [(ping: SimDuration, info: SimDuration)], now: SimTime
  ) {
    self.slot = slot
    self.rules = rules
    self.master = master
    instances = phases.map { SentinelInstance(now: now, phase: $0.ping, infoPhase: $0.info) }
    peers = Array(repeating: Peer(), count: sentinels)
    tickedAt = now
    instances[master].takeRole(isMaster: true, now: now)
  }

  /// Whether it believes the master down by what it sees itself.
  package var believesMasterDown: Bool { instances[master].downSince != nil }

  /// Votes that make a leader.
  var votesNeeded: Int { rules.votesNeeded(of: peers.count) }

  /// Whether it leads a failover, by an election or an order.
  package var isLeading: Bool { failover.map { $0.step != .waitForVotes } ?? false }

  /// The epoch of the failover that it leads or wants to.
  package var failoverEpoch: UInt32? { failover?.epoch }

  /// Whether it has nothing to do but to ping.
  package var isCalm: Bool {
    failoverEpoch == nil && !isMasterLost && tiltedUntil == nil && instances.allSatisfy(\.isWell)
  }

  /// Goes on after a time in which nothing was amiss.
  package mutating func wake(now: SimTime) {
    for index in instances.indices {
      instances[index].catchUp(to: now, period: rules.pingPeriod)
    }
    tickedAt = now
  }

  /// The process starts again: what it voted and knew is in its file, which names a replica as the
  /// master as soon as that is known to be one (sentinelGetCurrentMasterAddress).
  package mutating func restart(now: SimTime) {
    if let promoted = announced { master = promoted }
    for index in instances.indices {
      instances[index] = SentinelInstance(now: now, phase: .zero, infoPhase: .zero)
    }
    instances[master].takeRole(isMaster: true, now: now)
    for index in peers.indices { peers[index] = Peer() }
    failover = nil
    failoverStartedAt = nil
    isMasterLost = false
    tickedAt = now
    tiltedUntil = nil
  }

  /// The timer rings.
  ///
  /// - Parameter desync: A length drawn below a second.
  package mutating func tick(
    _ sights: [SentinelSight], desync: SimDuration, now: SimTime,
    into effects: inout [SentinelEffect]
  ) {
    watchClock(now: now)
    pollAndJudge(master, sights[master], now: now)
    if tiltedUntil == nil {
      countBelievers(now: now)
      if mayBegin(now: now) {
        begin(isForced: false, desync: desync, now: now)
        ask(isUrgent: true, now: now, into: &effects)
      }
      stepFailover(sights, desync: desync, now: now, into: &effects)
      ask(isUrgent: false, now: now, into: &effects)
    }
    for index in sights.indices where index != master {
      pollAndJudge(index, sights[index], now: now)
      guard tiltedUntil == nil else { continue }
      followRole(of: index, now: now, into: &effects)
      attachStranger(index, now: now, into: &effects)
    }
    if now - greetedAt >= SentinelRules.helloPeriod { greet(now: now, into: &effects) }
  }

  /// A message from another Sentinel.
  package mutating func receive(
    _ message: SentinelMessage, desync: SimDuration, now: SimTime,
    into effects: inout [SentinelEffect]
  ) {
    switch message.kind {
    case .ask: answer(message, desync: desync, now: now, into: &effects)
    case .answer:
      let peer = Int(message.from)
      peers[peer].answeredAt = now
      peers[peer].saysDown = message.isDown && Int(message.master) == master
      guard let leader = message.leader else { return }
      peers[peer].leader = leader
      peers[peer].leaderEpoch = message.epoch
    case .hello:
      currentEpoch = max(currentEpoch, message.epoch)
      guard message.configEpoch > configEpoch else { return }
      configEpoch = message.configEpoch
      if Int(message.master) != master { switchMaster(to: Int(message.master), now: now) }
    }
  }

  /// An administrator or a hook orders a failover (`SENTINEL failover`): no votes are needed.
  package mutating func force(desync: SimDuration, now: SimTime) {
    guard failover == nil else { return }
    begin(isForced: true, desync: desync, now: now)
  }

  private mutating func watchClock(now: SimTime) {
    if now - tickedAt > SentinelRules.tiltTrigger { tiltedUntil = now + SentinelRules.tiltPeriod }
    if let end = tiltedUntil, now >= end { tiltedUntil = nil }
    tickedAt = now
  }

  private mutating func pollAndJudge(_ index: Int, _ sight: SentinelSight, now: SimTime) {
    let isUrgent =
      index != master
      && (isMasterLost || failover != nil || instances[index].told.linkDown > .zero)
    instances[index].poll(
      sight, asMaster: index == master,
      infoPeriod: isUrgent ? SentinelRules.urgentInfoPeriod : SentinelRules.infoPeriod,
      pingPeriod: rules.pingPeriod, now: now)
    instances[index].judge(isMaster: index == master, rules, now: now)
  }

  /// The master is lost when the quorum believes it down; answers are good for five rounds.
  private mutating func countBelievers(now: SimTime) {
    var believers = believesMasterDown ? 1 : 0
    for index in peers.indices where index != Int(slot) {
      if now - peers[index].answeredAt > SentinelRules.askPeriod * 5 {
        peers[index].saysDown = false
      }
      believers += peers[index].saysDown ? 1 : 0
    }
    isMasterLost = believesMasterDown && believers >= rules.quorum
  }

  private func mayBegin(now: SimTime) -> Bool {
    guard isMasterLost, failover == nil else { return false }
    return failoverStartedAt.map { now - $0 >= rules.failoverTimeout * 2 } ?? true
  }

  private mutating func begin(isForced: Bool, desync: SimDuration, now: SimTime) {
    currentEpoch += 1
    failover = Failover(epoch: currentEpoch, isForced: isForced, changedAt: now)
    failoverStartedAt = now + desync
  }

  /// Asks the others about a master that is believed down; with a failover under way for their
  /// votes too.
  private mutating func ask(
    isUrgent: Bool, now: SimTime, into effects: inout [SentinelEffect]
  ) {
    guard believesMasterDown else { return }
    for index in peers.indices where index != Int(slot) {
      let last = max(peers[index].answeredAt, peers[index].askedAt ?? .zero)
      guard isUrgent || peers[index].askedAt == nil || now - last >= SentinelRules.askPeriod
      else { continue }
      peers[index].askedAt = now
      effects.append(
        .send(
          SentinelMessage(
            .ask, from: slot, to: UInt8(index), master: UInt8(master), epoch: currentEpoch,
            leader: failover == nil ? nil : slot)))
    }
  }

  private mutating func answer(
    _ message: SentinelMessage, desync: SimDuration, now: SimTime,
    into effects: inout [SentinelEffect]
  ) {
    var reply = SentinelMessage(
      .answer, from: slot, to: message.from, master: message.master, epoch: 0)
    let isMeant = Int(message.master) == master
    reply.isDown = isMeant && believesMasterDown && tiltedUntil == nil
    if isMeant, let candidate = message.leader {
      let vote = vote(for: candidate, in: message.epoch, desync: desync, now: now)
      reply.leader = vote?.leader
      reply.epoch = vote?.epoch ?? 0
    }
    effects.append(.send(reply))
  }

  /// Gives the vote of an epoch to a candidate, if it has not gone to another; returns the last
  /// vote.
  mutating func vote(
    for candidate: UInt8, in epoch: UInt32, desync: SimDuration, now: SimTime
  ) -> (leader: UInt8, epoch: UInt32)? {
    currentEpoch = max(currentEpoch, epoch)
    if vote.map({ $0.epoch < epoch }) ?? true, currentEpoch <= epoch {
      vote = (candidate, epoch)
      // Who votes for another begins no failover of its own for a while.
      if candidate != slot { failoverStartedAt = now + desync }
    }
    return vote
  }

  /// An operator makes it watch another master, which is one since an epoch.
  package mutating func monitor(_ slot: Int, since epoch: UInt32, now: SimTime) {
    currentEpoch = max(currentEpoch, epoch)
    configEpoch = epoch
    switchMaster(to: slot, now: now)
  }

  /// Another process is the master from now on.
  mutating func switchMaster(to slot: Int, now: SimTime) {
    master = slot
    for index in instances.indices {
      instances[index].takeRole(isMaster: index == slot, now: now)
    }
    for index in peers.indices { peers[index].saysDown = false }
    failover = nil
    failoverStartedAt = nil
    isMasterLost = false
    findsNoReplica = false
  }

  /// The master that this Sentinel promoted is one since an epoch.
  mutating func adopt(epoch: UInt32, now: SimTime, into effects: inout [SentinelEffect]) {
    configEpoch = epoch
    greet(now: now, into: &effects)
  }

  /// The replica that a failover under way has made the master.
  private var announced: Int? { failover.flatMap { $0.step == .attach ? $0.promoted : nil } }

  /// Says which process is the master: the promoted one as soon as it is known to be.
  private mutating func greet(now: SimTime, into effects: inout [SentinelEffect]) {
    greetedAt = now
    for index in peers.indices where index != Int(slot) {
      var hello = SentinelMessage(
        .hello, from: slot, to: UInt8(index), master: UInt8(announced ?? master),
        epoch: currentEpoch)
      hello.configEpoch = configEpoch
      effects.append(.send(hello))
    }
  }
}
