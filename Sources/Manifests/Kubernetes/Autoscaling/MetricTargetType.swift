/// How a metric's target is stated.
///
/// Source: Kubernetes autoscaling/v2 MetricTargetType.
package enum MetricTargetType: String, EnumeratedField {
  /// Percent of the requests.
  case utilization = "Utilization"

  /// Value per pod.
  case averageValue = "AverageValue"

  /// Value as it is.
  case value = "Value"

  /// What a value is called in messages.
  package static var noun: String { "metric target type" }
}
