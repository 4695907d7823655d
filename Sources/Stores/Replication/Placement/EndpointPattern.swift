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
    guard (low + high).allSatisfy(\.isHexDigit) else { return nil }
    guard let first = Int(low, radix: radix), let last = Int(high, radix: radix), first <= last
    else { return nil }
    return last - first + 1
  }
}
