/// Settings of a hash ring.
///
/// Source: istio.io networking/v1 ConsistentHashLB.RingHash.
package struct RingHash: ManifestDecodable, Sendable {
  /// Least number of points.
  package var minimumRingSize: Int = 1_024

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a ring hash") else { return nil }
    reader.read("minimumRingSize", into: &minimumRingSize)
  }
}
