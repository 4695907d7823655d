/// Numbering of a StatefulSet's pods.
///
/// Source: Kubernetes apps/v1 StatefulSetOrdinals.
package struct StatefulSetOrdinals: ManifestDecodable, Sendable {
  /// First ordinal.
  package var start: Int = 0

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "ordinals") else { return nil }
    reader.readCount("start", into: &start, diagnostics)
  }
}
