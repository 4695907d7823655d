/// How a MinIO pool's drives fall into erasure sets (`endpoint-ellipses.go`).
package struct ErasureLayout: Equatable, Sendable {
  /// Drives in each set.
  package let setSize: Int
  /// Sets in the pool.
  package let sets: Int

  /// The sizes that a set can have (`setSizes`).
  private static var sizes: ClosedRange<Int> { 2...16 }

  /// Lays out the drives of a pool that some arguments name; nil when no size fits them.
  ///
  /// The size divides the drives of every pattern, fits evenly over what the leftmost ellipsis of
  /// the last pattern counts (the servers), and makes the fewest sets. Arguments without any
  /// ellipsis are a drive each.
  package init?(_ patterns: [EndpointPattern]) {
    let plain = patterns.count(where: \.counts.isEmpty)
    guard !patterns.isEmpty, plain == 0 || plain == patterns.count else { return nil }
    let totals = plain > 0 ? [plain] : patterns.map(\.count)
    guard plain == 1 || totals.allSatisfy({ $0 >= Self.sizes.lowerBound }) else { return nil }
    let divisor = Self.divisor(of: totals)
    var fitting = plain == 1 ? [1] : Self.sizes.filter { divisor % $0 == 0 }
    if let servers = patterns.last?.counts.first {
      fitting = fitting.filter { $0 > servers ? $0 % servers == 0 : servers % $0 == 0 }
    }
    guard let size = fitting.last else { return nil }
    setSize = size
    sets = totals.reduce(0, +) / size
  }

  /// The greatest common divisor of the patterns' drives (`getDivisibleSize`).
  package static func divisor(of totals: [Int]) -> Int {
    totals.reduce(0) { divisor, total in
      var (larger, smaller) = (divisor, total)
      while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
      return larger
    }
  }
}
