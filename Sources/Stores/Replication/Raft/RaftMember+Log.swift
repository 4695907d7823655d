package import SimulationKernel

extension RaftMember {
  /// Appends entries to a leader's log and sends them out.
  ///
  /// - Precondition: the member leads.
  package mutating func propose(count: UInt64, into effects: inout [RaftEffect]) {
    precondition(isLeader, "only a leader appends to its log")
    log.append(term: term, count: count)
    if parameters.flushesBeforeAck {
      effects.append(.flush(through: log.last, term: term, new: count))
    }
    matches[Int(slot)] = confirmed
    for other in 0..<voters where other != slot { sendEntries(to: other, into: &effects) }
    advanceCommit(into: &effects)
  }

  /// The disk holds the log through an entry that a term wrote.
  package mutating func flushed(
    through index: UInt64, term written: UInt32, into effects: inout [RaftEffect]
  ) {
    guard index > durable, log.holds(index: index, term: written) else { return }
    durable = index
    guard isLeader else { return }
    matches[Int(slot)] = confirmed
    advanceCommit(into: &effects)
  }

  /// Handles a message from another member.
  package mutating func receive(
    _ message: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    guard adoptTerm(of: message, now: now, into: &effects) else { return }
    switch message.kind {
    case .append: receiveAppend(message, now: now, into: &effects)
    case .snapshot: install(message, now: now, into: &effects)
    case .appendReply: receiveAppendReply(message, now: now, into: &effects)
    case .preVote, .vote: receiveVoteRequest(message, now: now, into: &effects)
    case .preVoteReply, .voteReply: receiveVoteReply(message, now: now, into: &effects)
    case .campaignNow:
      if role == .follower { becomeCandidate(now: now, isForced: true, into: &effects) }
    }
  }

  /// The heartbeat timer rings: a leader sends everybody what is due, or an empty append.
  package mutating func heartbeatTimer(now: SimTime, into effects: inout [RaftEffect]) {
    guard isLeader, now >= heartbeatAt else { return }
    guard !isExpired(now: now) else {
      follow(nil, term: term, now: now, into: &effects)
      return
    }
    for other in 0..<voters where other != slot {
      sendAppend(to: other, isHeartbeat: true, into: &effects)
    }
    heartbeatAt = now + parameters.heartbeat
    effects.append(.heartbeatTimer(heartbeatAt))
  }

  /// Sends entries that fit the window; nothing while the follower's log is being searched.
  private mutating func sendEntries(to other: Int, into effects: inout [RaftEffect]) {
    while !isProbing[other], nexts[other] <= log.last,
      nexts[other] <= matches[other] + parameters.windowEntries
    {
      sendAppend(to: other, into: &effects)
    }
  }

  mutating func sendAppend(
    to other: Int, isHeartbeat: Bool = false, into effects: inout [RaftEffect]
  ) {
    guard nexts[other] > log.base else {
      sendSnapshot(to: other, isHeartbeat: isHeartbeat, into: &effects)
      return
    }
    let first = nexts[other]
    let windowEnd = isProbing[other] ? .max : matches[other] + parameters.windowEntries
    var append = message(
      .append, to: other, index: first - 1, logTerm: log.term(at: first - 1),
      hint: commit, flag: isHeartbeat)
    if first <= log.last, first <= windowEnd {
      let end = min(log.endOfTerm(at: first), first + parameters.batchEntries - 1, windowEnd)
      append.entryTerm = log.term(at: first)
      append.count = end - first + 1
      if !isProbing[other] { nexts[other] = end + 1 }
    }
    effects.append(.send(append))
  }

  private mutating func receiveAppend(
    _ append: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    hear(append, now: now, into: &effects)
    let from = Int(append.from)
    if isAtOdds(with: append) { discardState() }
    guard append.index >= log.base else {
      // What a snapshot stands for is committed, and the leader has it unless it has lost it.
      let held = parameters.flushesBeforeAck ? min(commit, confirmed) : append.index
      effects.append(.send(message(.appendReply, to: from, index: held)))
      return
    }
    guard log.holds(index: append.index, term: append.logTerm) else {
      let hint = log.lastIndex(upTo: append.index - 1, withTermAtMost: append.logTerm)
      effects.append(
        .send(
          message(
            .appendReply, to: from, index: append.index, logTerm: log.term(at: hint), hint: hint,
            flag: true)))
      return
    }
    let end = append.index + append.count
    let new = store(append)
    commit = max(commit, min(append.hint, end))
    compact()
    if new > 0, parameters.flushesBeforeAck {
      let reply = message(.appendReply, to: from, index: end)
      effects.append(.sendWhenFlushed(reply, through: end, term: append.entryTerm, new: new))
    } else {
      effects.append(.send(message(.appendReply, to: from, index: min(end, confirmed))))
    }
  }

  /// A leader of the present term is there: no election for now, unless it is one that is
  /// believed to be gone.
  mutating func hear(
    _ append: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    if let suspicion, role == .follower, suspicion == (append.from, append.term) { return }
    suspicion = nil
    if role != .follower || leader != append.from {
      follow(append.from, term: term, now: now, into: &effects)
    }
    guard append.flag || !parameters.electsByHeartbeats else { return }
    heardAt = now
    deadline = parameters.electsOnSilence ? end(of: timeout, from: now) : .infinity
    armElection(into: &effects)
  }

  /// Writes the entries of an append that the log does not hold; returns how many there were.
  private mutating func store(_ append: RaftMessage) -> UInt64 {
    let end = append.index + append.count
    var held = append.index
    if held < min(end, log.last), log.term(at: held + 1) == append.entryTerm {
      held = min(end, log.endOfTerm(at: held + 1))
    }
    guard held < end else { return 0 }
    precondition(
      held >= commit || !parameters.flushesBeforeAck, "a committed entry is never overwritten")
    commit = min(commit, held)
    log.truncate(after: held)
    durable = min(durable, log.last)
    log.append(term: append.entryTerm, count: end - held)
    return end - held
  }

  private mutating func receiveAppendReply(
    _ reply: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    guard isLeader else { return }
    let from = Int(reply.from)
    heardFrom[from] = now
    guard noteAnswer(reply) else { return }
    guard reply.flag else {
      matches[from] = max(matches[from], min(reply.index, log.last))
      nexts[from] = max(nexts[from], matches[from] + 1)
      isProbing[from] = false
      advanceCommit(into: &effects)
      sendEntries(to: from, into: &effects)
      return
    }
    let bound = log.lastIndex(upTo: reply.hint, withTermAtMost: reply.logTerm)
    // Without flushes a follower may return without entries that it had confirmed.
    if !parameters.flushesBeforeAck { matches[from] = min(matches[from], bound) }
    guard reply.index > matches[from] else { return }
    guard !isProbing[from] || reply.index == nexts[from] - 1 else { return }
    nexts[from] = max(matches[from] + 1, min(reply.index, bound + 1))
    isProbing[from] = true
    sendAppend(to: from, into: &effects)
  }

  /// Commits what a majority holds, if this leader's own term wrote it and, where its
  /// implementation waits for that, its own disk has it too.
  private mutating func advanceCommit(into effects: inout [RaftEffect]) {
    let majority = Quorum.committed(matches)
    let held = parameters.needsOwnDisk ? min(majority, matches[Int(slot)]) : majority
    guard held > commit, log.term(at: held) == term else { return }
    compact()
    commit = held
    effects.append(.committed(through: held))
  }
}
