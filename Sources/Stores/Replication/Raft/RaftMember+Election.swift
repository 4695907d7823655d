package import SimulationKernel

extension RaftMember {
  /// The election timer rings: a follower or candidate campaigns when its deadline has passed, a
  /// leader counts those it heard from.
  package mutating func electionTimer(now: SimTime, into effects: inout [RaftEffect]) {
    guard now >= electionAt else { return }
    electionAt = .infinity
    guard now >= deadline else {
      armElection(into: &effects)
      return
    }
    guard isLeader else {
      campaign(now: now, into: &effects)
      return
    }
    guard let silence = parameters.quorumCheck else { return }
    if activeMembers(since: now - silence) < Quorum.majority(of: voters) {
      follow(nil, term: term, now: now, into: &effects)
    } else {
      deadline = now + silence
      armElection(into: &effects)
    }
  }

  /// Whether a leader's time without a majority is over; one of a group that a majority is all of
  /// keeps on (NuRaft `raft_server.cxx`, check_leadership_validity).
  @inline(__always) func isExpired(now: SimTime) -> Bool {
    guard let expiry = parameters.leadershipExpiry else { return false }
    let majority = Quorum.majority(of: voters)
    return voters > majority && activeMembers(since: now - expiry) < majority
  }

  /// Asks for votes, or first for the promise of votes.
  mutating func campaign(now: SimTime, into effects: inout [RaftEffect]) {
    guard parameters.preVote else {
      becomeCandidate(now: now, isForced: false, into: &effects)
      return
    }
    role = .preCandidate
    beginCount(now: now, into: &effects)
    for other in 0..<voters where other != slot {
      var request = message(.preVote, to: other, index: log.last, logTerm: log.lastTerm)
      request.term = term + 1
      effects.append(.send(request))
    }
    decide(now: now, into: &effects)
  }

  mutating func becomeCandidate(
    now: SimTime, isForced: Bool, into effects: inout [RaftEffect]
  ) {
    term += 1
    vote = slot
    role = .candidate
    beginCount(now: now, into: &effects)
    for other in 0..<voters where other != slot {
      let request = message(
        .vote, to: other, index: log.last, logTerm: log.lastTerm, flag: isForced)
      effects.append(.sendWhenFlushed(request, through: 0, term: 0, new: 0))
    }
    decide(now: now, into: &effects)
  }

  private mutating func beginCount(now: SimTime, into effects: inout [RaftEffect]) {
    leader = nil
    granted = BitSet(Int(slot))
    refused = BitSet()
    unproven = BitSet()
    takeTimeout()
    deadline = end(of: parameters.roundTimeout(for: timeout), from: now)
    armElection(into: &effects)
  }

  private mutating func decide(now: SimTime, into effects: inout [RaftEffect]) {
    let isUnanimous = granted.count == voters
    let counted = isUnanimous ? granted : granted.subtracting(unproven)
    let result = Quorum.result(
      granted: counted.count, refused: refused.count, voters: voters)
    switch (result, role) {
    case (.pending, _): break
    case (.won, .preCandidate): becomeCandidate(now: now, isForced: false, into: &effects)
    case (.won, _): becomeLeader(now: now, into: &effects)
    case (.lost, _): follow(nil, term: term, now: now, into: &effects)
    }
  }

  /// Becomes a follower of a leader, or of nobody yet.
  mutating func follow(
    _ newLeader: UInt8?, term newTerm: UInt32, now: SimTime, into effects: inout [RaftEffect]
  ) {
    let wasLeader = isLeader
    if newTerm > term {
      term = newTerm
      vote = nil
      takeTimeout()
    }
    role = .follower
    leader = newLeader
    heardAt = now
    let isTimed = newLeader == nil || parameters.electsOnSilence
    deadline = isTimed ? end(of: timeout, from: now) : .infinity
    armElection(into: &effects)
    if wasLeader {
      heartbeatAt = .infinity
      effects.append(.deposed)
    }
  }

  /// Whether this member still trusts a leader so recently heard that no other may be elected.
  private func isInLease(now: SimTime) -> Bool {
    guard parameters.quorumCheck != nil, parameters.keepsLease, leader != nil else { return false }
    return isLeader || now < end(of: parameters.electionTimeoutMin, from: heardAt)
  }

  /// Follows the term of a message if it is newer; returns whether the message is to be handled
  /// further.
  mutating func adoptTerm(
    of message: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) -> Bool {
    let isRequest = message.kind == .vote || message.kind == .preVote
    if message.term > term {
      if message.kind == .preVote, isLeader {
        sendAppend(to: Int(message.from), into: &effects)
        return false
      }
      if isRequest, !message.flag, isInLease(now: now) { return false }
      let isPromise = message.kind == .preVoteReply && !message.flag
      if message.kind != .preVote, !isPromise {
        let isFromLeader = message.kind == .append || message.kind == .snapshot
        let newLeader = isFromLeader ? message.from : nil
        follow(newLeader, term: message.term, now: now, into: &effects)
      }
      return true
    }
    guard message.term < term else { return true }
    if message.kind == .append || message.kind == .preVote {
      let kind: RaftMessage.Kind = message.kind == .append ? .appendReply : .preVoteReply
      effects.append(.send(self.message(kind, to: Int(message.from), flag: true)))
    }
    return false
  }

  mutating func receiveVoteRequest(
    _ request: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    let isUpToDate =
      (request.logTerm, request.index) >= (log.lastTerm, log.last)
    let from = Int(request.from)
    if request.kind == .preVote {
      let isPromised = isUpToDate && request.term > term
      var reply = message(.preVoteReply, to: from, flag: !isPromised)
      if isPromised { reply.term = request.term }
      effects.append(.send(reply))
      return
    }
    guard isUpToDate, vote == request.from || (vote == nil && leader == nil) else {
      effects.append(.send(message(.voteReply, to: from, flag: true)))
      return
    }
    vote = request.from
    heardAt = now
    deadline = end(of: timeout, from: now)
    armElection(into: &effects)
    let proof = parameters.countsEmptyVotes ? 0 : log.last
    effects.append(
      .sendWhenFlushed(message(.voteReply, to: from, index: proof), through: 0, term: 0, new: 0))
  }

  mutating func receiveVoteReply(
    _ reply: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    let isAwaited =
      reply.kind == .preVoteReply
      ? role == .preCandidate && (reply.flag || reply.term == term + 1)
      : role == .candidate
    guard isAwaited else { return }
    let voter = Int(reply.from)
    if reply.flag { refused.insert(voter) } else { granted.insert(voter) }
    if reply.kind == .voteReply, !parameters.countsEmptyVotes, reply.index == 0 {
      unproven.insert(voter)
    }
    decide(now: now, into: &effects)
  }

  private mutating func becomeLeader(now: SimTime, into effects: inout [RaftEffect]) {
    role = .leader
    leader = slot
    for other in 0..<voters {
      matches[other] = 0
      nexts[other] = log.last + 1
      isProbing[other] = true
      heardFrom[other] = now
      forgetSnapshot(to: other)
    }
    effects.append(.elected(term: term))
    deadline = parameters.quorumCheck.map { now + $0 } ?? .infinity
    armElection(into: &effects)
    propose(count: 1, into: &effects)
    for other in 0..<voters where other != slot { sendAppend(to: other, into: &effects) }
    heartbeatAt = now + parameters.heartbeat
    effects.append(.heartbeatTimer(heartbeatAt))
  }
}
