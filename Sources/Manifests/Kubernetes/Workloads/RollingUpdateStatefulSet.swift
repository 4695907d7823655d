/// Bounds of a StatefulSet's rolling update.
///
/// Source: Kubernetes apps/v1 RollingUpdateStatefulSetStrategy.
package struct RollingUpdateStatefulSet: ManifestDecodable, Sendable {
  /// Pods with a lower ordinal keep the old template.
  package var partition: Int = 0
  /// Pods that may be missing at a time (behind a gate before 1.35).
  package var maxUnavailable: IntOrPercent = .int(1)
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rolling update") else { return nil }
    spans = reader.spans
    reader.read("partition", into: &partition)
    reader.read("maxUnavailable", into: &maxUnavailable)
  }
}
