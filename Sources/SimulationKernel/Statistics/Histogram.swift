/// A log-linear histogram of non-negative whole numbers: 64 buckets to every doubling.
///
/// A value is known within 1/64 (its bucket's middle within
/// 0.8 %); the count and the sum, and so the mean, are exact. Histograms of several runs merge by
/// adding. Only the buckets from the first to the last that holds a value take memory: four bytes
/// each.
public struct Histogram: Hashable, Sendable {
  @usableFromInline static var subBits: Int { 6 }
  /// Buckets that cover all 64-bit values.
  @usableFromInline static var bucketCount: Int { 58 * 64 + 64 }
  /// The first bucket that holds a value.
  private var first = 0
  /// The values in each bucket from the first to the last that holds one.
  private var counts: [UInt32] = []
  /// Number of values recorded.
  public private(set) var count: UInt64 = 0
  /// Sum of the values recorded.
  public private(set) var sum: UInt64 = 0
  /// The greatest value recorded.
  public private(set) var maximum: UInt64 = 0
  /// The least value recorded.
  public private(set) var minimum = UInt64.max

  /// Makes an empty histogram.
  public init() {}

  /// The buckets that take memory.
  private var span: Range<Int> { first..<first + counts.count }

  /// What the buckets take, in bytes; memory may be kept for more.
  public var byteCount: Int { counts.count * MemoryLayout<UInt32>.stride }

  /// Makes room for the buckets of a range.
  private mutating func widen(to range: Range<Int>) {
    guard !counts.isEmpty else {
      first = range.lowerBound
      counts = [UInt32](repeating: 0, count: range.count)
      return
    }
    if range.lowerBound < first {
      counts.insert(contentsOf: repeatElement(0, count: first - range.lowerBound), at: 0)
      first = range.lowerBound
    }
    if range.upperBound > span.upperBound {
      counts.append(contentsOf: repeatElement(0, count: range.upperBound - span.upperBound))
    }
  }

  /// Records a value.
  public mutating func record(_ value: UInt64) {
    let bucket = Histogram.bucket(of: value)
    widen(to: bucket..<bucket + 1)
    counts[bucket - first] &+= 1
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
    for (offset, events) in counts.enumerated() where events > 0 {
      let here = Double(events)
      if below + here >= rank {
        let (low, width) = Histogram.range(of: first + offset)
        let value = Double(low) + Double(width) * (rank - below) / here
        return min(max(value, Double(minimum)), Double(maximum))
      }
      below += here
    }
    return Double(maximum)
  }

  /// Adds another histogram's values to this one's.
  public mutating func merge(_ other: Histogram) {
    guard !other.counts.isEmpty else { return }
    widen(to: other.span)
    for bucket in other.span { counts[bucket - first] &+= other.events(in: bucket) }
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
    let rest = occupied.compactMap { bucket, all in
      let events = all &- earlier.events(in: bucket)
      return events > 0 ? (bucket: bucket, events: events) : nil
    }
    let least = rest.first.map { Histogram.range(of: $0.bucket).low }
    let greatest = rest.last.map { Histogram.range(of: $0.bucket) }
    return Histogram(
      occupied: rest, sum: sum &- earlier.sum,
      minimum: least.map { max($0, minimum) } ?? UInt64.max,
      maximum: greatest.map { min($0.low + ($0.width - 1), maximum) } ?? 0)
  }

  /// The values in a bucket.
  private func events(in bucket: Int) -> UInt32 {
    span.contains(bucket) ? counts[bucket - first] : 0
  }

  /// The buckets that hold values, for storing: index and events.
  public var occupied: [(bucket: Int, events: UInt32)] {
    counts.enumerated().filter { $0.element > 0 }
      .map { (bucket: first + $0.offset, events: $0.element) }
  }

  /// Restores a stored histogram.
  public init(
    occupied: [(bucket: Int, events: UInt32)], sum: UInt64, minimum: UInt64, maximum: UInt64
  ) {
    let known = occupied.filter { $0.events > 0 && (0..<Histogram.bucketCount) ~= $0.bucket }
    let buckets = known.map(\.bucket)
    if let least = buckets.min(), let greatest = buckets.max() {
      widen(to: least..<greatest + 1)
    }
    for (bucket, events) in known {
      counts[bucket - first] &+= events
      count += UInt64(events)
    }
    self.sum = sum
    self.minimum = minimum
    self.maximum = maximum
  }
}
