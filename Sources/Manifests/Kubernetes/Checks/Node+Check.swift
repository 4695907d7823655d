extension Node {
  /// Reports what the API server refuses (pkg/apis/core/validation validateNodeTaints).
  package func check(_ diagnostics: DiagnosticCollector) {
    for (index, taint) in taints.enumerated() {
      if !isQualifiedName(taint.key) {
        diagnostics.error(
          "\"\(taint.key)\" is no name of a taint", at: taint.spans["key"], code: "invalid-label")
      }
      if !taint.value.isEmpty, !isLabelText(taint.value[...]) {
        diagnostics.error(
          "\"\(taint.value)\" is no value of a taint", at: taint.spans["value"],
          code: "invalid-label")
      }
      let first = taints[..<index].first { $0.key == taint.key && $0.effect == taint.effect }
      guard let first else { continue }
      diagnostics.error(
        "two taints have the key \(taint.key) and the effect \(taint.effect.rawValue)",
        at: taint.span.start, code: "duplicate-name",
        labels: [(first.span.start, "the first is here")])
    }
  }
}
