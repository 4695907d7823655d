package import SimulationKernel

/// A controller outside the cluster that sets a condition which readiness gates name: it registers
/// pods with a load balancer and waits for the health check.
package enum GateController: Sendable {
  /// AWS Load Balancer Controller (pkg/targetgroupbinding; before 2.0 with the Ingress's name).
  case amazon
  /// Google's controller of network endpoint groups (kubernetes/ingress-gce pkg/neg/readiness).
  case google

  /// The controller that sets a condition; nil for one that the twin does not know.
  package init?(condition: String) {
    switch condition {
    case _ where condition.hasPrefix("target-health.elbv2.k8s.aws/"),
      _ where condition.hasPrefix("target-health.alb.ingress.k8s.aws/"):
      self = .amazon
    case "cloud.google.com/load-balancer-neg-ready": self = .google
    default: return nil
    }
  }

  /// From the readiness of a pod's containers to the condition.
  ///
  /// A new target must pass one health check; both controllers let their load balancers check each
  /// 15 s (annotation healthcheck-interval-seconds; ingress-gce pkg/healthchecks).
  package static let delay = SimDuration.seconds(15)
}
