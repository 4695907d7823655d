package import SimulationKernel

/// One member of a Raft group: a state machine without clock, randomness or input and output.
///
/// Rules of the Raft paper (Ongaro and Ousterhout 2014) with pre-vote, check-quorum, leases and
/// leader transfer as in etcd-io/raft. Whoever runs it hands in messages, timers and the present
/// time, keeps a drawn election timeout in its hand (`wantsTimeout`), and carries out the effects.
/// A follower that is behind catches up from the log, or gets a snapshot where that begins later.
package struct RaftMember: Sendable {
  /// What a member is in its term.
  package enum Role: UInt8, BitwiseCopyable, Sendable {
    case follower, preCandidate, candidate, leader
  }

  /// The member's place in its group.
  package let slot: UInt8
  /// Timers and switches.
  package let parameters: RaftParameters
  /// What the member is.
  package internal(set) var role = Role.follower
  /// The current term.
  package internal(set) var term: UInt32 = 0
  /// The member that leads the term as far as this one knows.
  package internal(set) var leader: UInt8?
  /// The replicated log.
  package internal(set) var log = RaftLog()
  /// The last entry known to be committed.
  package internal(set) var commit: UInt64 = 0
  /// The last entry that survives a loss of power.
  package internal(set) var durable: UInt64 = 0
  /// The last entry of the last snapshot.
  var snapshotAt: UInt64 = 0

  var vote: UInt8?
  /// When the member last heard from the leader or granted a vote.
  var heardAt = SimTime.zero
  /// When an election starts, or a leader counts its followers.
  var deadline = SimTime.infinity
  /// When the election timer is due to ring; it may ring before the deadline.
  var electionAt = SimTime.infinity
  var heartbeatAt = SimTime.infinity
  var timeout: SimDuration
  /// A point at which the member's ticker rang.
  var tickOrigin = SimTime.zero
  var timeoutInHand: SimDuration?
  /// The leader that a failure detector knows to be gone, and its term: what it sent before does
  /// not end the suspicion.
  var suspicion: (slot: UInt8, term: UInt32)?
  /// The slots that granted and those that refused their vote.
  var granted = BitSet()
  var refused = BitSet()
  /// Of those who granted it, the slots whose vote counts only together with all others.
  var unproven = BitSet()

  /// A leader's view of each slot: last entry confirmed, next entry to send, whether it is being
  /// searched, when it was last heard.
  var matches: [UInt64]
  var nexts: [UInt64]
  var isProbing: [Bool]
  var heardFrom: [SimTime]
  /// The entry of the snapshot that is on its way to each slot, 0 for none; and whether the slot
  /// has answered since the last one did not get there, or since the leader was elected.
  var awaited: [UInt64]
  var hasAnswered: [Bool]

  /// Makes a member with an empty log that does not run yet.
  package init(slot: UInt8, voters: Int, parameters: RaftParameters, timeout: SimDuration) {
    precondition((1...64).contains(voters), "a Raft group has 1 to 64 voters")
    self.slot = slot
    self.parameters = parameters
    self.timeout = timeout
    matches = Array(repeating: 0, count: voters)
    nexts = Array(repeating: 1, count: voters)
    isProbing = Array(repeating: false, count: voters)
    heardFrom = Array(repeating: .zero, count: voters)
    awaited = Array(repeating: 0, count: voters)
    hasAnswered = Array(repeating: false, count: voters)
  }

  /// Number of members that vote.
  package var voters: Int { matches.count }

  /// Whether the member wants another drawn timeout before its next step.
  package var wantsTimeout: Bool { timeoutInHand == nil }

  /// Whether the member leads its term.
  package var isLeader: Bool { role == .leader }

  /// The last entry that the member vouches for.
  package var confirmed: UInt64 { parameters.flushesBeforeAck ? durable : log.last }

  /// Puts a drawn election timeout into the member's hand for its next election or term.
  package mutating func hand(timeout: SimDuration) { timeoutInHand = timeout }

  /// Starts, or starts again after a crash: what was only in memory is gone.
  ///
  /// The ticker first rings after a phase.
  package mutating func start(
    now: SimTime, phase: SimDuration = .zero, into effects: inout [RaftEffect]
  ) {
    tickOrigin = now + phase
    role = .follower
    leader = nil
    suspicion = nil
    commit = min(commit, log.last)
    electionAt = .infinity
    heartbeatAt = .infinity
    takeTimeout()
    heardAt = now
    deadline = end(of: timeout, from: now)
    if voters == 1 { deadline = max(now, deadline - min(parameters.loneAdvance, timeout)) }
    armElection(into: &effects)
  }

  /// The machine lost power: entries that had not reached the disk are gone.
  package mutating func losePageCache() {
    log.truncate(after: durable)
    commit = min(commit, durable)
  }

  /// The disk is gone: neither log nor vote is left.
  package mutating func loseDisk() {
    log = RaftLog()
    durable = 0
    commit = 0
    snapshotAt = 0
    vote = nil
  }

  /// Another member's disk is gone: what it was known to hold it holds no longer.
  package mutating func forget(peer: Int) {
    matches[peer] = 0
    nexts[peer] = 1
    isProbing[peer] = true
    forgetSnapshot(to: peer)
  }

  /// A failure detector believes that the leader is gone; an election starts after a delay unless
  /// another leader is heard before.
  ///
  /// - Parameter isRevocable: whether the suspected leader may be heard too, for it was silent
  ///   only.
  package mutating func suspectLeader(
    startingAfter delay: SimDuration, untilHeard isRevocable: Bool, now: SimTime,
    into effects: inout [RaftEffect]
  ) {
    guard role == .follower, let leader else { return }
    suspicion = isRevocable ? nil : (leader, term)
    self.leader = nil
    deadline = now + delay
    armElection(into: &effects)
  }

  /// Whether a leader heard from a majority within the shortest election timeout.
  ///
  /// Then nobody else can have been elected and its own state may be read. An implementation
  /// without a quorum check lets its leader answer in any case.
  @inline(__always) package func hasLease(now: SimTime) -> Bool {
    guard isLeader, parameters.quorumCheck != nil else { return isLeader }
    return activeMembers(since: now - parameters.electionTimeoutMin)
      >= Quorum.majority(of: voters)
  }

  /// Whether a leader has committed an entry of its own term, so that what it holds is decided.
  @inline(__always) package var isEstablished: Bool {
    isLeader && commit > 0 && log.term(at: commit) == term
  }

  /// Hands leadership to the follower whose log is longest, as a leader does that shuts down.
  package mutating func transferLeadership(into effects: inout [RaftEffect]) {
    guard isLeader, voters > 1 else { return }
    var best: Int?
    for other in 0..<voters where other != slot {
      if best.map({ matches[other] > matches[$0] }) ?? true { best = other }
    }
    guard let best else { return }
    effects.append(.send(message(.campaignNow, to: best)))
  }

  func message(
    _ kind: RaftMessage.Kind, to: Int, index: UInt64 = 0, logTerm: UInt32 = 0,
    hint: UInt64 = 0, flag: Bool = false
  ) -> RaftMessage {
    RaftMessage(
      kind, from: slot, to: UInt8(to), term: term, index: index, logTerm: logTerm, hint: hint,
      flag: flag)
  }

  @inline(__always) func activeMembers(since time: SimTime) -> Int {
    var active = 0
    for other in 0..<voters where other == slot || heardFrom[other] >= time { active += 1 }
    return active
  }

  mutating func takeTimeout() {
    guard let drawn = timeoutInHand else { return }
    timeout = drawn
    timeoutInHand = nil
  }

  /// When a length of time that begins now is over for a member that counts ticks.
  func end(of length: SimDuration, from now: SimTime) -> SimTime {
    let tick = parameters.tick.nanoseconds
    guard tick > 0 else { return now + length }
    let rest = ((now - tickOrigin).nanoseconds % tick + tick) % tick
    return now + length - SimDuration(nanoseconds: rest)
  }

  /// Asks for the election timer when none rings early enough already.
  mutating func armElection(into effects: inout [RaftEffect]) {
    guard deadline < electionAt else { return }
    electionAt = deadline
    effects.append(.electionTimer(deadline))
  }
}
