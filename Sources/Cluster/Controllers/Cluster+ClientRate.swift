import SimulationKernel

/// The rate limit of an API client: a bucket of calls that fills at its rate (client-go
/// util/flowcontrol; a controller has kube-controller-manager's --kube-api-qps 20 and
/// --kube-api-burst 30).
struct ClientRate: Sendable {
  /// Calls per second, and those that may come at once.
  let rate: Double
  let burst: Double
  /// When the bucket is full again; a time before now means that it is.
  private var fullAt = SimTime.zero

  init(rate: Double, burst: Int) {
    self.rate = rate
    self.burst = Double(burst)
  }

  /// Takes a number of calls and returns when the last of them may be made.
  mutating func take(_ count: Int, at now: SimTime) -> SimTime {
    fullAt = max(fullAt, now) + SimDuration(seconds: Double(count) / rate)
    return max(now, fullAt - SimDuration(seconds: burst / rate))
  }

  /// Takes a call if it may be made at once (client-go, TryAccept); returns whether it did.
  mutating func tryAccept(at now: SimTime) -> Bool {
    let full = max(fullAt, now) + SimDuration(seconds: 1 / rate)
    // Times are whole nanoseconds, so that a call may seem a billionth of itself too much.
    guard (full - now).seconds * rate <= burst + 1e-6 else { return false }
    fullAt = full
    return true
  }
}

/// The clients of the controllers that create pods: each has its own.
enum ControllerClient: Int, CaseIterable {
  case replicaSet, statefulSet, daemonSet, job

  init(_ kind: WorkloadKind) {
    switch kind {
    case .deployment, .replicaSet, .pod: self = .replicaSet
    case .statefulSet, .podSet, .operated: self = .statefulSet
    case .daemonSet: self = .daemonSet
    case .job, .cronJob: self = .job
    }
  }
}

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
