package import SimulationKernel

/// A number of users, each beginning again when done.
package struct ConstantVUs: Sendable {
  /// Users; 1 where none was written.
  package let users: Int
  /// The rest of the scenario where none was written.
  package let duration: SimDuration
}

/// A number of users that moves linearly from stage to stage.
package struct RampingVUs: Sendable {
  /// Users at the start; 1 where none was written.
  package let startUsers: Int
  /// Where the number goes.
  package let stages: [LoadStage]
  /// How long a user who leaves may finish; `defaultRampDown` where none was written.
  package let gracefulRampDown: SimDuration

  /// k6's default of `gracefulRampDown`.
  static let defaultRampDown = SimDuration.seconds(30)
}

/// Users who each follow the journey a number of times.
package struct IterationsPerVU: Sendable {
  /// Users; 1 where none was written.
  package let users: Int
  /// Journeys of each; 1 where none was written.
  package let iterations: Int
  /// Longest time; 10 min where none was written, but no longer than the scenario.
  package let maxDuration: SimDuration
}

/// Users who share a number of journeys.
package struct SharedIterations: Sendable {
  /// Users; 1 where none was written.
  package let users: Int
  /// Journeys of all together; 1 where none was written.
  package let iterations: Int
  /// Longest time; 10 min where none was written, but no longer than the scenario.
  package let maxDuration: SimDuration
}
