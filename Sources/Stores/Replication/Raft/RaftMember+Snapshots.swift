import SimulationKernel

/// Snapshots of the state, which take the place of the log's beginning.
///
/// As in etcd-io/raft: a follower whose next entry lies before the leader's log gets the state, and
/// nothing but heartbeats until it has it (raft.go `maybeSendSnapshot`, tracker `StateSnapshot`);
/// one that does not answer gets none (`RecentActive`).
extension RaftMember {
  /// How a snapshot does that a leader sent.
  package enum SnapshotState: Equatable, Sendable {
    /// The follower has not said yet that it has it.
    case underWay
    /// The follower has it.
    case installed
    /// Nobody waits for it any longer.
    case void
  }

  /// Begins with a state that everybody has and that no log tells of.
  package mutating func beginWithState() {
    log = RaftLog(after: 1, term: 1)
    term = max(term, 1)
    commit = 1
    durable = 1
    snapshotAt = 1
  }

  /// Takes a snapshot when enough was committed since the last, and gives up the log's beginning.
  mutating func compact() {
    guard let rule = parameters.compaction, unsaved >= rule.every else { return }
    takeSnapshot(keeping: rule.keeping)
  }

  /// Entries that a snapshot would cover and the last one does not.
  ///
  /// It covers only what is on the member's own disk (etcd's applied index is never ahead of what
  /// was saved).
  package var unsaved: UInt64 {
    let end = min(commit, durable)
    return end - min(end, snapshotAt)
  }

  /// Takes a snapshot if it would cover anything new, and gives up the log's beginning but for some
  /// entries, in files of a number of them that go as a whole.
  package mutating func takeSnapshot(keeping: UInt64, entriesInFile: UInt64 = 1) {
    guard unsaved > 0 else { return }
    snapshotAt = min(commit, durable)
    let end = snapshotAt - min(snapshotAt, keeping)
    log.compact(through: end - end % entriesInFile)
  }

  /// Whether a leader's entries differ from those that the own snapshot stands for.
  ///
  /// That can only be where entries are acknowledged before they are on a disk: a majority has lost
  /// them, and the leader is one of those who did.
  func isAtOdds(with append: RaftMessage) -> Bool {
    guard !parameters.flushesBeforeAck, log.base > 0 else { return false }
    let covered = log.term(at: log.base)
    guard append.index < log.base else {
      return append.index == log.base && append.logTerm != covered
    }
    return append.count > 0
      && (append.entryTerm > covered
        || (append.index + append.count >= log.base && append.entryTerm != covered))
  }

  /// Begins with nothing: what the member has is not what its group has (nats-server's
  /// `resetClusteredState`).
  mutating func discardState() {
    log = RaftLog()
    durable = 0
    commit = 0
    snapshotAt = 0
  }

  /// Sends a follower that is too far behind the state as it is now, if it answers at all; while
  /// that is on its way it gets nothing but heartbeats.
  mutating func sendSnapshot(
    to other: Int, isHeartbeat: Bool, into effects: inout [RaftEffect]
  ) {
    isProbing[other] = true
    let begins = awaited[other] == 0 && hasAnswered[other]
    if isHeartbeat || !begins {
      effects.append(.send(message(.append, to: other, flag: true)))
    }
    guard begins else { return }
    awaited[other] = commit
    effects.append(
      .sendSnapshot(
        message(.snapshot, to: other, index: commit, logTerm: log.term(at: commit))))
  }

  /// A snapshot did not get to a follower; once it answers it gets what it needs then.
  package mutating func snapshotFailed(to other: Int) { forgetSnapshot(to: other) }

  /// Nothing is on its way to a slot, and nothing was heard of it.
  mutating func forgetSnapshot(to other: Int) {
    awaited[other] = 0
    hasAnswered[other] = false
  }

  /// How a snapshot does that this member sent in a term.
  package func state(ofSnapshot sent: RaftMessage) -> SnapshotState {
    guard isLeader, term == sent.term else { return .void }
    let other = Int(sent.to)
    if matches[other] >= sent.index { return .installed }
    return awaited[other] == sent.index ? .underWay : .void
  }

  /// Notes that a follower answers; returns whether its answer counts, as none does until it has
  /// the state that is on its way to it.
  mutating func noteAnswer(_ reply: RaftMessage) -> Bool {
    let other = Int(reply.from)
    hasAnswered[other] = true
    guard awaited[other] > 0 else { return true }
    guard !reply.flag, reply.index >= awaited[other] else { return false }
    awaited[other] = 0
    return true
  }

  /// A snapshot is there, on the disk, and stands for all that the log said until then; a log that
  /// does not hold its last entry is void.
  mutating func install(
    _ state: RaftMessage, now: SimTime, into effects: inout [RaftEffect]
  ) {
    hear(state, now: now, into: &effects)
    if state.index > commit {
      if log.holds(index: state.index, term: state.logTerm) {
        log.compact(through: state.index)
      } else {
        log = RaftLog(after: state.index, term: state.logTerm)
      }
      commit = state.index
      durable = max(min(durable, log.last), state.index)
      snapshotAt = state.index
    }
    effects.append(
      .send(message(.appendReply, to: Int(state.from), index: min(commit, confirmed))))
  }
}
