import Manifests
import Mesh
import SimulationKernel

/// What a DestinationRule's traffic policy is in Envoy (pilot/pkg/networking/core,
/// cluster_traffic_policy).
extension UpstreamGuard {
  /// Takes over a connection pool and an outlier detection; nil where neither stops anything.
  init?(_ pool: ConnectionPool?, _ outliers: OutlierDetection?, isMultiplexed: Bool) {
    var limits = PoolLimits()
    if let pool {
      limits.connections = Self.bound(pool.tcp.maxConnections)
      limits.waiting = Self.bound(pool.http.http1MaxPendingRequests)
      limits.requests = Self.bound(pool.http.http2MaxRequests)
      limits.retries = Self.bound(pool.http.maxRetries)
    }
    let ejection = outliers.flatMap(EjectionRules.init)
    guard limits != PoolLimits() || ejection != nil else { return nil }
    limits.isMultiplexed = isMultiplexed || pool?.http.h2UpgradePolicy == "UPGRADE"
    self.init(limits: limits, ejection: ejection)
  }

  /// Istio's API has no bound of zero: that is one left out.
  private static func bound(_ value: Int?) -> Int32 {
    guard let value, value > 0 else { return .max }
    return Int32(clamping: value)
  }
}

extension EjectionRules {
  /// Takes over an outlier detection; nil where no number of errors is one.
  ///
  /// Lengths and shares of zero are ones left out.
  fileprivate init?(_ outliers: OutlierDetection) {
    self.init()
    errors = UInt32(clamping: outliers.consecutive5xxErrors ?? Int(errors))
    gatewayErrors = UInt32(clamping: outliers.consecutiveGatewayErrors ?? 0)
    guard errors > 0 || gatewayErrors > 0 else { return nil }
    if outliers.interval > .zero { interval = outliers.interval }
    if outliers.baseEjectionTime > .zero { baseTime = outliers.baseEjectionTime }
    if outliers.maxEjectionPercent > 0 { mostPercent = outliers.maxEjectionPercent }
    leastHealthyPercent = outliers.minHealthPercent
  }
}

extension ServicePort {
  /// Whether Istio takes its protocol for HTTP/2, by `appProtocol` or the beginning of its name.
  var speaksHTTP2: Bool {
    let text = appProtocol ?? name ?? ""
    return text == "kubernetes.io/h2c"
      || ["http2", "grpc"].contains { text == $0 || text.hasPrefix("\($0)-") }
  }
}
