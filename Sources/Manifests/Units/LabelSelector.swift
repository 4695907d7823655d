/// Which objects are meant, by their labels (Kubernetes' metav1.LabelSelector).
package struct LabelSelector: Hashable, Sendable {
  /// One condition on one label.
  package struct Requirement: Hashable, Sendable {
    /// How the label is compared.
    package enum Operator: String, Hashable, Sendable, CaseIterable {
      case isIn = "In"
      case isNotIn = "NotIn"
      case exists = "Exists"
      case doesNotExist = "DoesNotExist"
    }

    /// The label's name.
    package var key: String
    /// How it is compared.
    package var comparison: Operator
    /// What it is compared with.
    package var values: [String]

    /// Makes a condition.
    package init(key: String, comparison: Operator, values: [String] = []) {
      self.key = key
      self.comparison = comparison
      self.values = values
    }

    /// Whether labels meet the condition; an absent label meets `NotIn`, as in Kubernetes.
    package func matches(_ labels: StringMap) -> Bool {
      let value = labels[key]
      switch comparison {
      case .isIn: return value.map(values.contains) ?? false
      case .isNotIn: return !(value.map(values.contains) ?? false)
      case .exists: return value != nil
      case .doesNotExist: return value == nil
      }
    }
  }

  /// Labels that must have exactly these values.
  package var matchLabels: StringMap
  /// Further conditions; all must hold.
  package var matchExpressions: [Requirement]

  /// Makes a selector.
  package init(matchLabels: StringMap = StringMap(), matchExpressions: [Requirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Whether the selector has no condition; such a selector matches everything.
  package var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

  /// Whether labels meet every condition.
  package func matches(_ labels: StringMap) -> Bool {
    matchLabels.isSubset(of: labels) && matchExpressions.allSatisfy { $0.matches(labels) }
  }
}

extension LabelSelector: ManifestDecodable {
  /// Reads `matchLabels` and `matchExpressions`.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a label selector") else { return nil }
    matchLabels = reader.optional("matchLabels", default: StringMap())
    matchLabels.checkLabels(at: reader.span(of: "matchLabels"), diagnostics)
    matchExpressions = reader.list("matchExpressions")
    reader.finish()
  }
}

extension LabelSelector.Requirement: ManifestDecodable {
  /// Reads one of `matchExpressions`, checked as `labels.NewRequirement` does.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a selector requirement") else {
      return nil
    }
    let key: String? = reader.required("key")
    let name: String? = reader.required("operator")
    let values: [String] = reader.list("values")
    reader.finish()
    guard let key, let name else { return nil }
    let names = Operator.allCases.map(\.rawValue)
    guard let comparison = Operator(rawValue: name) else {
      diagnostics.error(
        "\"\(name)\" is no selector operator", at: reader.span(of: "operator"),
        code: "invalid-value",
        help: nearest(name, in: names).map { "did you mean \"\($0)\"?" }
          ?? "one of \(names.joined(separator: ", "))")
      return nil
    }
    // Values that could not be read are reported already.
    if values.isEmpty, diagnostics.hasError(in: reader.span(of: "values")) { return nil }
    let needsValues = comparison == .isIn || comparison == .isNotIn
    guard needsValues != values.isEmpty else {
      diagnostics.error(
        needsValues ? "\(name) needs at least one value" : "\(name) takes no values",
        at: reader.span(of: "values").start, code: "invalid-value")
      return nil
    }
    if !isQualifiedName(key) {
      diagnostics.error(
        "\"\(key)\" is no label name", at: reader.span(of: "key"), code: "invalid-label")
    }
    for value in values where !value.isEmpty && !isLabelText(value[...]) {
      diagnostics.error(
        "\"\(value)\" is no value for the label \(key)", at: reader.span(of: "values"),
        code: "invalid-label")
    }
    self.init(key: key, comparison: comparison, values: values)
  }
}
