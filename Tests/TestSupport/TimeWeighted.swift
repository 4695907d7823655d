package import SimulationKernel

/// The time-weighted average of a whole number that changes by steps: a queue's length, busy
/// workers.
package struct TimeWeighted {
  /// The present value.
  package private(set) var value: Int64 = 0
  private var area: Double = 0
  private var changedAt: SimTime
  private var startedAt: SimTime

  /// Starts at zero at a time.
  package init(at time: SimTime) {
    changedAt = time
    startedAt = time
  }

  /// Changes the value by a step.
  package mutating func add(_ step: Int64, at time: SimTime) {
    area += Double(value) * (time - changedAt).seconds
    changedAt = time
    value += step
  }

  /// Forgets the past and keeps the present value, as at the end of a warm-up.
  package mutating func restart(at time: SimTime) {
    area = 0
    changedAt = time
    startedAt = time
  }

  /// The average from the start to a time.
  package func average(through time: SimTime) -> Double {
    let length = (time - startedAt).seconds
    guard length > 0 else { return Double(value) }
    return (area + Double(value) * (time - changedAt).seconds) / length
  }
}
