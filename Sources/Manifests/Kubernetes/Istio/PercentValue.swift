/// A share from 0 to 100.
///
/// Source: istio.io networking/v1 Percent.
package struct PercentValue: ManifestDecodable, Sendable {
  /// Percent.
  package var value: Double = 0

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "percentage") else { return nil }
    reader.read("value", into: &value)
  }
}
