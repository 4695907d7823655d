package import Results

/// What `compare --json` prints.
package struct ComparisonDocument: Encodable {
  /// One quantity: both means, the difference with its 95 % interval, and what it means.
  private struct Quantity: Encodable {
    let subject: String
    let metric: String
    let unit: String
    let base: Double
    let candidate: Double
    let difference: Double
    let relative: Double?
    let halfWidth: Double?
    let pairs: Int
    let isSignificant: Bool?
    let isRegression: Bool
  }

  private let base: ExperimentRecord
  private let candidate: ExperimentRecord
  private let quantities: [Quantity]
  private let unmatched: [String]
  private let isRegression: Bool
  private let exitCode: Int32

  /// Describes a comparison that ends with an exit code.
  package init(_ comparison: ExperimentComparison, exitCode: Int32) {
    base = comparison.base
    candidate = comparison.candidate
    unmatched = comparison.unmatched
    isRegression = comparison.isRegression
    self.exitCode = exitCode
    quantities = comparison.quantities.map { row in
      Quantity(
        subject: row.subject, metric: row.metric, unit: row.unit, base: row.difference.base,
        candidate: row.difference.candidate, difference: row.difference.difference,
        relative: row.difference.relative, halfWidth: row.difference.halfWidth,
        pairs: row.difference.pairs, isSignificant: row.difference.isSignificant,
        isRegression: row.isRegression)
    }
  }

  /// The document as JSON.
  package func json() throws -> String { try JSONText.of(self) }
}
