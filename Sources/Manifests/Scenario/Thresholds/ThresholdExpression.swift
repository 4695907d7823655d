import SimulationKernel

/// A condition taken apart: k6's grammar (metrics/thresholds_parser.go), with units.
struct ThresholdExpression {
  let aggregation: Aggregation
  let comparison: Comparison
  let limit: Double

  /// Reads `p(95)<1200`; nil after an error was reported at its place in the text.
  init?(_ text: PositionedText, on subject: ThresholdSubject, _ diagnostics: DiagnosticCollector) {
    var reader = ExpressionReader(scanner: ExpressionScanner(text), subject: subject)
    do throws(ThresholdSyntaxError) {
      self = try reader.expression()
    } catch {
      diagnostics.error(
        error.message, at: text.span(error.range), code: "invalid-threshold", help: error.help)
      return nil
    }
  }

  fileprivate init(aggregation: Aggregation, comparison: Comparison, limit: Double) {
    self.aggregation = aggregation
    self.comparison = comparison
    self.limit = limit
  }
}

private struct ExpressionReader {
  var scanner: ExpressionScanner
  let subject: ThresholdSubject

  mutating func expression() throws(ThresholdSyntaxError) -> ThresholdExpression {
    scanner.skipSpace()
    let start = scanner.position
    let aggregation = try aggregation()
    let type = subject.type
    guard aggregation.fits(type) else {
      throw ThresholdSyntaxError(
        "\(scanner.text.text(start..<scanner.position)) does not fit a \(type.rawValue)",
        start..<scanner.position, help: "a \(type.rawValue) has \(type.aggregations)")
    }
    let comparison = try comparison()
    let limit = try limit()
    return ThresholdExpression(aggregation: aggregation, comparison: comparison, limit: limit)
  }

  private mutating func aggregation() throws(ThresholdSyntaxError) -> Aggregation {
    let word = scanner.takeName()
    if word.text == "p", scanner.take("(") {
      scanner.skipSpace()
      let rank = scanner.take { "0123456789.".unicodeScalars.contains($0) }
      guard let percentile = Double(rank.text), percentile >= 0, percentile <= 100 else {
        throw ThresholdSyntaxError("a percentile is from 0 to 100", rank.range)
      }
      scanner.skipSpace()
      guard scanner.take(")") else {
        throw ThresholdSyntaxError("expected a closing parenthesis", scanner.here)
      }
      return .percentile(percentile)
    }
    guard let aggregation = Aggregation(word: word.text) else {
      let words = Aggregation.words
      throw ThresholdSyntaxError(
        word.text.isEmpty
          ? "an aggregation is missing" : "\"\(word.text)\" is no aggregation",
        word.range,
        help: Self.nearestAggregation(word.text).map { "did you mean \"\($0)\"?" }
          ?? "one of \(words.joined(separator: ", "))")
    }
    return aggregation
  }

  /// The aggregation that a word means; `p95` means `p(95)`.
  private static func nearestAggregation(_ word: String) -> String? {
    if word.hasPrefix("p"), let rank = Double(word.dropFirst()), rank <= 100 {
      return "p(\(word.dropFirst()))"
    }
    return nearest(word, in: Aggregation.words)
  }

  private mutating func comparison() throws(ThresholdSyntaxError) -> Comparison {
    scanner.skipSpace()
    if scanner.take("===") { return .equal }
    let longerFirst: [Comparison] = [
      .lessOrEqual, .greaterOrEqual, .equal, .notEqual, .less, .greater,
    ]
    for comparison in longerFirst where scanner.take(comparison.rawValue) {
      return comparison
    }
    throw ThresholdSyntaxError("expected one of <, <=, >, >=, ==, !=", scanner.here)
  }

  private mutating func limit() throws(ThresholdSyntaxError) -> Double {
    scanner.skipSpace()
    let word = scanner.take { $0 != " " && $0 != "\t" }
    scanner.skipSpace()
    guard !word.text.isEmpty, scanner.isAtEnd else {
      throw ThresholdSyntaxError(
        word.text.isEmpty ? "a limit is missing" : "unexpected text behind the limit",
        word.text.isEmpty ? word.range : scanner.here)
    }
    // Hexadecimal digits are no limit here: Go's ParseFloat refuses them without a binary exponent,
    // and those with one (0x1p4), which it takes, are not read.
    if DurationText.isNumber(word.text), !word.text.lowercased().contains("x"),
      let number = Double(word.text), number.isFinite
    {
      return number
    }
    if word.text.hasSuffix("%") { return try share(word) }
    guard let length = DurationText.parse(word.text) else {
      throw ThresholdSyntaxError(
        "\"\(word.text)\" is no limit", word.range, help: "write a number, 3s or 1%")
    }
    guard case .metric(let metric, _) = subject, metric.isTime else {
      throw ThresholdSyntaxError("the metric is no time", word.range)
    }
    return length.seconds * 1000
  }

  /// A percentage, which only shares are compared with.
  private func share(_ word: LawWord) throws(ThresholdSyntaxError) -> Double {
    guard let share = Ratio.parse(word.text) else {
      throw ThresholdSyntaxError("\"\(word.text)\" is no percentage", word.range)
    }
    guard case .metric(let metric, _) = subject, metric.isShare else {
      throw ThresholdSyntaxError("the metric is no share", word.range)
    }
    return share
  }
}

extension ThresholdMetric {
  /// Whether its numbers are shares from 0 to 1.
  fileprivate var isShare: Bool {
    type == .rate || self == .apdex || self == .errorBudgetBurned
  }
}
