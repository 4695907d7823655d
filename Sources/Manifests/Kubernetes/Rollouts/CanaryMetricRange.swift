/// Values that pass.
///
/// Source: flagger.app/v1beta1 CanaryThresholdRange.
package struct CanaryMetricRange: ManifestDecodable, Sendable {
  /// Least.
  package var min: Double?
  /// Greatest.
  package var max: Double?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a threshold range") else {
      return nil
    }
    reader.read("min", into: &min)
    reader.read("max", into: &max)
  }
}
