package import SimulationKernel

/// How endpoints are chosen.
///
/// Source: istio.io networking/v1 LoadBalancerSettings.
package struct LoadBalancerSettings: ManifestDecodable, Sendable {
  /// Algorithm.
  package var simple: SimpleLoadBalancer = .unspecified
  /// Hashing in place of the algorithm.
  package var consistentHash: ConsistentHash?
  /// Preference for near endpoints.
  package var localityLbSetting: LocalityLoadBalancer?
  /// Time in which a new endpoint gets a growing share.
  package var warmupDurationSecs: SimDuration?
  /// The same with its shape.
  package var warmup: WarmupConfiguration?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "load balancer settings") else {
      return nil
    }
    reader.read("simple", into: &simple)
    reader.read("consistentHash", into: &consistentHash)
    reader.read("localityLbSetting", into: &localityLbSetting)
    reader.read("warmupDurationSecs", into: &warmupDurationSecs)
    reader.read("warmup", into: &warmup)
  }
}
