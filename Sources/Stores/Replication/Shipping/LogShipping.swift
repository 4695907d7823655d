package import SimulationKernel

/// A primary that streams its log to copies: a state machine without clock and randomness.
///
/// Serves PostgreSQL, Redis, Kafka's partitions and Elasticsearch's shards. Writes are numbered
/// from 1 along a timeline; a copy's position in the stream is the last number that it received,
/// and the last that it vouches for. A promotion starts a new timeline at the promoted copy's
/// position; what was acknowledged beyond it is lost.
package struct LogShipping: Sendable {
  /// Which copies hold a write when it is acknowledged.
  package enum Acknowledgement: Equatable, Sendable {
    /// The primary alone: asynchronous replication (PostgreSQL's default, Redis, Kafka acks=1).
    case primary
    /// The primary and a number of connected copies; when fewer are connected a strict primary
    /// waits, another goes on with those that there are (`synchronous_standby_names` ANY n).
    case synchronous(copies: Int, isStrict: Bool)
    /// Standbys of a list that the primary's agent keeps outside (Patroni's synchronous_mode): all
    /// of a list of that many, or as many of a longer one (quorum); with an empty list a strict
    /// primary waits and another goes on alone.
    case listed(copies: Int, isStrict: Bool, isQuorum: Bool)
    /// Members of an in-sync set on the terms of a rule (Kafka, Elasticsearch).
    case inSync(InSyncRule)
  }

  /// One member's copy of the data.
  package struct Copy: Equatable, Sendable {
    /// The last write of the stream that the copy has.
    package internal(set) var received: UInt64 = 0
    /// The last write of the stream that the copy vouches for.
    package internal(set) var vouched: UInt64 = 0
    /// The last write of the stream that survives a loss of power.
    package internal(set) var durable: UInt64 = 0
    /// The timeline that the copy follows.
    package internal(set) var timeline: UInt32 = 1
    /// Whether the copy runs and streams from the primary.
    package internal(set) var isConnected = true
    /// Whether the copy may be promoted without losing acknowledged writes, where a set is kept.
    package internal(set) var isInSync = true
    /// Whether the copy may lead although it left the set, which had its least size (KIP-966).
    package internal(set) var isEligible = false
    /// Whether the copy is close enough behind the primary to enter the set.
    package internal(set) var isCaughtUp = true
  }

  /// What a promotion decided.
  package struct Promotion: Equatable, Sendable {
    /// The copy that was primary before.
    package var old: Int
    /// The copy that is primary now.
    package var new: Int
    /// Acknowledged writes that the new primary does not have.
    package var lost: UInt64
    /// Writes that the new primary has although nobody was told that they succeeded.
    package var unacknowledged: UInt64
  }

  /// When a write is acknowledged.
  package let acknowledgement: Acknowledgement
  /// The copies by slot.
  package private(set) var copies: [Copy]
  /// The slot of the primary; it may be dead while no other has been promoted.
  package private(set) var primary = 0
  /// The current timeline.
  package private(set) var timeline: UInt32 = 1
  /// The last acknowledged write of the current timeline.
  package private(set) var acknowledged: UInt64 = 0
  /// The last write that all members of the in-sync set hold; what may be read.
  package private(set) var highWatermark: UInt64 = 0
  /// Where the current timeline left the one before.
  package private(set) var fork: UInt64 = 0

  /// Makes a group whose copies are all connected and empty.
  package init(copies: Int, primary: Int, acknowledgement: Acknowledgement) {
    precondition((0..<copies).contains(primary), "the primary is one of the copies")
    self.copies = Array(repeating: Copy(), count: copies)
    self.primary = primary
    self.acknowledgement = acknowledgement
    if case .listed = acknowledgement { _ = renewList() }
  }

  /// Whether a write may be started: Kafka refuses below the least in-sync set.
  package var acceptsWrites: Bool {
    guard case .inSync(let rule) = acknowledgement else { return true }
    return rule.produce(inSync: inSyncCount, copies: copies.count) == .accepted
  }

  /// Whether the primary answers without hearing from others.
  package var acknowledgesAlone: Bool {
    switch acknowledgement {
    case .primary: true
    case .synchronous, .listed: false
    case .inSync(let rule): rule.acknowledgement != .all
    }
  }

  /// Members of the in-sync set.
  package var inSyncCount: Int { copies.count(where: \.isInSync) }

  /// Takes a write into the primary's log and returns its number.
  package mutating func write() -> UInt64 {
    copies[primary].received += 1
    return copies[primary].received
  }

  /// A copy received the stream through a write of a timeline; older timelines are ignored.
  package mutating func received(slot: Int, through number: UInt64, timeline sent: UInt32) {
    guard sent == timeline, copies[slot].timeline == sent else { return }
    copies[slot].received = max(copies[slot].received, number)
  }

  /// A copy vouches for the stream through a write; returns the last acknowledged write.
  package mutating func vouch(
    slot: Int, through number: UInt64, timeline sent: UInt32
  ) -> UInt64 {
    guard sent == timeline, copies[slot].timeline == sent else { return acknowledged }
    copies[slot].vouched = max(copies[slot].vouched, min(number, copies[slot].received))
    return advance()
  }

  /// A copy's disk holds the stream through a write.
  package mutating func persisted(slot: Int, through number: UInt64, timeline sent: UInt32) {
    guard sent == timeline, copies[slot].timeline == sent else { return }
    copies[slot].durable = max(copies[slot].durable, min(number, copies[slot].received))
  }

  /// The operating system wrote a copy's page cache to the disk.
  package mutating func writeBack(slot: Int) { copies[slot].durable = copies[slot].received }

  /// The last write that enough copies hold; acknowledgement never goes back on a timeline.
  package mutating func advance() -> UInt64 {
    acknowledged = max(acknowledged, held)
    if case .inSync(let rule) = acknowledgement {
      highWatermark = markOfSet(rule)
      if rule.acknowledgement == .all { acknowledged = max(acknowledged, highWatermark) }
    }
    return acknowledged
  }

  private func markOfSet(_ rule: InSyncRule) -> UInt64 {
    let followers = copies.indices.lazy.filter { $0 != primary }.map { slot in
      InSyncFollower(
        end: copies[slot].vouched, isInSync: copies[slot].isInSync,
        isCaughtUp: copies[slot].isConnected && copies[slot].timeline == timeline
          && copies[slot].isCaughtUp)
    }
    let needed = rule.effectiveMinimum(copies: copies.count)
    return InSyncFollower.highWatermark(
      from: highWatermark, leaderEnd: copies[primary].vouched, followers: followers,
      isUnderMinimum: inSyncCount < needed)
  }

  private var held: UInt64 {
    let own = copies[primary].vouched
    switch acknowledgement {
    case .primary:
      return own
    case .synchronous(let wanted, let isStrict):
      let connected = copies.indices.count(where: { $0 != primary && copies[$0].isConnected })
      let needed = isStrict ? wanted : min(wanted, connected)
      if needed > connected { return 0 }
      return needed == 0 ? own : min(own, positionOfFastest(needed) { $0.isConnected })
    case .listed(let wanted, let isStrict, let isQuorum):
      let listed = listedCount
      guard listed > 0 else { return isStrict ? 0 : own }
      let needed = isQuorum ? min(wanted, listed) : listed
      return min(own, positionOfFastest(needed) { $0.isInSync })
    case .inSync(let rule):
      return rule.acknowledgement == .all ? 0 : own
    }
  }

  /// The highest write that a number of some copies besides the primary vouch for.
  private func positionOfFastest(_ count: Int, of isCounted: (Copy) -> Bool) -> UInt64 {
    var best: UInt64 = 0
    for slot in copies.indices where slot != primary && isCounted(copies[slot]) {
      let position = copies[slot].vouched
      var holders = 0
      for other in copies.indices where other != primary && isCounted(copies[other]) {
        if copies[other].vouched >= position { holders += 1 }
      }
      if holders >= count { best = max(best, position) }
    }
    return best
  }

  /// Whether a write that everybody gets is acknowledged in the end.
  package var canAcknowledge: Bool {
    let connected = copies.indices.count(where: { $0 != primary && copies[$0].isConnected })
    switch acknowledgement {
    case .primary, .inSync: return true
    case .synchronous(let wanted, let isStrict): return !isStrict || connected >= wanted
    case .listed(let wanted, let isStrict, let isQuorum):
      let listed = listedCount
      guard listed > 0 else { return !isStrict }
      let there = copies.indices.count(where: {
        $0 != primary && copies[$0].isInSync && copies[$0].isConnected
      })
      return there >= (isQuorum ? min(wanted, listed) : listed)
    }
  }

  private var listedCount: Int {
    copies.indices.count(where: { $0 != primary && copies[$0].isInSync })
  }

  /// The primary's agent writes the list anew and returns the last acknowledged write.
  ///
  /// On it are standbys that are connected, those of the list before others, and all of them where
  /// a quorum is enough.
  package mutating func renewList() -> UInt64 {
    guard case .listed(let wanted, _, let isQuorum) = acknowledgement else { return acknowledged }
    let connected = copies.indices.filter { $0 != primary && copies[$0].isConnected }
    let kept = connected.filter { copies[$0].isInSync }
    let fresh = connected.filter { !copies[$0].isInSync }
    let list = isQuorum ? connected : Array((kept + fresh).prefix(wanted))
    for slot in copies.indices where slot != primary {
      copies[slot].isInSync = list.contains(slot)
    }
    return advance()
  }

  /// Whether a copy is the primary or on the list; all are where no list is kept.
  package func isListed(_ slot: Int) -> Bool {
    guard case .listed = acknowledgement else { return true }
    return slot == primary || copies[slot].isInSync
  }

  /// Whether a copy is one of those of whom each commit waits for some.
  package func isVoter(_ slot: Int) -> Bool {
    guard case .listed(_, _, isQuorum: true) = acknowledgement else { return false }
    return slot != primary && copies[slot].isInSync
  }

  /// How many voters a candidate must know to be not ahead; nil where commits wait for all.
  package var voteQuorum: Int? {
    guard case .listed(let wanted, _, isQuorum: true) = acknowledgement else { return nil }
    return PatroniRace.quorum(voters: listedCount, acknowledging: wanted)
  }

  /// Whether a copy can go on from the log that its primary kept (Redis' replication backlog,
  /// PostgreSQL's wal_keep_size or slot).
  package static func isPartial(missed: Int64, retained: Int64) -> Bool { missed <= retained }

  /// Whether a primary with a least number of replicas takes writes: those whose last confirmation
  /// is recent enough count, and without a greatest lag none is needed (redis
  /// `refreshGoodSlavesCount`, `checkGoodReplicasStatus`).
  package static func acceptsWrites(
    replicaAges: [SimDuration], least: Int, greatestLag: SimDuration
  ) -> Bool {
    least == 0 || greatestLag == .zero
      || replicaAges.count(where: { $0 <= greatestLag }) >= least
  }

  /// A copy stopped streaming: it died, was cut off or is being rebuilt.
  package mutating func disconnect(slot: Int) { copies[slot].isConnected = false }

  /// The leader looked at a copy: whether it counts as caught up.
  package mutating func observe(slot: Int, isCaughtUp: Bool) {
    copies[slot].isCaughtUp = isCaughtUp
  }

  /// The controller takes a copy out of the in-sync set; the last member always stays.
  package mutating func evict(slot: Int) {
    guard inSyncCount > 1 else { return }
    if case .inSync(let rule) = acknowledgement, rule.keepsEligibleLeaders,
      inSyncCount <= rule.effectiveMinimum(copies: copies.count)
    {
      copies[slot].isEligible = true
    }
    copies[slot].isInSync = false
  }

  /// A copy was made anew from the primary's.
  package mutating func copied(slot: Int) {
    copies[slot].received = copies[primary].received
    copies[slot].vouched = copies[primary].vouched
    copies[slot].durable = copies[primary].durable
    copies[slot].timeline = timeline
  }

  /// All copies hold the same data that came from elsewhere: a new stream begins.
  package mutating func restored() {
    timeline += 1
    fork = 0
    acknowledged = 0
    highWatermark = 0
    for slot in copies.indices {
      copies[slot] = Copy()
      copies[slot].timeline = timeline
    }
  }

  /// The disk of a copy is gone with all that was on it.
  package mutating func destroy(slot: Int) {
    copies[slot].received = 0
    copies[slot].vouched = 0
    copies[slot].durable = 0
    copies[slot].isEligible = false
    copies[slot].isCaughtUp = false
    if inSyncCount > 1 { copies[slot].isInSync = false }
  }

  /// The machine of a copy lost power: what was not on its disk is gone.
  package mutating func losePageCache(slot: Int) {
    copies[slot].received = copies[slot].durable
    copies[slot].vouched = copies[slot].durable
  }

  /// The process of a copy ended and with it what it held in memory only, to the last snapshot or
  /// all of it.
  package mutating func loseMemory(slot: Int, keepsSnapshot: Bool) {
    if !keepsSnapshot { copies[slot].durable = 0 }
    losePageCache(slot: slot)
  }

  /// A copy streams again: what it wrote beyond the fork of its timeline is discarded.
  ///
  /// Returns how many writes it still lacks.
  package mutating func reconnect(slot: Int) -> UInt64 {
    guard slot != primary else {
      copies[slot].isConnected = true
      return 0
    }
    if copies[slot].timeline != timeline {
      let kept = min(copies[slot].received, fork)
      copies[slot].received = kept
      copies[slot].vouched = min(copies[slot].vouched, kept)
      copies[slot].durable = min(copies[slot].durable, kept)
      copies[slot].timeline = timeline
    }
    copies[slot].isConnected = true
    return copies[primary].received - min(copies[primary].received, copies[slot].received)
  }

  /// A caught-up copy enters the in-sync set.
  package mutating func admit(slot: Int) {
    guard copies[slot].timeline == timeline,
      copies[slot].received >= highWatermark
    else { return }
    copies[slot].isInSync = true
    guard case .inSync(let rule) = acknowledgement,
      inSyncCount >= rule.effectiveMinimum(copies: copies.count)
    else { return }
    for other in copies.indices { copies[other].isEligible = false }
  }

  /// The copy to promote among those that are offered.
  ///
  /// The most advanced, and the lowest slot among equals. Where an in-sync set is kept its members
  /// qualify in the order of their assignment, which is that of the slots; others only on an
  /// unclean choice.
  package func successor(
    among isOffered: (Int) -> Bool, kind: PartitionElection.Kind = .online
  ) -> Int? {
    if case .inSync(let rule) = acknowledgement {
      let inSync = copies.indices.filter { copies[$0].isInSync }
      // With eligible leaders the last member leaves the set too (KIP-966).
      let isDeserted = rule.keepsEligibleLeaders && !inSync.contains(where: isOffered)
      var election = PartitionElection(
        assignment: Array(copies.indices), inSync: isDeserted ? [] : inSync, leader: primary)
      election.eligible = copies.indices.filter { copies[$0].isEligible }
      let wish = rule.allowsUncleanLeader && kind == .online ? .unclean : kind
      return election.elect(wish, isAcceptable: isOffered)?.leader
    }
    var best: Int?
    for slot in copies.indices where isOffered(slot) {
      if best.map({ copies[slot].received > copies[$0].received }) ?? true { best = slot }
    }
    return best
  }

  /// Makes a copy the primary of a new timeline and says what that loses.
  ///
  /// What it holds beyond the last acknowledged write stays unacknowledged: its writers were told
  /// nothing or of a failure, so that it is no loss if it goes.
  package mutating func promote(slot: Int) -> Promotion {
    let position = copies[slot].received
    let promotion = Promotion(
      old: primary, new: slot, lost: acknowledged - min(acknowledged, position),
      unacknowledged: position - min(acknowledged, position))
    if slot != primary { copies[primary].isInSync = false }
    primary = slot
    timeline += 1
    fork = position
    acknowledged = min(acknowledged, position)
    highWatermark = min(highWatermark, position)
    copies[slot].timeline = timeline
    copies[slot].vouched = position
    copies[slot].isConnected = true
    copies[slot].isInSync = true
    copies[slot].isEligible = false
    for other in copies.indices where other != slot {
      copies[other].isConnected = false
      // A new primary begins without a list; its agent's next loop writes one.
      if case .listed = acknowledgement { copies[other].isInSync = false }
    }
    return promotion
  }
}
