/// Length of a client's stay.
///
/// Source: Kubernetes core/v1 ClientIPConfig.
package struct ClientIPConfig: ManifestDecodable, Sendable {
  /// Seconds after the last connection.
  package var timeoutSeconds: Int = 10_800
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a clientIP") else { return nil }
    spans = reader.spans
    reader.read("timeoutSeconds", into: &timeoutSeconds)
  }
}
