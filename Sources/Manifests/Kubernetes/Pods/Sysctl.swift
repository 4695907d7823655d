/// A kernel parameter of the pod's namespaces.
///
/// Source: Kubernetes core/v1 Sysctl.
package struct Sysctl: ManifestDecodable, Sendable {
  /// Parameter name.
  package var name: String
  /// Parameter value.
  package var value: String
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a sysctl") else { return nil }
    spans = reader.spans
    let name: String? = reader.required("name")
    let value: String? = reader.required("value")
    guard let name, let value else { return nil }
    self.name = name
    self.value = value
  }
}
