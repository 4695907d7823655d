/// Tokens accepted from an issuer.
///
/// Source: istio.io security/v1 JWTRule.
package struct JWTRule: ManifestDecodable, Sendable {
  /// Issuer.
  package var issuer: String
  /// Audiences.
  package var audiences: [String] = []
  /// Where the keys are fetched.
  package var jwksUri: String?
  /// Whether the token is passed on.
  package var forwardOriginalToken: Bool = false

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a JWT rule") else { return nil }
    let issuer: String? = reader.required("issuer")
    reader.read("audiences", into: &audiences)
    reader.read("jwksUri", into: &jwksUri)
    reader.read("forwardOriginalToken", into: &forwardOriginalToken)
    guard let issuer else { return nil }
    self.issuer = issuer
  }
}
