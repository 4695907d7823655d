/// A replicated log reduced to what its rules look at: which term wrote which index.
///
/// Entries of one term are contiguous, so the log is a list of terms with their first index; what
/// the entries say is not kept. One span is added by each election.
package struct RaftLog: Equatable, Sendable {
  private struct Span: Equatable, Sendable {
    var first: UInt64
    var term: UInt32
  }

  private var spans: [Span] = []
  /// The index of the last entry; 0 while the log is empty.
  package private(set) var last: UInt64 = 0
  /// The entry that a snapshot stands for, with all before it; 0 for a log from the beginning.
  ///
  /// Of what a snapshot stands for only this last entry's term is known.
  package private(set) var base: UInt64 = 0

  /// Makes an empty log.
  package init() {}

  /// Makes a log of which a snapshot is all that is left.
  package init(after index: UInt64, term: UInt32) {
    spans = [Span(first: index, term: term)]
    last = index
    base = index
  }

  /// The term of the last entry; 0 while the log is empty.
  package var lastTerm: UInt32 { spans.last?.term ?? 0 }

  /// The term that wrote an index, or 0 for index 0, for indexes beyond the end and for those that
  /// a snapshot covers.
  package func term(at index: UInt64) -> UInt32 {
    guard index <= last else { return 0 }
    for span in spans.reversed() where span.first <= index { return span.term }
    return 0
  }

  /// Whether the log holds the entry that a term wrote at an index; index 0 always matches.
  package func holds(index: UInt64, term expected: UInt32) -> Bool {
    index == 0 || (index <= last && term(at: index) == expected)
  }

  /// The last index that was written by the same term as an index.
  package func endOfTerm(at index: UInt64) -> UInt64 {
    var end = last
    for span in spans.reversed() {
      if span.first <= index { return end }
      end = span.first - 1
    }
    return end
  }

  /// The largest index up to a bound whose term is at most a given one: where two logs that
  /// disagree can next be compared (etcd-io/raft `findConflictByTerm`), which ends where a snapshot
  /// begins.
  package func lastIndex(upTo bound: UInt64, withTermAtMost term: UInt32) -> UInt64 {
    var end = min(bound, last)
    guard end >= base else { return end }
    for span in spans.reversed() where span.first <= end {
      if span.term <= term { return end }
      end = span.first - 1
    }
    return end
  }

  /// Adds entries of one term.
  ///
  /// - Precondition: the term is not older than the last entry's.
  package mutating func append(term: UInt32, count: UInt64) {
    guard count > 0 else { return }
    precondition(term >= lastTerm, "terms never fall along a log")
    if term != lastTerm { spans.append(Span(first: last + 1, term: term)) }
    last += count
  }

  /// Removes all entries after an index.
  ///
  /// - Precondition: a snapshot does not cover them.
  package mutating func truncate(after index: UInt64) {
    guard index < last else { return }
    precondition(index >= base, "what a snapshot stands for is not undone")
    last = index
    while let span = spans.last, span.first > index { spans.removeLast() }
  }

  /// Gives up the entries through an index, for which a snapshot stands from now on.
  package mutating func compact(through index: UInt64) {
    guard index > base, index <= last,
      let span = spans.lastIndex(where: { $0.first <= index })
    else { return }
    spans.removeFirst(span)
    spans[0].first = index
    base = index
  }
}
