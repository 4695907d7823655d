package import SimulationKernel

/// How the proxies of clients guard themselves against the pods they call: what a DestinationRule
/// says of connection pools and outlier detection.
package struct UpstreamGuard: BitwiseCopyable, Hashable, Sendable {
  /// How many calls one proxy has under way.
  package var limits: PoolLimits
  /// When it leaves a pod out; nil where it never does.
  package var ejection: EjectionRules?

  /// Makes a guard.
  package init(limits: PoolLimits = PoolLimits(), ejection: EjectionRules? = nil) {
    self.limits = limits
    self.ejection = ejection
  }
}

/// The bounds of a connection pool (istio.io ConnectionPoolSettings; Envoy, circuit breaking).
///
/// Istio sets none by default (pilot/pkg/networking/core, getDefaultCircuitBreakerThresholds).
package struct PoolLimits: BitwiseCopyable, Hashable, Sendable {
  /// Connections of HTTP/1.1, which carry one call each.
  package var connections = Int32.max
  /// Calls that wait for a connection of HTTP/1.1.
  package var waiting = Int32.max
  /// Calls under way over all connections.
  package var requests = Int32.max
  /// Further attempts of calls under way at one time.
  package var retries = Int32.max
  /// Whether a connection carries any number of calls, as those of HTTP/2 do.
  package var isMultiplexed = false

  /// Makes bounds that stop nothing.
  package init() {}
}

/// When a proxy leaves out a pod that answers errors in a row, and for how long (istio.io
/// OutlierDetection; Envoy, source/common/upstream/outlier_detection_impl.cc).
///
/// Of Envoy's detectors these are the two that Istio lets act; the shares of successes are never
/// enforced by it.
package struct EjectionRules: BitwiseCopyable, Hashable, Sendable {
  /// Errors in a row after which a pod is left out; 0 for any number.
  package var errors: UInt32 = 5
  /// The same of those that say that a gateway found no server; 0 for any number.
  package var gatewayErrors: UInt32 = 0
  /// Between two sweeps, at which pods come back.
  package var interval = SimDuration.seconds(10)
  /// For how long a pod is left out the first time.
  package var baseTime = SimDuration.seconds(30)
  /// Percent of the pods that may be left out at once.
  package var mostPercent = 10
  /// Percent of the pods below which all get calls, those left out too.
  package var leastHealthyPercent = 0

  /// Makes Envoy's defaults.
  package init() {}

  /// The longest time for which a pod is left out (max_ejection_time).
  private var longestTime: SimDuration { max(.seconds(300), baseTime) }

  /// For how long a pod is left out whose ejections have grown to a number.
  package func length(ofEjection number: Int) -> SimDuration {
    min(baseTime * Int64(number), longestTime)
  }

  /// Whether the next ejection is counted as longer than the last one of a number.
  func grows(beyond number: Int) -> Bool { baseTime * Int64(number) < longestTime + baseTime }

  /// Whether one more pod may be left out while some of all are; the first one must fit into the
  /// share too (always_eject_one_host is off).
  package func allowsEjection(besides ejected: Int, of pods: Int) -> Bool {
    100 * (ejected + 1) <= mostPercent * pods
  }

  /// Whether so few pods are left that all get calls (Envoy, panic threshold; a part of the pods
  /// suffices for all calls by the overprovisioning factor of 1.4).
  package func panics(healthy: Int, of pods: Int) -> Bool {
    guard pods > 0 else { return false }
    return 140 * healthy / pods < 100 && 100 * healthy < leastHealthyPercent * pods
  }
}
