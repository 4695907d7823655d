/// The disruption budget of the nodes of a Redis Cluster.
///
/// Source: redis.redis.opstreelabs.in/v1beta2 RedisPodDisruptionBudget.
package struct RedisBudget: ManifestDecodable, Sendable {
  /// Whether there is one.
  package var enabled: Bool = false
  /// Pods that must stay.
  package var minAvailable: Int?
  /// Pods that may be missing.
  package var maxUnavailable: Int?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a disruption budget") else {
      return nil
    }
    reader.read("enabled", into: &enabled)
    reader.read("minAvailable", into: &minAvailable)
    reader.read("maxUnavailable", into: &maxUnavailable)
  }
}
