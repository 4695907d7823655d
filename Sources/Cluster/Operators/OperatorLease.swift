import SimulationKernel

/// The lease of an operator's copies: who holds it, and when another may take it.
///
/// A candidate counts the lease's duration by its own clock from the try at which it saw the record
/// change last (client-go tools/leaderelection `tryAcquireOrRenew`, observedTime). A process that
/// starts later sees the record first at its start, and waits the whole duration from then.
struct OperatorLease {
  /// A copy that asks for the lease while nobody renews it.
  private struct Candidate {
    let pod: PodHandle
    /// Since when its process runs.
    let process: SimTime
    /// When it sees the record that the holder left.
    let seesAt: SimTime
    /// At which of its tries it takes the lease.
    var takesAt: SimTime
  }

  /// The workload with the operator's software.
  let workload: Int
  let rule: LeaderElection
  /// Whether a holder that is told to end gives it up.
  let isReleased: Bool
  /// The pod that holds it; `none` before the first.
  private(set) var holder = PodHandle.none
  /// Since when the process runs that holds it.
  private(set) var since = SimTime.zero
  private(set) var renewedAt = SimTime.zero
  /// Whether its holder has given it up, or it never had one.
  private var isFree = false
  private var candidates: [Candidate] = []
  /// Whether the API refused it, and an event says so.
  var isRefused = false
  private var random: EntityRandom

  init(workload: Int, rule: LeaderElection, isReleased: Bool, random: EntityRandom) {
    self.workload = workload
    self.rule = rule
    self.isReleased = isReleased
    self.random = random
  }

  /// The holder, whose process runs since a time, renews, and nobody else may take it.
  mutating func renew(by process: SimTime, now: SimTime) {
    since = process
    renewedAt = now
    isFree = false
    candidates.removeAll()
  }

  /// A pod, whose process runs since a time, takes it.
  mutating func take(_ pod: PodHandle, by process: SimTime, now: SimTime) {
    holder = pod
    isRefused = false
    renew(by: process, now: now)
  }

  /// The holder is gone: the copies that reach the API, each with the time since when its process
  /// runs, see the lease run out, or given up, at their tries.
  mutating func miss(
    _ copies: [(pod: PodHandle, process: SimTime)], isGivenUp: Bool, now: SimTime
  ) {
    isFree = isFree || isGivenUp
    candidates.removeAll { known in
      // What it would have seen it does not see; a new process begins anew.
      let copy = copies.first { $0.pod == known.pod }
      return copy.map { $0.process != known.process } ?? (known.seesAt > now)
    }
    for copy in copies {
      guard let known = candidates.firstIndex(where: { $0.pod == copy.pod }) else {
        candidates.append(candidate(copy.pod, copy.process, now: now))
        continue
      }
      if candidates[known].takesAt < now {
        // It did not reach the API then, or was refused.
        candidates[known].takesAt = now + rule.untilNextTry(&random)
      }
    }
  }

  /// A copy that asks from now on.
  private mutating func candidate(
    _ pod: PodHandle, _ process: SimTime, now: SimTime
  ) -> Candidate {
    // A process tries at its start first.
    let isNew = holder.isNone || process > renewedAt
    if isFree {
      let takesAt = isNew ? now : now + rule.untilNextTry(&random)
      return Candidate(pod: pod, process: process, seesAt: takesAt, takesAt: takesAt)
    }
    let seesAt = isNew ? process : renewedAt + rule.untilNextTry(&random)
    let takesAt = max(now, seesAt + rule.untilTaken(&random))
    return Candidate(pod: pod, process: process, seesAt: seesAt, takesAt: takesAt)
  }

  /// The copies that take the lease now, in the order in which they asked.
  func takers(at now: SimTime) -> [PodHandle] {
    candidates.filter { $0.takesAt == now }.map(\.pod)
  }

  /// When it is looked at next.
  func nextLook(now: SimTime) -> SimTime {
    candidates.reduce(now + rule.retry) { $1.takesAt > now ? min($0, $1.takesAt) : $0 }
  }
}
