public import SimulationKernel

/// What a container has used and how often its quota stopped it, since it was registered.
///
/// The fields are cAdvisor's `container_cpu_usage_seconds_total` and `container_cpu_cfs_*`.
public struct CPUUsage: Equatable, Sendable {
  /// Core time used: the exact integral over running jobs.
  public var used: SimDuration
  /// Bandwidth periods in which the container was active (`nr_periods`); 0 without a quota.
  public var periods: Int64
  /// Periods in which the budget was exhausted (`nr_throttled`).
  public var throttledPeriods: Int64
  /// Time during which the container was stopped, added up over the cores that would have run its
  /// jobs: more than the time that passed where these are several.
  public var throttledTime: SimDuration
}

extension CPUModel {
  /// The statistics of a container at a time that is not before the last event.
  public func usage(of container: Int, at now: SimTime) -> CPUUsage {
    let state = containers[handle(of: container)]
    let time = now.nanoseconds
    var periods = state.periods
    if time >= state.periodEnd {
      periods += state.active > 0 ? (time - state.periodEnd) / CPUContainer.period + 1 : 1
    }
    return CPUUsage(
      used: SimDuration(nanoseconds: state.isRemoved ? state.usedOffset : state.used(at: time)),
      periods: max(0, periods), throttledPeriods: state.throttledPeriods,
      throttledTime: SimDuration(
        nanoseconds: state.throttledTime(at: time, cores: cores(of: state))))
  }

  /// Core time that all containers of a node have used.
  public func busyTime(of node: Int, at now: SimTime) -> SimDuration {
    let state = nodes[Handle(rawValue: UInt32(node))]
    var used = state.usedBefore
    var next = state.firstContainer
    while !next.isNone {
      used &+= containers[next].used(at: now.nanoseconds)
      next = containers[next].nextOnNode
    }
    return SimDuration(nanoseconds: used)
  }
}
