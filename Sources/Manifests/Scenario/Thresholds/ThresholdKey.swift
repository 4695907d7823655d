/// Reads a threshold's key: `metric{label="value"}` or `promql:EXPRESSION`.
struct ThresholdKey {
  private var scanner: ExpressionScanner

  /// What the key says.
  static func subject(
    of key: PositionedText, _ diagnostics: DiagnosticCollector
  ) -> ThresholdSubject? {
    let prefix = "promql:"
    let text = key.text(0..<key.characters.count)
    if text.hasPrefix(prefix) {
      diagnostics.error(
        "thresholds on PromQL expressions are not supported yet", at: key.node.span,
        code: "unsupported", help: "use one of the metrics: http_req_duration, recovery_time, ...")
      return .promql(String(text.dropFirst(prefix.count)))
    }
    var reader = ThresholdKey(scanner: ExpressionScanner(key))
    do throws(ThresholdSyntaxError) {
      return try reader.metric()
    } catch {
      diagnostics.error(
        error.message, at: key.span(error.range), code: "invalid-threshold", help: error.help)
      return nil
    }
  }

  private mutating func metric() throws(ThresholdSyntaxError) -> ThresholdSubject {
    scanner.skipSpace()
    let name = scanner.takeName()
    guard let metric = ThresholdMetric(rawValue: name.text) else {
      throw ThresholdSyntaxError(
        name.text.isEmpty ? "the name of a metric is missing" : "\"\(name.text)\" is no metric",
        name.range, help: Self.advice(name.text, ThresholdMetric.allCases.map(\.rawValue)))
    }
    var matchers: [LabelMatcher] = []
    scanner.skipSpace()
    if scanner.take("{") {
      scanner.skipSpace()
      while !scanner.take("}") {
        if !matchers.isEmpty, !scanner.take(",") {
          throw ThresholdSyntaxError("expected a comma or a closing brace", scanner.here)
        }
        // Prometheus takes a comma behind the last one.
        scanner.skipSpace()
        if !matchers.isEmpty, scanner.take("}") { break }
        matchers.append(try matcher())
      }
      scanner.skipSpace()
    }
    guard scanner.isAtEnd else {
      throw ThresholdSyntaxError(
        "expected {label=\"value\"} or nothing behind the metric", scanner.here)
    }
    return .metric(metric, matchers)
  }

  private mutating func matcher() throws(ThresholdSyntaxError) -> LabelMatcher {
    scanner.skipSpace()
    let label = scanner.takeName()
    let labels = ThresholdLabel.allCases.map(\.rawValue)
    guard labels.contains(label.text) else {
      throw ThresholdSyntaxError(
        label.text.isEmpty ? "a label is missing" : "\"\(label.text)\" is no label",
        label.range, help: Self.advice(label.text, labels))
    }
    scanner.skipSpace()
    // The longer operators first; `:` is k6's own way to write an equality.
    let operators: [(String, LabelMatcher.Operator)] = [
      ("=~", .matches), ("!~", .doesNotMatch), ("!=", .notEqual), ("=", .equal), (":", .equal),
    ]
    var comparison: LabelMatcher.Operator?
    for (text, operation) in operators where comparison == nil {
      if scanner.take(text) { comparison = operation }
    }
    guard let comparison, !scanner.isAt("=") else {
      throw ThresholdSyntaxError("expected one of =, !=, =~, !~", scanner.here)
    }
    scanner.skipSpace()
    let quoted = try scanner.takeQuoted()
    let value = quoted ?? scanner.take { !",}\" ".unicodeScalars.contains($0) }
    guard quoted != nil || !value.text.isEmpty else {
      throw ThresholdSyntaxError("a value is missing", scanner.here, help: "write it in quotes")
    }
    let isPattern = comparison == .matches || comparison == .doesNotMatch
    if isPattern, (try? Regex(value.text)) == nil {
      throw ThresholdSyntaxError("\"\(value.text)\" is no regular expression", value.range)
    }
    scanner.skipSpace()
    return LabelMatcher(label: label.text, comparison: comparison, value: value.text)
  }

  private static func advice(_ word: String, _ candidates: [String]) -> String {
    nearest(word, in: candidates).map { "did you mean \"\($0)\"?" }
      ?? "one of \(candidates.joined(separator: ", "))"
  }
}
