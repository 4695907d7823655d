/// Changes of request and response headers.
///
/// Source: istio.io networking/v1 Headers.
package struct HeaderChanges: ManifestDecodable, Sendable {
  /// Changes of the request.
  package var request: HeaderOperations?
  /// Changes of the response.
  package var response: HeaderOperations?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "headers") else { return nil }
    reader.read("request", into: &request)
    reader.read("response", into: &response)
  }
}
