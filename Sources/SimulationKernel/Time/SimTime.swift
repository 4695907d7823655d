/// A point of simulated time: nanoseconds since the run's time zero.
///
/// Points and lengths are different types, so a deadline can not be added to a deadline.
public struct SimTime: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// Nanoseconds since time zero.
  public var nanoseconds: Int64

  /// Makes a point from nanoseconds since time zero.
  @inlinable @inline(always)
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Makes the point that lies a number of seconds after time zero.
  @inlinable
  public init(seconds: Double) { self.init(nanoseconds: SimDuration(seconds: seconds).nanoseconds) }

  /// Time zero, at which a run starts.
  @inlinable @inline(always)
  public static var zero: SimTime { SimTime(nanoseconds: 0) }

  /// A point after every other; stands for "never".
  @inlinable @inline(always)
  public static var infinity: SimTime { SimTime(nanoseconds: Int64.max) }

  /// Seconds since time zero, for statistics and display.
  @inlinable @inline(always)
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Whether one comes before (is shorter than) the other.
  @inlinable @inline(always)
  public static func < (left: SimTime, right: SimTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The point a length later; saturates at `infinity`.
  @inlinable @inline(always)
  public static func + (point: SimTime, length: SimDuration) -> SimTime {
    let (sum, overflow) = point.nanoseconds.addingReportingOverflow(length.nanoseconds)
    return SimTime(nanoseconds: overflow ? Int64.max : sum)
  }

  /// The point a length earlier.
  @inlinable @inline(always)
  public static func - (point: SimTime, length: SimDuration) -> SimTime {
    SimTime(nanoseconds: point.nanoseconds - length.nanoseconds)
  }

  /// The length from one point to another.
  @inlinable @inline(always)
  public static func - (later: SimTime, earlier: SimTime) -> SimDuration {
    SimDuration(nanoseconds: later.nanoseconds - earlier.nanoseconds)
  }
}
