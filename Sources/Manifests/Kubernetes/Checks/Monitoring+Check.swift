import SimulationKernel

extension PrometheusRule {
  /// Reports what the API server takes and Prometheus refuses (prometheus model/rulefmt): with such
  /// a rule the operator leaves out the whole object.
  package func check(_ diagnostics: DiagnosticCollector) {
    for (index, group) in groups.enumerated() {
      if groups[..<index].contains(where: { $0.name == group.name }) {
        diagnostics.warning(
          "two groups of \(metadata.name) are named \"\(group.name)\"", at: group.span.start,
          code: "invalid-rule")
      }
      for rule in group.rules { rule.check(diagnostics) }
    }
  }
}

extension Rule {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let problem: String?
    switch (record, alert) {
    case (nil, nil): problem = "a rule has a record or an alert"
    case (_?, _?): problem = "record and alert exclude each other"
    case (let record?, nil) where !Self.isMetricName(record):
      problem = "\"\(record)\" is no name of a series"
    case (_?, nil) where `for` > .zero: problem = "a recording rule has no for"
    case (_?, nil) where !annotations.isEmpty: problem = "a recording rule has no annotations"
    case (_?, nil), (nil, _?):
      problem = expr.text.allSatisfy(\.isWhitespace) ? "a rule needs an expression" : nil
    }
    if let problem {
      diagnostics.warning(
        "\(problem): Prometheus refuses it", at: span.start, code: "invalid-rule")
    } else if let problem = PromQLExpression.problem(of: expr.text) {
      diagnostics.warning(
        "Prometheus refuses the expression of \(record ?? alert ?? ""): \(problem)",
        at: exprSpan.start, code: "invalid-rule")
    }
  }

  /// `[a-zA-Z_:][a-zA-Z0-9_:]*` (prometheus/common model.LegacyValidation).
  private static func isMetricName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first else { return false }
    let isLetter = { (scalar: Unicode.Scalar) in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_" || scalar == ":")
    }
    return isLetter(first)
      && name.unicodeScalars.allSatisfy { isLetter($0) || ("0"..."9").contains($0) }
  }
}
