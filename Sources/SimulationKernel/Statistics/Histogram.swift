/// A log-linear histogram of non-negative whole numbers: 64 buckets to every doubling.
///
/// A value is known within 1/64 (its bucket's middle within
/// 0.8 %); the count and the sum, and so the mean, are exact. Histograms of several runs merge by
/// adding.
public struct Histogram: Hashable, Sendable {
  @usableFromInline static var subBits: Int { 6 }
  /// Buckets that cover all 64-bit values.
  @usableFromInline static var bucketCount: Int { 58 * 64 + 64 }
  private var counts: [UInt32]
  /// Number of values recorded.
  public private(set) var count: UInt64 = 0
  /// Sum of the values recorded.
  public private(set) var sum: UInt64 = 0
  /// The greatest value recorded.
  public private(set) var maximum: UInt64 = 0
  /// The least value recorded.
  public private(set) var minimum = UInt64.max

  /// Makes an empty histogram.
  public init() { counts = [UInt32](repeating: 0, count: Histogram.bucketCount) }

  /// Records a value.
  public mutating func record(_ value: UInt64) {
    counts[Histogram.bucket(of: value)] &+= 1
    count &+= 1
    sum &+= value
    maximum = max(maximum, value)
    minimum = min(minimum, value)
  }

  /// Records a length of time; a negative one counts as zero.
  public mutating func record(_ length: SimDuration) {
    record(UInt64(max(0, length.nanoseconds)))
  }

  @inlinable @inline(always)
  static func bucket(of value: UInt64) -> Int {
    let exponent = 63 &- (value | 127).leadingZeroBitCount
    let shift = exponent &- subBits
    return shift &<< subBits &+ Int(truncatingIfNeeded: value &>> UInt64(shift))
  }

  /// The buckets of all values from a least one to a greatest one; none where no value lies
  /// between.
  static func buckets(from least: UInt64, to greatest: UInt64) -> Range<Int> {
    least <= greatest ? bucket(of: least)..<bucket(of: greatest) + 1 : 0..<0
  }

  /// The least value and the width of a bucket.
  static func range(of bucket: Int) -> (low: UInt64, width: UInt64) {
    let shift = bucket < 128 ? 0 : bucket >> subBits - 1
    return (UInt64(bucket - shift << subBits) << UInt64(shift), 1 << UInt64(shift))
  }

  /// The mean of the values, or zero without values.
  public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

  /// The value below which a share of the recorded values lies, interpolated within its bucket.
  public func quantile(_ share: Double) -> Double {
    guard count > 0 else { return 0 }
    let rank = share * Double(count)
    var below = 0.0
    for (bucket, events) in counts.enumerated() where events > 0 {
      let here = Double(events)
      if below + here >= rank {
        let (low, width) = Histogram.range(of: bucket)
        let value = Double(low) + Double(width) * (rank - below) / here
        return min(max(value, Double(minimum)), Double(maximum))
      }
      below += here
    }
    return Double(maximum)
  }

  /// Adds another histogram's values to this one's.
  public mutating func merge(_ other: Histogram) {
    for index in counts.indices { counts[index] &+= other.counts[index] }
    count += other.count
    sum &+= other.sum
    maximum = max(maximum, other.maximum)
    minimum = min(minimum, other.minimum)
  }

  /// What was recorded since an earlier copy of this histogram.
  ///
  /// The least and the greatest of the values are known as well as their buckets are.
  ///
  /// - Precondition: everything in the earlier copy is in this one.
  public func removing(_ earlier: Histogram) -> Histogram {
    precondition(earlier.count <= count, "an earlier copy holds no more values")
    var rest = self
    rest.count = count - earlier.count
    rest.sum = sum &- earlier.sum
    for index in Histogram.buckets(from: earlier.minimum, to: earlier.maximum) {
      rest.counts[index] &-= earlier.counts[index]
    }
    let span = Histogram.buckets(from: minimum, to: maximum)
    let least = span.first { rest.counts[$0] > 0 }.map { Histogram.range(of: $0).low }
    let greatest = span.last { rest.counts[$0] > 0 }.map { Histogram.range(of: $0) }
    rest.minimum = least.map { max($0, minimum) } ?? UInt64.max
    rest.maximum = greatest.map { min($0.low + ($0.width - 1), maximum) } ?? 0
    return rest
  }

  /// The buckets that hold values, for storing: index and events.
  public var occupied: [(bucket: Int, events: UInt32)] {
    Histogram.buckets(from: minimum, to: maximum).filter { counts[$0] > 0 }
      .map { (bucket: $0, events: counts[$0]) }
  }

  /// Restores a stored histogram.
  public init(
    occupied: [(bucket: Int, events: UInt32)], sum: UInt64, minimum: UInt64, maximum: UInt64
  ) {
    self.init()
    for (bucket, events) in occupied where counts.indices.contains(bucket) {
      counts[bucket] &+= events
      count += UInt64(events)
    }
    self.sum = sum
    self.minimum = minimum
    self.maximum = maximum
  }
}
