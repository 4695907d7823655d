import SimulationKernel

/// The spans of sampled journeys, as their clients saw them.
///
/// A journey is sampled at its head, by its own draws, and everything that is called on its behalf
/// is traced. Spans are numbered over the run in the order of their beginnings; whoever is traced
/// carries the number of its span, and `none` costs a comparison. A span stays open until its
/// client knows the outcome; what is still open at the end of a run has no row.
package struct TraceLog: ~Copyable {
  /// The number that stands for no span.
  static var none: UInt32 { .max }

  private var spans = Table<Span>()
  private var ended: [Int] = []
  private var traceCount: UInt32 = 0

  /// Opens the span that everything else of a trace hangs on.
  mutating func begin(journey: Int, at now: SimTime) -> UInt32 {
    traceCount += 1
    return append(
      Span(
        number: UInt32(spans.count), trace: traceCount, parent: nil,
        subject: .journey(UInt32(journey)), startedAt: now))
  }

  /// Opens a span under another.
  mutating func open(_ subject: Span.Subject, under parent: UInt32, at now: SimTime) -> UInt32 {
    append(
      Span(
        number: UInt32(spans.count), trace: spans[Int(parent)].trace, parent: parent,
        subject: subject, startedAt: now))
  }

  /// Adds a span that is over.
  mutating func add(
    _ subject: Span.Subject, under parent: UInt32, from start: SimTime, to end: SimTime,
    failed: Bool
  ) {
    close(open(subject, under: parent, at: start), server: .max, failed: failed, at: end)
  }

  /// Opens a span beside another, for the next attempt of the same call.
  mutating func repeating(_ span: UInt32, at now: SimTime) -> UInt32 {
    let earlier = spans[Int(span)]
    guard let parent = earlier.parent else { return Self.none }
    return open(earlier.subject, under: parent, at: now)
  }

  private mutating func append(_ span: Span) -> UInt32 {
    spans.append(span)
    return span.number
  }

  /// Closes a span, unless it was: who gives up on a call may already have been told how it ended.
  mutating func close(_ span: UInt32, server: UInt32, failed: Bool, at now: SimTime) {
    guard spans[Int(span)].endedAt == .infinity else { return }
    spans[Int(span)].endedAt = now
    spans[Int(span)].server = server
    spans[Int(span)].hasFailed = failed
    ended.append(Int(span))
  }

  /// The spans that ended since this was last asked.
  mutating func takeEnded() -> [Span] {
    defer { ended.removeAll(keepingCapacity: true) }
    return ended.map { spans[$0] }
  }
}
