/// The routing rules of the platform, as the wire asks for them when routes are compiled.
package protocol CallRouting: Sendable {
  /// The timeouts and retries of the calls to an operation that an endpoint of a caller makes.
  func policy(
    of entry: Directory.Entry, from caller: Caller, by endpoint: String
  ) -> CallPolicy

  /// Where a caller's calls to an operation go; empty where no rule says anything.
  func shares(of entry: Directory.Entry, from caller: Caller) -> [TrafficShare]

  /// Whether a caller's calls to an operation pass a proxy of its own as requests.
  func isProxied(_ entry: Directory.Entry, from caller: Caller) -> Bool

  /// What a caller's proxy does with its calls to an operation before it routes them; nil for
  /// nothing.
  func proxyRule(of entry: Directory.Entry, from caller: Caller) -> ProxyRule?
}
