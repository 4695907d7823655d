/// As what proxies treat the calls to an operation.
package enum Proxying: Sendable {
  /// As bytes of a connection, such as a store's protocol: no routing rule applies.
  case none
  /// As requests that the callers' software retries by its own policy.
  case ownRetries
  /// As requests whose retries the callers leave to their proxies.
  case full
}
