/// The limits and the outlier detection that the proxies of clients apply to an upstream: the
/// connectionPool and outlierDetection of a DestinationRule.
package struct UpstreamGuard: BitwiseCopyable, Hashable, Sendable {
  /// How many connections, calls and retries one proxy may have.
  package var limits: PoolLimits
  /// When a proxy ejects a pod; nil where it never does.
  package var ejection: EjectionRules?

  /// Makes a guard.
  package init(limits: PoolLimits = PoolLimits(), ejection: EjectionRules? = nil) {
    self.limits = limits
    self.ejection = ejection
  }
}
