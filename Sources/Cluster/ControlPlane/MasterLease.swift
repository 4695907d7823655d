import SimulationKernel

/// The lease of a component that runs on every master and acts on one, as its copies see it
/// (client-go tools/leaderelection `tryAcquireOrRenew`).
///
/// The copy that acts renews the lease every retry period; where it cannot until the renew deadline
/// it ends, and its next process is a candidate of another name. A candidate takes the lease at one
/// of its tries, once the record has stood unchanged for the lease's duration since it saw it: what
/// it had not seen when the API failed, it sees first when the API is back.
struct MasterLease: Sendable {
  /// Lease 15 s, renew deadline 10 s, retry period 2 s (component-base
  /// config/v1alpha1/defaults.go).
  static let rule = LeaderElection()

  /// The node whose copy renewed the lease last; -1 until a holder has stopped
  /// renewing it.
  private(set) var holder = -1
  /// When it renewed it last; `infinity` while it goes on.
  private(set) var renewedAt = SimTime.infinity
  /// Whether an event says that nobody leads.
  var isMissed = false
  /// When the candidate on each master sees the record and takes the lease, by the master's place;
  /// `infinity` for one that has not seen it.
  private var seenAt: [SimTime] = []
  private var takenAt: [SimTime] = []

  /// The holder does not renew any longer; the candidates that reach the API have seen its record,
  /// or see it at their next try if there is an API.
  mutating func lapse(
    of node: Int, candidates: [Bool], isAPIUp: Bool, at now: SimTime,
    _ random: inout EntityRandom
  ) {
    let rule = MasterLease.rule
    holder = node
    isMissed = false
    let last = now - random.duration(below: rule.retry)
    renewedAt = last
    seenAt = candidates.map { isThere in
      guard isThere else { return .infinity }
      let seen = last + rule.untilNextTry(&random)
      return seen <= now || isAPIUp ? seen : .infinity
    }
    takenAt = seenAt.map { seen in
      seen == .infinity ? seen : seen + rule.untilTaken(&random)
    }
  }

  /// Whether the holder, if its process runs and reaches the API, renews the lease as if nothing
  /// had happened.
  func goesOn(at now: SimTime) -> Bool { now <= renewedAt + MasterLease.rule.renewDeadline }

  /// A candidate's process ended, or it does not reach the API: it does not see what it would have
  /// seen, and forgets with its end what it saw.
  mutating func miss(_ index: Int, hasEnded: Bool, at now: SimTime) {
    guard hasEnded || seenAt[index] > now else { return }
    seenAt[index] = .infinity
    takenAt[index] = .infinity
  }

  /// The candidates that reach the API look at the record; returns when the first takes the lease.
  mutating func look(
    from candidates: [Bool], at now: SimTime, _ random: inout EntityRandom
  ) -> SimTime {
    let rule = MasterLease.rule
    var first = SimTime.infinity
    for index in candidates.indices where candidates[index] {
      if takenAt[index] == .infinity {
        seenAt[index] = now + rule.untilNextTry(&random)
        takenAt[index] = seenAt[index] + rule.untilTaken(&random)
      } else if takenAt[index] < now {
        takenAt[index] = now + rule.untilNextTry(&random)
      }
      first = min(first, takenAt[index])
    }
    return first
  }

  /// The places of the candidates that take the lease at a time.
  func takers(at now: SimTime) -> [Int] { takenAt.indices.filter { takenAt[$0] == now } }

  /// Somebody renews the lease.
  mutating func renew() { renewedAt = .infinity }
}
