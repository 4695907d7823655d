/// A length of simulated time in whole nanoseconds; may be negative as a difference.
///
/// Int64 nanoseconds cover ±292 years without rounding, so sums of many small steps stay exact and
/// every machine agrees. Floating-point seconds appear only inside samples and statistics.
public struct SimDuration: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// Length in nanoseconds.
  public var nanoseconds: Int64

  /// Makes a length from nanoseconds.
  @inlinable @inline(always)
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// No time at all.
  @inlinable @inline(always)
  public static var zero: SimDuration { SimDuration(nanoseconds: 0) }

  /// The longest length; stands for "never".
  @inlinable @inline(always)
  public static var infinity: SimDuration { SimDuration(nanoseconds: Int64.max) }

  /// A length of whole nanoseconds.
  @inlinable @inline(always)
  public static func nanoseconds(_ count: Int64) -> SimDuration { SimDuration(nanoseconds: count) }

  /// A number of units of whole nanoseconds; saturates at `infinity` and its opposite.
  @inlinable @inline(always)
  static func units(_ count: Int64, of unit: Int64) -> SimDuration {
    let (length, isBeyond) = count.multipliedReportingOverflow(by: unit)
    return SimDuration(nanoseconds: isBeyond ? (count < 0 ? -Int64.max : Int64.max) : length)
  }

  /// A length of whole microseconds; saturates.
  @inlinable @inline(always)
  public static func microseconds(_ count: Int64) -> SimDuration { units(count, of: 1_000) }

  /// A length of whole milliseconds; saturates.
  @inlinable @inline(always)
  public static func milliseconds(_ count: Int64) -> SimDuration { units(count, of: 1_000_000) }

  /// A length of whole seconds; saturates.
  @inlinable @inline(always)
  public static func seconds(_ count: Int64) -> SimDuration { units(count, of: 1_000_000_000) }

  /// A length of whole minutes; saturates.
  @inlinable @inline(always)
  public static func minutes(_ count: Int64) -> SimDuration { units(count, of: 60_000_000_000) }

  /// The nearest length to a number of seconds; saturates at `infinity`.
  @inlinable
  public init(seconds: Double) {
    let nanoseconds = seconds * 1e9
    precondition(!nanoseconds.isNaN, "a duration is a number of seconds")
    self.init(
      nanoseconds: nanoseconds >= 9.2e18
        ? Int64.max : nanoseconds <= -9.2e18 ? -Int64.max : Int64(nanoseconds.rounded()))
  }

  /// Length in seconds, for statistics and display.
  @inlinable @inline(always)
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Length in milliseconds, for statistics and display.
  @inlinable @inline(always)
  public var milliseconds: Double { Double(nanoseconds) / 1e6 }

  /// Whether one comes before (is shorter than) the other.
  @inlinable @inline(always)
  public static func < (left: SimDuration, right: SimDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The sum of two lengths.
  @inlinable @inline(always)
  public static func + (left: SimDuration, right: SimDuration) -> SimDuration {
    SimDuration(nanoseconds: left.nanoseconds + right.nanoseconds)
  }

  /// The difference of two lengths.
  @inlinable @inline(always)
  public static func - (left: SimDuration, right: SimDuration) -> SimDuration {
    SimDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
  }

  /// A whole multiple of a length.
  @inlinable @inline(always)
  public static func * (length: SimDuration, factor: Int64) -> SimDuration {
    SimDuration(nanoseconds: length.nanoseconds * factor)
  }

  /// A whole fraction of a length, rounded towards zero.
  @inlinable @inline(always)
  public static func / (length: SimDuration, divisor: Int64) -> SimDuration {
    SimDuration(nanoseconds: length.nanoseconds / divisor)
  }

  /// Adds a length in place.
  @inlinable @inline(always)
  public static func += (left: inout SimDuration, right: SimDuration) { left = left + right }

  /// Subtracts a length in place.
  @inlinable @inline(always)
  public static func -= (left: inout SimDuration, right: SimDuration) { left = left - right }

  /// The length times a real factor, rounded to the nearest nanosecond.
  @inlinable
  public func scaled(by factor: Double) -> SimDuration { SimDuration(seconds: seconds * factor) }
}
