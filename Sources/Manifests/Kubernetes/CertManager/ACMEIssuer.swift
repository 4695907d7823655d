/// Signs by an ACME server.
///
/// Source: acme.cert-manager.io/v1 ACMEIssuer.
package struct ACMEIssuer: ManifestDecodable, Sendable {
  /// Server URL.
  package var server: String
  /// Account address.
  package var email: String?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an acme") else { return nil }
    let server: String? = reader.required("server")
    reader.read("email", into: &email)
    guard let server else { return nil }
    self.server = server
  }
}
