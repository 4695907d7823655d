import SimulationKernel

/// Figures that fit into what a workload's container may use: whoever set its limits has seen the
/// software run within them.
extension RunningWorkload {
  /// Requests a second that a container's CPU limit lets through at the least.
  private static let leastRate = 25.0

  /// An amount of memory that leaves half of the main container's limit free; under a limit that
  /// no container takes nothing runs.
  func fitting(_ memory: KnownFigure<Int64>) -> KnownFigure<Int64> {
    let mebibyte: Int64 = 1 << 20
    guard let limit = main?.resources.limits.memory?.value, limit >= MemoryLimits.least,
      memory.value > limit / 2
    else { return memory }
    return .guess(limit / 2 / mebibyte * mebibyte)
  }

  /// CPU seconds of a request with which the main container's limit is not used up by a gentle
  /// load.
  func fitting(_ cpu: KnownFigure<Distribution>) -> KnownFigure<Distribution> {
    guard let limit = main?.resources.limits.cpu?.approximate, limit > 0,
      cpu.value.mean > limit / Self.leastRate
    else { return cpu }
    // The mean of a lognormal law whose 99th percentile is five medians is 1.27 medians.
    let median = max(1, (limit / Self.leastRate / 1.27 * 1e6).rounded(.down)) / 1e6
    return .guess(.lognormal(p50: median, p99: 5 * median))
  }
}
