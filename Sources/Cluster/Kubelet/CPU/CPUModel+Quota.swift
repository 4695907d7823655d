import SimulationKernel

// CFS bandwidth control: a budget per period, a stop when it is used up.
extension CPUModel {
  /// Whether the quota could stop the container if this work were added.
  ///
  /// It can not while it pays for a core for every job, nor while the period's budget pays for all
  /// the work at hand.
  func quotaCanBind(_ container: Handle<CPUContainer>, after work: Int64) -> Bool {
    let state = containers[container]
    return state.budget > 0 && Int64(state.active) >= state.quotaCores
      && state.submitted + work > state.funded
  }

  /// Begins the bandwidth period of the present if the last one known is over.
  ///
  /// What was used beyond the old budget (less than a nanosecond per job) is repaid.
  mutating func rollPeriod(of container: Handle<CPUContainer>, at now: Int64) {
    guard now >= containers[container].periodEnd else { return }
    let passed = (now - containers[container].periodEnd) / CPUContainer.period
    let boundary = containers[container].periodEnd + passed * CPUContainer.period
    if containers[container].isPlanned { containers[container].serve(until: boundary) }
    let used = containers[container].used(at: boundary)
    containers[container].periods += containers[container].active > 0 ? passed + 1 : 1
    containers[container].funded =
      min(used, containers[container].funded) + containers[container].budget
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

  private mutating func unthrottle(_ container: Handle<CPUContainer>, at boundary: Int64) {
    containers[container].isThrottled = false
    containers[container].throttledTime += boundary - containers[container].throttledSince
    nodes[containers[container].node].running += containers[container].active
  }
}
