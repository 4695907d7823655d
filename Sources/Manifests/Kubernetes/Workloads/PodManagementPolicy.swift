/// Whether a StatefulSet starts and stops its pods in order.
///
/// Source: Kubernetes apps/v1 PodManagementPolicyType.
package enum PodManagementPolicy: String, EnumeratedField {
  /// One after the other, each ready before the next.
  case orderedReady = "OrderedReady"

  /// All at once.
  case parallel = "Parallel"

  /// What a value is called in messages.
  package static var noun: String { "pod management policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
