/// The limits of a connection pool (istio.io ConnectionPoolSettings; Envoy, circuit breaking).
///
/// Istio sets none by default (pilot/pkg/networking/core, getDefaultCircuitBreakerThresholds).
package struct PoolLimits: BitwiseCopyable, Hashable, Sendable {
  /// Connections of HTTP/1.1, which carry one call each.
  package var connections = Int32.max
  /// Calls that wait for a connection of HTTP/1.1.
  package var waiting = Int32.max
  /// Calls under way over all connections.
  package var requests = Int32.max
  /// Retries under way at one time.
  package var retries = Int32.max
  /// Whether a connection carries any number of calls, as those of HTTP/2 do.
  package var isMultiplexed = false

  /// Makes a pool without limits.
  package init() {}
}
