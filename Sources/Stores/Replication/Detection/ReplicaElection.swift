package import SimulationKernel

/// When a Redis Cluster replica asks to replace its failed master (`clusterHandleSlaveFailover`).
///
/// A replica waits half a second so that the failure spreads, a drawn part of another half, and a
/// second for each replica with newer data; a worse rank found later adds to the wait. It asks
/// once, in an epoch of its own (`BusVoter`); a request without enough votes is given up and made
/// again. A plan outlives the failure that it was made for: a replica whose sibling won asks for
/// the next failure at once while its plan is young, and then not before the plan is old enough to
/// be made anew.
package struct ReplicaElection: Sendable {
  private var rules: ClusterBusRules
  /// When the votes are asked for; nil while no election is planned.
  private var dueAt: SimTime?
  private var rank = 0
  /// The epoch in which the votes were asked for; nil until they were.
  private var epoch: UInt64?
  private var votes = 0

  /// Makes a replica that plans nothing.
  package init(rules: ClusterBusRules) { self.rules = rules }

  /// Looks at the election in a round, with a draw below half a second; returns whether the
  /// replica's own cron, at its moment in the round, is to ask for votes.
  package mutating func step(
    rank newRank: Int, draw: SimDuration, cron: SimTime, now: SimTime
  ) -> Bool {
    guard let due = dueAt, now - due <= rules.voteRetry else {
      reset()
      dueAt = now + Self.delay(draw: draw, rank: newRank)
      rank = newRank
      return false
    }
    let added = Self.addedDelay(from: rank, to: newRank, isAsked: epoch != nil)
    if added > .zero {
      rank = newRank
      dueAt = due + added
      return false
    }
    return asks(at: cron)
  }

  /// Whether the replica asks for votes if its cron runs now.
  package func asks(at now: SimTime) -> Bool {
    guard let due = dueAt, epoch == nil else { return false }
    return now >= due && now - due <= rules.voteTimeout
  }

  /// The replica asks for votes in an epoch.
  package mutating func ask(inEpoch epoch: UInt64) { self.epoch = epoch }

  /// A master's vote arrives, with the epoch that the master is in; returns how many votes the
  /// replica has, or none where it waits for none.
  package mutating func receiveVote(inEpoch sent: UInt64, now: SimTime) -> Int {
    guard let epoch, sent >= epoch, let due = dueAt, now - due <= rules.voteTimeout else {
      return 0
    }
    votes += 1
    return votes
  }

  /// Forgets the plan and its votes: it is too old, or the replica's process ended.
  package mutating func reset() {
    dueAt = nil
    epoch = nil
    votes = 0
  }

  /// From the failure to the request for votes; an operator's failover does not wait.
  package static func delay(
    draw: SimDuration, rank: Int, isManual: Bool = false
  ) -> SimDuration {
    isManual ? .zero : .milliseconds(500) + draw + .seconds(Int64(rank))
  }

  /// What a change of rank adds to a wait that has begun, until the votes are asked for; a better
  /// rank shortens nothing.
  package static func addedDelay(from old: Int, to new: Int, isAsked: Bool) -> SimDuration {
    isAsked ? .zero : .seconds(Int64(max(0, new - old)))
  }

  /// How many replicas of the same master have newer data, of those that may be elected.
  package static func rank(ofOffset mine: UInt64, among siblings: [UInt64]) -> Int {
    siblings.count(where: { $0 > mine })
  }

  /// The oldest data with which a replica asks for votes, less the node timeout that any failure
  /// takes to be noticed; nil for any age.
  package static func validity(
    nodeTimeout: SimDuration, factor: Double, pingPeriod: SimDuration
  ) -> SimDuration {
    pingPeriod + nodeTimeout.scaled(by: factor)
  }

  /// Whether a replica's data are fresh enough: its age counts whole seconds, without the node
  /// timeout; factor 0 takes any age.
  package static func isFresh(
    linkDown: SimDuration, nodeTimeout: SimDuration, factor: Double, pingPeriod: SimDuration,
    isManual: Bool = false
  ) -> Bool {
    guard factor > 0, !isManual else { return true }
    let whole = SimDuration.seconds(linkDown.nanoseconds / 1_000_000_000)
    let age = whole > nodeTimeout ? whole - nodeTimeout : whole
    return age <= validity(nodeTimeout: nodeTimeout, factor: factor, pingPeriod: pingPeriod)
  }
}
