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
