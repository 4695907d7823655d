package import SimulationKernel

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
