/// How a Service is reached.
///
/// Source: Kubernetes core/v1 ServiceType.
package enum ServiceType: String, EnumeratedField {
  /// By a virtual address inside the cluster, or by pod addresses when headless.
  case clusterIP = "ClusterIP"

  /// Also by a port of every node.
  case nodePort = "NodePort"

  /// Also by a load balancer outside.
  case loadBalancer = "LoadBalancer"

  /// A DNS alias of a name outside.
  case externalName = "ExternalName"

  /// What a value is called in messages.
  package static var noun: String { "service type" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
