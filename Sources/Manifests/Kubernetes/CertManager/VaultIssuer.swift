/// Signs by a Vault server.
///
/// Source: cert-manager.io/v1 VaultIssuer.
package struct VaultIssuer: ManifestDecodable, Sendable {
  /// Server URL.
  package var server: String
  /// Path of the signing role.
  package var path: String

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a vault") else { return nil }
    let server: String? = reader.required("server")
    let path: String? = reader.required("path")
    guard let server, let path else { return nil }
    self.server = server
    self.path = path
  }
}
