package import SimulationKernel

/// How many writes of each kind were acknowledged by the end of each second.
package struct AcceptedHistory: Equatable, Sendable {
  /// The writes acknowledged so far, by the store's operation.
  private var counts: [UInt64] = []
  /// The counts at the end of each second, one row after the other.
  private var rows: [[UInt64]] = []

  /// Makes a history without writes.
  package init() {}

  /// Counts a write that is acknowledged.
  package mutating func note(operation: Int) {
    while counts.count <= operation { counts.append(0) }
    counts[operation] += 1
  }

  /// Remembers the counts once a second.
  package mutating func close(second: Int) {
    while rows.count <= second { rows.append(counts) }
  }

  /// How many writes of one operation, or of all, were acknowledged by a time.
  package func count(by time: SimTime, operation: Int? = nil) -> UInt64 {
    let second = Int(time.nanoseconds / 1_000_000_000)
    guard second >= 0 else { return 0 }
    let row = second < rows.count ? rows[second] : counts
    guard let operation else { return row.reduce(0, +) }
    return operation < row.count ? row[operation] : 0
  }
}
