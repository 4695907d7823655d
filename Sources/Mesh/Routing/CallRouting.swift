/// Who makes calls, as rules of routing tell callers apart.
package enum Caller: Hashable, Sendable {
  /// Users outside the cluster.
  case outside
  /// The pods of a workload, by its number in the cluster.
  case workload(Int)
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

  /// Whether a caller's calls to an operation pass a proxy of its own as requests.
  func isProxied(_ entry: Directory.Entry, from caller: Caller) -> Bool

  /// What a caller's proxy does with its calls to an operation first; nil where it lets them go.
  func proxyRule(of entry: Directory.Entry, from caller: Caller) -> ProxyRule?
}
