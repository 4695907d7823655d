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
}
