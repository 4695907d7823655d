/// A resolver option, as `ndots`.
///
/// Source: Kubernetes core/v1 PodDNSConfigOption.
package struct DNSOption: ManifestDecodable, Sendable {
  /// Option name.
  package var name: String
  /// Option value.
  package var value: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a DNS option") else { return nil }
    spans = reader.spans
    let name: String? = reader.required("name")
    reader.read("value", into: &value)
    guard let name else { return nil }
    self.name = name
  }
}
