package import SimulationKernel

/// One source of load: an entry of a scenario's `load` (k6's `scenarios`).
package struct LoadSpec: Sendable {
  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// The journey its users follow.
  package let journey: String
  /// Where the journey was named.
  package let journeySpan: SourceSpan
  /// When it begins; the run's start where none was written.
  package let startTime: SimDuration
  /// How long journeys in progress may go on after its end; the scenario's where none was written.
  package let gracefulStop: SimDuration
  /// How arrivals are spaced; it matters to open models only.
  package let arrival: ArrivalProcess
  /// When journeys begin.
  package let executor: LoadExecutor

  /// How long it lasts, from its own start; for iterations the longest time allowed.
  package var duration: SimDuration { executor.duration }
}

/// How the arrivals of an open load are spaced.
package enum ArrivalProcess: String, Sendable, CaseIterable {
  /// Independent users: a Poisson process.
  case poisson
  /// Even spacing, as k6's.
  case uniform
}

/// When journeys begin: k6's executors field for field, and load shapes.
package enum LoadExecutor: Sendable {
  case constantArrivalRate(ConstantArrivalRate)
  case rampingArrivalRate(RampingArrivalRate)
  case constantVUs(ConstantVUs)
  case rampingVUs(RampingVUs)
  case perVUIterations(IterationsPerVU)
  case sharedIterations(SharedIterations)
  case shaped(ShapedArrivalRate)

  /// How long it lasts; for iterations the longest time allowed.
  package var duration: SimDuration {
    switch self {
    case .constantArrivalRate(let executor): executor.duration
    case .rampingArrivalRate(let executor): executor.stages.totalDuration
    case .constantVUs(let executor): executor.duration
    case .rampingVUs(let executor): executor.stages.totalDuration
    case .perVUIterations(let executor): executor.maxDuration
    case .sharedIterations(let executor): executor.maxDuration
    case .shaped(let executor): executor.duration
    }
  }
}

/// Virtual users of an open load: with a limit, arrivals that find none free are dropped.
package struct VUAllocation: Sendable {
  /// Users at the start; nil means as many as are needed.
  package let preAllocated: Int?
  /// Most users; nil means no limit, or `preAllocated` where that was written.
  package let limit: Int?
}

/// Journeys begin at one rate.
package struct ConstantArrivalRate: Sendable {
  /// Journeys per `timeUnit`.
  package let rate: Double
  /// 1 s where none was written.
  package let timeUnit: SimDuration
  /// The rest of the scenario where none was written.
  package let duration: SimDuration
  /// Virtual users.
  package let users: VUAllocation
}

/// Journeys begin at a rate that moves linearly from stage to stage.
package struct RampingArrivalRate: Sendable {
  /// Journeys per `timeUnit` at the start; 0 where none was written.
  package let startRate: Double
  /// 1 s where none was written.
  package let timeUnit: SimDuration
  /// Where the rate goes.
  package let stages: [LoadStage]
  /// Virtual users.
  package let users: VUAllocation
}

/// A target reached linearly; a stage without length is a jump.
package struct LoadStage: Sendable {
  /// Rate or users at the stage's end.
  package let target: Double
  /// Its length.
  package let duration: SimDuration
}

extension [LoadStage] {
  /// The length of all stages together.
  package var totalDuration: SimDuration { reduce(.zero) { $0 + $1.duration } }
}

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
  /// How long a user who leaves may finish; 30 s where none was written.
  package let gracefulRampDown: SimDuration
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
