package import Manifests

/// Who makes calls, as rules of routing tell callers apart.
package enum Caller: Hashable, Sendable {
  /// Users outside the cluster.
  case outside
  /// The pods of a workload, by its number in the cluster.
  case workload(Int)
}

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

/// What proxies make of the calls to an operation.
package enum Proxying: Sendable {
  /// Bytes of a connection, such as a store's protocol: no rule holds.
  case none
  /// Requests that clients try again as they themselves say.
  case ownRetries
  /// Requests that clients leave to their proxies.
  case full
}

/// What rules of routing make of the calls to a service.
package protocol CallRouting: Sendable {
  /// How a caller's calls to an operation give up and try again.
  func policy(of entry: Directory.Entry, from caller: Caller) -> CallPolicy

  /// Where a caller's calls to an operation go; empty where no rule says anything.
  func shares(of entry: Directory.Entry, from caller: Caller) -> [TrafficShare]
}
