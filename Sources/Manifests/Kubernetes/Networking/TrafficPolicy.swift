/// Which endpoints take traffic that arrives at a node.
///
/// Source: Kubernetes core/v1 ServiceInternalTrafficPolicy and ServiceExternalTrafficPolicy.
package enum TrafficPolicy: String, EnumeratedField {
  /// All of the Service.
  case cluster = "Cluster"

  /// Only those of the same node.
  case local = "Local"

  /// What a value is called in messages.
  package static var noun: String { "traffic policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
