package import SimulationKernel

/// The bytes of a log by the time when they were written, in as many segments as times of writing
/// differ by more than a hundredth of the age, or as hold a hundredth of the limit.
package struct RetainedLog: Equatable, Sendable {
  private struct Segment: Equatable, Sendable {
    var end: SimTime
    var bytes: Int64
  }

  private var segments: [Segment] = []
  private var granularity: SimDuration
  /// The bytes of a segment that no more is added to.
  private var largest = Int64.max
  /// Bytes that are kept.
  package private(set) var bytes: Int64 = 0

  /// Makes a log of which a number of bytes was written evenly over the age before a time.
  ///
  /// - Parameter limit: Bytes beyond which the oldest go, of which a segment holds a hundredth.
  package init(
    age: SimDuration, limit: Int64? = nil, bytes: Int64 = 0, now: SimTime = .zero
  ) {
    granularity = age / 100
    largest = limit.map { max(1, $0 / 100) } ?? .max
    guard bytes > 0, granularity > .zero else { return }
    for index in (0..<100 as Range<Int64>).reversed() {
      append(bytes: bytes / 100, at: now - granularity * index)
    }
  }

  /// Adds bytes that are written now.
  package mutating func add(bytes: Int64, now: SimTime) {
    guard granularity > .zero else { return }
    append(bytes: bytes, at: now)
  }

  private mutating func append(bytes added: Int64, at time: SimTime) {
    bytes += added
    if let last = segments.indices.last, time - segments[last].end < granularity,
      segments.count > 1, segments[last].end - segments[last - 1].end < granularity,
      segments[last].bytes < largest
    {
      segments[last].bytes += added
      segments[last].end = time
    } else {
      segments.append(Segment(end: time, bytes: added))
    }
  }

  /// Deletes segments that are older than the age or beyond the bytes; returns their bytes.
  package mutating func expire(_ rule: Retention, now: SimTime) -> Int64 {
    var gone = 0
    var removed: Int64 = 0
    while gone < segments.count {
      let isOld = now - segments[gone].end >= rule.age
      let isBeyond = rule.bytes.map { bytes - removed > $0 } ?? false
      guard isOld || isBeyond else { break }
      removed += segments[gone].bytes
      gone += 1
    }
    segments.removeFirst(gone)
    bytes -= removed
    return removed
  }
}
