import SimulationKernel

/// CFS bandwidth control: each period has a budget of core time, and a container that used it up
/// stops.
extension CPUModel {
  /// Whether the quota could stop the container if this work were added now.
  ///
  /// It can not while the period's budget pays for all the work at hand, nor while it pays for a
  /// core for every job, in this period (in which more jobs may have run before) and the next.
  func quotaCanBind(
    _ container: Handle<CPUContainer>, after work: Int64, at now: Int64
  ) -> Bool {
    guard containers[container].submitted + work > containers[container].funded else {
      return false
    }
    let state = containers[container]
    let jobs = Int64(state.active) + 1
    return jobs > state.quotaCores
      || state.used(at: now) + jobs * (state.periodEnd - now) > state.funded
  }

  /// Begins the bandwidth period of the present if the last one known is over.
  @inline(always)
  mutating func rollPeriod(of container: Handle<CPUContainer>, at now: Int64) {
    if now >= containers[container].periodEnd { beginPeriod(of: container, at: now) }
  }

  /// Begins the period of the present: grants its budget and lets a stopped container go on.
  ///
  /// What the container used beyond its last budget (less than a nanosecond for each job) is
  /// deducted.
  @inline(never)
  private mutating func beginPeriod(of container: Handle<CPUContainer>, at now: Int64) {
    let passed = (now - containers[container].periodEnd) / CPUContainer.period
    let boundary = containers[container].periodEnd + passed * CPUContainer.period
    if containers[container].isPlanned { containers[container].serve(until: boundary) }
    let used = containers[container].used(at: boundary)
    containers[container].periods += containers[container].active > 0 ? passed + 1 : 1
    let paid = containers[container].isThrottled ? containers[container].funded : used
    containers[container].funded = paid + containers[container].budget
    containers[container].periodEnd = boundary + CPUContainer.period
    if containers[container].isThrottled { unthrottle(container, at: boundary) }
    guard containers[container].isQuotaBound else { return }
    let state = containers[container]
    containers[container].isQuotaBound =
      Int64(state.active) > state.quotaCores && state.submitted > state.funded
  }

  /// Stops a container whose budget is used up.
  mutating func throttleIfExhausted(_ container: Handle<CPUContainer>, at now: Int64) {
    let state = containers[container]
    guard state.isQuotaBound, !state.isThrottled, state.active > 0,
      state.usedOffset >= state.funded
    else { return }
    nodes[state.node].running -= state.active
    containers[container].isThrottled = true
    containers[container].rate = 0
    containers[container].throttledPeriods += 1
    containers[container].throttledSince = now
  }

  /// Gives a container another budget, whole for what is left of its period; 0 for no quota.
  mutating func refund(_ container: Handle<CPUContainer>, budget: Int64, at now: Int64) {
    if containers[container].isThrottled { unthrottle(container, at: now) }
    let hadQuota = containers[container].budget > 0
    containers[container].budget = budget
    guard budget > 0 else {
      containers[container].periodEnd = Int64.max
      containers[container].funded = Int64.max
      containers[container].isQuotaBound = false
      return
    }
    if !hadQuota { containers[container].periodEnd = now + CPUContainer.period }
    containers[container].funded = containers[container].used(at: now) + budget
    containers[container].isQuotaBound =
      containers[container].active > 0 && quotaCanBind(container, after: 0, at: now)
  }

  /// Counts the time for which a stopped container has waited up to now: for each core that would
  /// run one of its jobs, as the kernel stops each core's runqueue and adds up their times
  /// (kernel/sched/fair.c throttle_cfs_rq, unthrottle_cfs_rq).
  mutating func countThrottling(of container: Handle<CPUContainer>, until now: Int64) {
    guard containers[container].isThrottled else { return }
    let state = containers[container]
    containers[container].throttledTime = state.throttledTime(at: now, cores: cores(of: state))
    containers[container].throttledSince = now
  }

  /// Cores on which a container's jobs may wait.
  func cores(of container: CPUContainer) -> Int32 { max(1, nodes[container.node].wholeCores) }

  private mutating func unthrottle(_ container: Handle<CPUContainer>, at boundary: Int64) {
    countThrottling(of: container, until: boundary)
    containers[container].isThrottled = false
    nodes[containers[container].node].running += containers[container].active
  }
}
