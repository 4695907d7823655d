/// A condition on one label, as Prometheus writes it.
package struct LabelMatcher: Hashable, Sendable {
  /// How the label's value is compared.
  package enum Operator: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    case doesNotMatch = "!~"
  }

  /// The label.
  package let label: String
  /// How its value is compared.
  package let comparison: Operator
  /// What it is compared with; a regular expression for `=~` and `!~`, matched as a whole.
  package let value: String
}

extension [LabelMatcher] {
  /// Whether any condition is about a label.
  package func mention(_ label: ThresholdLabel) -> Bool { contains { $0.label == label.rawValue } }
}

extension LabelMatcher {
  /// Whether a value meets the condition; an absent label counts as empty, as in Prometheus.
  package func matches(_ text: String) -> Bool {
    switch comparison {
    case .equal: text == value
    case .notEqual: text != value
    case .matches: matchesPattern(text)
    case .doesNotMatch: !matchesPattern(text)
    }
  }

  private func matchesPattern(_ text: String) -> Bool {
    guard let pattern = try? Regex(value) else { return false }
    return (try? pattern.wholeMatch(in: text)) != nil
  }
}
