/// How a node selector requirement compares a label.
///
/// Source: Kubernetes core/v1 NodeSelectorOperator.
package enum SelectorOperator: String, EnumeratedField {
  /// The value is in the list.
  case `in` = "In"

  /// The value is not in the list, or the label is missing.
  case notIn = "NotIn"

  /// The label is present.
  case exists = "Exists"

  /// The label is missing.
  case doesNotExist = "DoesNotExist"

  /// The value as an integer is greater.
  case gt = "Gt"

  /// The value as an integer is less.
  case lt = "Lt"

  /// What a value is called in messages.
  package static var noun: String { "operator" }
}
