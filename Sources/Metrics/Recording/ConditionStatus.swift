/// The status of a condition (Kubernetes meta/v1 ConditionStatus).
package enum ConditionStatus: String, Sendable {
  case `true` = "True"
  case `false` = "False"
  case unknown = "Unknown"

  /// The status of a condition that is known.
  package init(_ isTrue: Bool) { self = isTrue ? .true : .false }
}
