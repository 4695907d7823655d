/// A number of pods, or a share of them: `3` or `25%` (Kubernetes' IntOrString).
package enum IntOrPercent: Hashable, Sendable {
  case int(Int32)
  case percent(Int32)

  /// The number meant where there are `total`.
  ///
  /// Rounded as `intstr.GetScaledValueFromIntOrPercent` does (apimachinery pkg/util/intstr).
  package func resolved(of total: Int, roundUp: Bool) -> Int {
    switch self {
    case .int(let count): return Int(count)
    case .percent(let share):
      let product = Double(share) * Double(total) / 100
      return Int(roundUp ? product.rounded(.up) : product.rounded(.down))
    }
  }

  /// Reads a share, as `25%`; nil for any other text, digits alone included.
  package init?(parsing text: String) {
    guard text.hasSuffix("%"), let share = Int32(text.dropLast()) else { return nil }
    self = .percent(share)
  }
}

extension IntOrPercent: ManifestDecodable {
  /// Reads a whole number or text of digits and a percent sign.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if case .integer? = node.scalar {
      guard let count = Int32(from: node, diagnostics) else { return nil }
      self = .int(count)
      return
    }
    guard let text = node.string else {
      diagnostics.wrongType("a whole number or a percentage", node)
      return nil
    }
    guard let share = IntOrPercent(parsing: text) else {
      diagnostics.invalidValue(
        "\"\(text)\" is neither a whole number nor a percentage", node,
        help: Int32(text) == nil ? "write it like 3 or \"25%\"" : "remove the quotes")
      return nil
    }
    self = share
  }
}
