/// How a MinIO pool's drives fall into erasure sets (`endpoint-ellipses.go`).
package struct ErasureLayout: Equatable, Sendable {
  /// Drives in each set.
  package let setSize: Int
  /// Sets in the pool.
  package let sets: Int

  /// The sizes that a set can have (`setSizes`).
  private static var sizes: ClosedRange<Int> { 2...16 }

  /// Lays out the drives that some patterns of endpoints name; nil when no size fits them.
  ///
  /// The size divides the drives of every pattern, fits evenly over what the leftmost ellipsis of
  /// the last pattern counts (the servers), and makes the fewest sets.
  package init?(_ patterns: [EndpointPattern]) {
    guard !patterns.isEmpty else { return nil }
    let totals = patterns.map(\.count)
    let divisor = Self.divisor(of: totals)
    var fitting = Self.sizes.filter { divisor % $0 == 0 }
    if divisor == 1, totals == [1] { fitting = [1] }
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

/// An argument of `minio server` that names drives, with ellipses for those that are counted:
/// `http://minio-{0...3}.minio-headless:9000/data{1...2}`.
package struct EndpointPattern: Equatable, Sendable {
  /// What each ellipsis counts, from the left.
  package let counts: [Int]

  /// Reads an argument; an ellipsis that is none is nil.
  package init?(_ text: String) {
    var counts: [Int] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}"),
        let count = Self.count(of: rest[open..<close].dropFirst())
      else { return nil }
      counts.append(count)
      rest = rest[close...].dropFirst()
    }
    guard !rest.contains("}") else { return nil }
    self.counts = counts
  }

  /// Drives that the argument names.
  package var count: Int { counts.reduce(1, *) }

  private static func count(of range: Substring) -> Int? {
    guard let dots = range.firstRange(of: "...") else { return nil }
    let (low, high) = (range[..<dots.lowerBound], range[dots.upperBound...])
    // Numbers are decimal, or hexadecimal where one of them has a letter.
    let radix = (low + high).allSatisfy(\.isNumber) ? 10 : 16
    guard let first = Int(low, radix: radix), let last = Int(high, radix: radix), first <= last
    else { return nil }
    return last - first + 1
  }
}
