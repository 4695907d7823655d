package import SimulationKernel

/// Other shares and another quota of a container that runs.
extension CPUModel {
  /// Gives a container another weight and another limit from now on.
  ///
  /// A quota that is written begins with its whole budget and lets a stopped container go on; its
  /// periods end as before (kernel/sched/core.c tg_set_cfs_bandwidth, with
  /// __refill_cfs_bandwidth_runtime and unthrottle_cfs_rq).
  ///
  /// - Parameters:
  ///   - weight: CFS shares.
  ///   - quotaMilli: the CPU limit in thousandths of a core; nil for none.
  package mutating func resize(
    _ id: Int, weight: UInt32, quotaMilli: Int64?, in simulation: inout Simulation
  ) {
    precondition(weight > 0, "a container's CPU weight is positive")
    precondition((quotaMilli ?? 1) > 0, "a CPU limit is positive")
    let container = handle(of: id)
    guard !containers[container].isRemoved else { return }
    let node = containers[container].node
    settle(node, in: &simulation)
    let now = simulation.now.nanoseconds
    rollPeriod(of: container, at: now)
    containers[container].weight = weight
    let budget = (quotaMilli ?? 0) * (CPUContainer.period / 1_000)
    if budget != containers[container].budget { refund(container, budget: budget, at: now) }
    if containers[container].isQuotaBound, !containers[container].isPlanned {
      plan(container, at: now)
    }
    allocate(node, in: &simulation)
  }
}
