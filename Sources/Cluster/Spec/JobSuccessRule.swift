/// When an indexed Job has succeeded before all of its indexes have (batch/v1 SuccessPolicyRule).
package struct JobSuccessRule: Sendable {
  /// Indexes that count, as ranges; empty for all.
  package var indexes: [ClosedRange<Int32>]
  /// How many of them are enough; nil for all.
  package var count: Int?

  /// Makes a rule.
  package init(indexes: [ClosedRange<Int32>], count: Int?) {
    self.indexes = indexes
    self.count = count
  }

  /// Reads `1,3-5`; nil for anything else.
  package static func ranges(_ text: String) -> [ClosedRange<Int32>]? {
    var ranges: [ClosedRange<Int32>] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int32($0) }
      guard let first = ends.first, let last = ends.last, first <= last, ends.count <= 2 else {
        return nil
      }
      ranges.append(first...last)
    }
    return ranges
  }

  /// Whether the indexes that succeeded are enough.
  package func isMet(by succeeded: [Int32]) -> Bool {
    let counted = succeeded.filter { index in
      indexes.isEmpty || indexes.contains { $0.contains(index) }
    }
    if let count { return counted.count >= count }
    return counted.count >= indexes.reduce(0) { $0 + $1.count } && !indexes.isEmpty
  }
}
