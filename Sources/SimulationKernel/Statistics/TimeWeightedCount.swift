/// A whole number that changes by steps, with its exact integral over time: busy workers, the
/// length of a queue.
///
/// The integral up to a time is `offset + value * time`, so that a step costs one addition to each
/// and counts of several things add up to the count of all. Integrals are in nanoseconds and wrap;
/// differences of two readings are right while they fit 63 bits.
public struct TimeWeightedCount: BitwiseCopyable, Hashable, Sendable {
  @usableFromInline var count: Int64 = 0
  @usableFromInline var offset: Int64 = 0

  /// Starts at zero.
  @inlinable @inline(always)
  public init() {}

  /// The present value.
  @inlinable @inline(always)
  public var value: Int64 { count }

  /// Changes the value.
  @inlinable @inline(always)
  public mutating func add(_ step: Int64, at now: SimTime) {
    count &+= step
    offset &-= step &* now.nanoseconds
  }

  /// Adds another thing's count.
  public static func += (sum: inout TimeWeightedCount, other: TimeWeightedCount) {
    sum.count &+= other.count
    sum.offset &+= other.offset
  }

  /// The time-weighted mean since an earlier reading of the same count.
  ///
  /// - Precondition: the value has not changed after `end`, nor the earlier one after `start`.
  public func mean(
    since earlier: TimeWeightedCount, from start: SimTime, through end: SimTime
  ) -> Double {
    let length = (end - start).nanoseconds
    guard length > 0 else { return Double(value) }
    return Double(integral(at: end) &- earlier.integral(at: start)) / Double(length)
  }

  private func integral(at time: SimTime) -> Int64 { offset &+ count &* time.nanoseconds }
}
