import SimulationKernel

/// The lease of an operator's copies: who holds it, and when another may take it.
struct OperatorLease {
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
  /// When the others take it; `infinity` while it is held.
  private(set) var freeAt = SimTime.infinity
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
    freeAt = .infinity
  }

  /// A pod, whose process runs since a time, takes it.
  mutating func take(_ pod: PodHandle, by process: SimTime, now: SimTime) {
    holder = pod
    isRefused = false
    renew(by: process, now: now)
  }

  /// The holder is gone: the others see the lease run out, or given up, at one of their tries.
  mutating func miss(isGivenUp: Bool, now: SimTime) {
    guard freeAt == .infinity else { return }
    let end = isGivenUp ? now : max(now, renewedAt + rule.duration)
    freeAt = end + random.duration(below: rule.longestRetry)
  }

  /// When it is looked at next.
  func nextLook(now: SimTime) -> SimTime {
    freeAt > now ? min(freeAt, now + rule.retry) : now + rule.retry
  }
}
