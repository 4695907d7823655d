/// How a proxy chooses an endpoint.
///
/// Source: istio.io networking/v1 LoadBalancerSettings.SimpleLB.
package enum SimpleLoadBalancer: String, EnumeratedField {
  /// Istio's choice, least request.
  case unspecified = "UNSPECIFIED"

  /// The less busy of two drawn at random.
  case leastRequest = "LEAST_REQUEST"

  /// One after the other.
  case roundRobin = "ROUND_ROBIN"

  /// At random.
  case random = "RANDOM"

  /// The address that the client chose.
  case passthrough = "PASSTHROUGH"

  /// Old name of least request.
  case leastConnection = "LEAST_CONN"

  /// What a value is called in messages.
  package static var noun: String { "load balancer" }
}
