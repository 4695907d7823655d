package import Manifests

/// A part of a service's pods, chosen by labels (a DestinationRule's subset).
package struct ServiceSubset: Hashable, Sendable {
  /// The service.
  package var service: Int
  /// Labels of its pods; nil for a subset that nobody defines, which has none.
  package var labels: StringMap?
  /// How callers choose among them.
  package var balancer: BalancerSpec

  /// Makes a subset.
  package init(service: Int, labels: StringMap?, balancer: BalancerSpec) {
    self.service = service
    self.labels = labels
    self.balancer = balancer
  }

  /// All pods of a service for controllers of ingress-nginx, which ask them in turn and not by the
  /// Service's address (rootfs/etc/nginx/lua/balancer/round_robin.lua).
  static func turns(of service: Int) -> ServiceSubset {
    ServiceSubset(
      service: service, labels: StringMap(), balancer: BalancerSpec(policy: .roundRobin))
  }
}
