/// How the series on the two sides of an operator find each other.
struct PromQLMatching {
  /// Whether a comparison gives 0 or 1.
  var isBool = false
  /// The labels of `on` or `ignoring`; nil without either.
  var labels: [String]?
  /// Whether the labels are those of `on`.
  var isOn = false
  /// The labels of `group_left` or `group_right`; nil without either.
  var included: [String]?

  /// Whether a label is one of `on` or `ignoring`.
  func contains(_ label: String) -> Bool { labels?.contains(label) ?? false }
}

extension PromQLExpression {
  /// Reads what stands behind an operator.
  mutating func matching() throws(PromQLProblem) -> PromQLMatching {
    var matching = PromQLMatching()
    matching.isBool = passes(word: "bool")
    if passes(word: "on") {
      matching.isOn = true
      matching.labels = try labels()
    } else if passes(word: "ignoring") {
      matching.labels = try labels()
    }
    guard matching.labels != nil, passes(word: "group_left") || passes(word: "group_right") else {
      return matching
    }
    matching.included = token == .mark("(") ? try labels() : []
    return matching
  }
}
