package import SimulationKernel

/// What a request costs in each sidecar on its way.
package struct ProxyCost: Sendable {
  /// CPU time of a request and its response.
  package let work: SimDuration
  /// By how much a message is delayed, in seconds.
  package let delay: Distribution

  /// Istio's, where nothing is said.
  ///
  /// Istio 1.24 publishes 0.20 vCPU for 1,000 requests a second and sidecar. Istio 1.12 added
  /// 1.7 ms to the 90th percentile of a request through two sidecars at 0.35 vCPU; at 0.20 the same
  /// is 1 ms, and four passes with this law make it.
  package static let standard = ProxyCost(
    work: .microseconds(200), delay: .lognormal(p50: 140e-6, p99: 480e-6))
}

extension ProxyCost: SpecObject {
  static let what = "a sidecar's cost"

  init?(_ reader: inout SpecReader) {
    work = reader.optional(
      "cpu", .duration, default: Self.standard.work, "CPU time of a request; 200us by default")
    delay = reader.optional(
      "delay", .law(.time), default: Self.standard.delay,
      "by how much a message is delayed; lognormal(p50: 140us, p99: 480us) by default")
  }
}
