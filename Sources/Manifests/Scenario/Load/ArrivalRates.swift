package import SimulationKernel

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
