/// The histograms of a run in one block, recorded by number: a shift and two adds per value.
public struct HistogramBank: ~Copyable {
  @usableFromInline
  struct Extent: BitwiseCopyable {
    @usableFromInline var sum: UInt64
    @usableFromInline var minimum: UInt64
    @usableFromInline var maximum: UInt64
  }

  @usableFromInline let cells: UnsafeMutablePointer<UInt32>
  @usableFromInline let extents: UnsafeMutablePointer<Extent>
  /// Number of histograms.
  public let count: Int

  /// Makes a number of empty histograms.
  public init(count: Int) {
    self.count = count
    cells = .allocate(capacity: max(1, count) * Histogram.bucketCount)
    cells.initialize(repeating: 0, count: count * Histogram.bucketCount)
    extents = .allocate(capacity: max(1, count))
    extents.initialize(
      repeating: Extent(sum: 0, minimum: UInt64.max, maximum: 0), count: count)
  }

  deinit {
    cells.deallocate()
    extents.deallocate()
  }

  /// Records a length of time in a histogram; a negative one counts as zero.
  @inlinable @inline(always)
  public mutating func record(_ length: SimDuration, in index: Int) {
    precondition(index >= 0 && index < count, "a histogram is recorded by its number")
    let value = UInt64(max(0, length.nanoseconds))
    cells[index &* Histogram.bucketCount &+ Histogram.bucket(of: value)] &+= 1
    extents[index].sum &+= value
    if value < extents[index].minimum { extents[index].minimum = value }
    if value > extents[index].maximum { extents[index].maximum = value }
  }

  /// Forgets all values, as at the end of a warm-up.
  public mutating func reset() {
    cells.update(repeating: 0, count: count * Histogram.bucketCount)
    extents.update(repeating: Extent(sum: 0, minimum: UInt64.max, maximum: 0), count: count)
  }

  /// A copy of one histogram.
  public func snapshot(_ index: Int) -> Histogram {
    precondition(index >= 0 && index < count, "a histogram is read by its number")
    let first = index * Histogram.bucketCount
    let extent = extents[index]
    let span = Histogram.buckets(from: extent.minimum, to: extent.maximum)
    let occupied = span.filter { cells[first + $0] > 0 }
    return Histogram(
      occupied: occupied.map { (bucket: $0, events: cells[first + $0]) },
      sum: extent.sum, minimum: extent.minimum, maximum: extent.maximum)
  }
}
