/// A condition on a node's label.
package struct NodeRequirement: Hashable, Sendable {
  /// How a label is compared.
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case isIn = "In"
    case isNotIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
    case greater = "Gt"
    case less = "Lt"
  }

  /// Label, or `metadata.name` in a field condition.
  package var key: String
  /// Comparison.
  package var comparison: Comparison
  /// Values compared with.
  package var values: [String]

  /// Makes a condition.
  package init(key: String, comparison: Comparison, values: [String] = []) {
    self.key = key
    self.comparison = comparison
    self.values = values
  }

  /// Whether a value (nil: absent) meets the condition.
  package func holds(for value: String?) -> Bool {
    switch comparison {
    case .isIn: return value.map(values.contains) ?? false
    case .isNotIn: return !(value.map(values.contains) ?? false)
    case .exists: return value != nil
    case .doesNotExist: return value == nil
    case .greater, .less:
      guard let number = value.flatMap({ Int64($0) }), values.count == 1,
        let limit = Int64(values[0])
      else { return false }
      return comparison == .greater ? number > limit : number < limit
    }
  }
}
