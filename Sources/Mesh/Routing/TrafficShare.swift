package import Manifests

/// Where a share of the calls to a service goes.
package struct TrafficShare: Hashable, Sendable {
  /// The service whose pods answer.
  package var service: Int
  /// Which of its pods; nil for all.
  package var subset: ServiceSubset?
  /// Its part of the sum of all weights.
  package var weight: Int

  /// Makes a share.
  package init(service: Int, subset: ServiceSubset? = nil, weight: Int) {
    self.service = service
    self.subset = subset
    self.weight = weight
  }
}

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
