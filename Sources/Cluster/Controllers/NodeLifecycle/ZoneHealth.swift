import SimulationKernel

/// How disrupted a zone is, and at which rate its silent nodes are tainted
/// (pkg/controller/nodelifecycle/node_lifecycle_controller.go).
package enum ZoneDisruption: String, Sendable {
  case normal = "Normal"
  case partial = "PartialDisruption"
  case full = "FullDisruption"

  /// The state of a zone (ComputeZoneState with the default unhealthy-zone-threshold of 0.55).
  package static func of(ready: Int, notReady: Int, threshold: Float = 0.55) -> ZoneDisruption {
    if ready == 0 && notReady > 0 { return .full }
    if notReady > 2 && Float(notReady) / Float(notReady + ready) >= threshold { return .partial }
    return .normal
  }

  /// Nodes tainted per second (setLimiterInZone): 0.1; in a partial disruption 0.01 in zones of
  /// more than 50 nodes and none in smaller ones; none while all zones are fully disrupted.
  package func taintRate(zoneNodes: Int, isEverythingDisrupted: Bool) -> Double {
    if isEverythingDisrupted { return 0 }
    if self == .partial { return zoneNodes > 50 ? 0.01 : 0 }
    return 0.1
  }
}

/// A zone's queue of silent nodes, with its rate limiter.
struct ZoneHealth: Sendable {
  /// Nodes that wait for their NoExecute taint.
  var queue: [Int32] = []
  /// Taints per second.
  var rate = 0.1
  /// When the rate limiter, a bucket of one token, has its next token.
  var nextToken = SimTime.zero
  /// When the next pass is due.
  var passAt = SimTime.infinity

  /// Takes another limiter: its bucket is full, unless the one before had no token to give
  /// (scheduler/rate_limited_queue.go SwapLimiter).
  mutating func swapRate(to next: Double, at now: SimTime) {
    guard next != rate else { return }
    if next > 0, rate == 0 || nextToken > now { nextToken = now + SimDuration(seconds: 1 / next) }
    rate = next
  }
}
