/// What a taint does to pods that don't tolerate it.
///
/// Source: Kubernetes core/v1 TaintEffect.
package enum TaintEffect: String, EnumeratedField {
  /// New pods are not placed.
  case noSchedule = "NoSchedule"

  /// New pods are placed elsewhere if possible.
  case preferNoSchedule = "PreferNoSchedule"

  /// New pods are not placed and running ones are evicted.
  case noExecute = "NoExecute"

  /// What a value is called in messages.
  package static var noun: String { "taint effect" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
