import SimulationKernel

/// The calls that controllers may make, each through its client.
extension Cluster {
  /// How many of a number of calls a controller may make now; schedules a sync for when it may make
  /// the rest.
  mutating func grantCalls(
    _ count: Int, to workload: Int, in simulation: inout Simulation
  ) -> Int {
    guard !isSettling, count > 0 else { return count }
    let granted = workloads[workload].grantedCalls
    if granted > 0 {
      guard workloads[workload].grantedAt <= simulation.now else {
        scheduleSync(of: workload, at: workloads[workload].grantedAt, in: &simulation)
        return 0
      }
      workloads[workload].grantedCalls = 0
      if count > granted { scheduleSync(of: workload, in: &simulation) }
      return min(count, granted)
    }
    let client = ControllerClient(workloads[workload].kind).rawValue
    let wanted = min(count, Int(clientRates[client].burst))
    let time = clientRates[client].take(wanted, at: simulation.now)
    if time <= simulation.now {
      if count > wanted { scheduleSync(of: workload, in: &simulation) }
      return wanted
    }
    workloads[workload].grantedCalls = wanted
    workloads[workload].grantedAt = time
    scheduleSync(of: workload, at: time, in: &simulation)
    return 0
  }
}
