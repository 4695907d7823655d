import Manifests

extension LoadExecutor {
  /// The virtual users that begin; none for arrival rates.
  var firstUsers: Int {
    switch self {
    case .constantVUs(let executor): executor.users
    case .perVUIterations(let executor): executor.users
    case .sharedIterations(let executor): executor.users
    case .rampingVUs(let executor): executor.startUsers
    case .constantArrivalRate, .rampingArrivalRate, .shaped: 0
    }
  }

  /// Virtual users that may work at once, where users are counted.
  var mostUsers: Int {
    guard case .rampingVUs(let executor) = self else { return firstUsers }
    return executor.stages.reduce(executor.startUsers) { max($0, $1.users) }
  }

  /// The most virtual users that may be busy at once, where arrivals find one or are dropped.
  var userLimit: Int? {
    switch self {
    case .constantArrivalRate(let executor): executor.users.limit
    case .rampingArrivalRate(let executor): executor.users.limit
    case .shaped(let executor): executor.users.limit
    case .constantVUs, .rampingVUs, .perVUIterations, .sharedIterations: nil
    }
  }
}
