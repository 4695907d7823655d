extension Scenario {
  /// The greatest factor that a load can be multiplied by.
  ///
  /// A run takes at most 10,000,000 journeys a second and 1,000,000 users, so that a greater one
  /// would need a load of next to nothing.
  package static let mostLoadScale = 1_000_000.0
}

extension LoadStage {
  /// Its target as a number of users.
  package var users: Int { Int(target.rounded()) }
}

extension LoadExecutor {
  /// The executor with its numbers of users times a factor, and of iterations that they share; at
  /// least one where there was one.
  package func scalingUsers(by factor: Double) -> LoadExecutor {
    func scaled(_ count: Int) -> Int {
      count == 0 ? 0 : Int(max(1, min((Double(count) * factor).rounded(), 1e15)))
    }
    switch self {
    case .constantVUs(let executor):
      return .constantVUs(ConstantVUs(users: scaled(executor.users), duration: executor.duration))
    case .perVUIterations(let executor):
      return .perVUIterations(
        IterationsPerVU(
          users: scaled(executor.users), iterations: executor.iterations,
          maxDuration: executor.maxDuration))
    case .sharedIterations(let executor):
      return .sharedIterations(
        SharedIterations(
          users: scaled(executor.users), iterations: scaled(executor.iterations),
          maxDuration: executor.maxDuration))
    case .rampingVUs(let executor):
      return .rampingVUs(
        RampingVUs(
          startUsers: scaled(executor.startUsers),
          stages: executor.stages.map {
            LoadStage(target: Double(scaled($0.users)), duration: $0.duration)
          }, gracefulRampDown: executor.gracefulRampDown))
    case .constantArrivalRate, .rampingArrivalRate, .shaped: return self
    }
  }
}
