package import SimulationKernel

/// ClickHouse's guard against more parts than merges keep up with (`MergeTreeSettings`).
package struct PartsPressure: Equatable, Sendable {
  /// What becomes of an insert.
  package enum Verdict: Equatable, Sendable {
    case accepted
    /// It waits first, so that merges catch up.
    case delayed(SimDuration)
    /// It is refused: TOO_MANY_PARTS.
    case refused
  }

  /// Active parts of a partition from which inserts are delayed (`parts_to_delay_insert`).
  package var delayFrom = 1000
  /// Active parts of a partition from which inserts are refused (`parts_to_throw_insert`).
  package var refuseFrom = 3000
  /// The mean size of a part above which there is no limit
  /// (`max_avg_part_size_for_too_many_parts`).
  package var largestMean: Int64 = 1 << 30
  /// The delay just below the limit (`max_delay_to_insert`).
  package var longestDelay = SimDuration.seconds(1)
  /// The shortest delay (`min_delay_to_insert_ms`).
  package var shortestDelay = SimDuration.milliseconds(10)

  /// Makes the guard of a table of which nothing is set.
  package init() {}

  /// What becomes of an insert into a partition with a number of active parts.
  package func verdict(activeParts: Int, meanBytes: Int64) -> Verdict {
    guard activeParts >= delayFrom, meanBytes <= largestMean else { return .accepted }
    guard activeParts < refuseFrom else { return .refused }
    let share = Double(activeParts - delayFrom + 1) / Double(refuseFrom - delayFrom)
    return .delayed(max(shortestDelay, longestDelay.scaled(by: share)))
  }
}
