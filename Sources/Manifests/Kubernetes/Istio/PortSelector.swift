/// A port by number.
///
/// Source: istio.io networking/v1 PortSelector.
package struct PortSelector: ManifestDecodable, Sendable {
  /// Number.
  package var number: Int

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a port") else { return nil }
    let number: Int? = reader.required("number")
    guard let number else { return nil }
    self.number = number
  }
}
