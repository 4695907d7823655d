/// A fixed answer in place of routing.
///
/// Source: istio.io networking/v1 HTTPDirectResponse.
package struct DirectResponse: ManifestDecodable, Sendable {
  /// Status.
  package var status: Int

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a direct response") else {
      return nil
    }
    let status: Int? = reader.required("status")
    guard let status else { return nil }
    self.status = status
  }
}
