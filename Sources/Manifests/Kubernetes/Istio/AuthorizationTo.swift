/// A request.
///
/// Source: istio.io security/v1 Rule.To.
package struct AuthorizationTo: ManifestDecodable, Sendable {
  /// Conditions.
  package var operation: AuthorizationOperation = AuthorizationOperation()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a to") else { return nil }
    reader.read("operation", into: &operation)
  }
}
