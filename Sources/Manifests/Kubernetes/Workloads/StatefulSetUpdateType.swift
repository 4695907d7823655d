/// Who replaces the pods of a changed StatefulSet or DaemonSet.
///
/// Source: Kubernetes apps/v1 StatefulSetUpdateStrategyType and DaemonSetUpdateStrategyType.
package enum StatefulSetUpdateType: String, EnumeratedField {
  /// The controller.
  case rollingUpdate = "RollingUpdate"

  /// Whoever deletes them.
  case onDelete = "OnDelete"

  /// What a value is called in messages.
  package static var noun: String { "update strategy type" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
