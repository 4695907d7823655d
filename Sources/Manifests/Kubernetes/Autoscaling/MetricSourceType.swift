/// Where an autoscaler's metric comes from.
///
/// Source: Kubernetes autoscaling/v2 MetricSourceType.
package enum MetricSourceType: String, EnumeratedField {
  /// CPU or memory of the pods.
  case resource = "Resource"

  /// CPU or memory of one container of the pods.
  case containerResource = "ContainerResource"

  /// A metric of each pod, averaged.
  case pods = "Pods"

  /// A metric of one other object.
  case object = "Object"

  /// A metric from outside the cluster.
  case external = "External"

  /// What a value is called in messages.
  package static var noun: String { "metric type" }
}
