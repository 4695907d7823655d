/// Preference for near endpoints.
///
/// Source: istio.io networking/v1 LocalityLoadBalancerSetting.
package struct LocalityLoadBalancer: ManifestDecodable, Sendable {
  /// Whether it holds; the mesh setting when nil.
  package var enabled: Bool?
  /// Fixed shares.
  package var distribute: [LocalityDistribution] = []
  /// Failover by region.
  package var failover: [LocalityFailover] = []
  /// Labels in order of preference.
  package var failoverPriority: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "locality settings") else {
      return nil
    }
    reader.read("enabled", into: &enabled)
    reader.read("distribute", into: &distribute)
    reader.read("failover", into: &failover)
    reader.read("failoverPriority", into: &failoverPriority)
  }
}
