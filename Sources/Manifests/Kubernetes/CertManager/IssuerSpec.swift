/// How certificates are signed; one field is set.
///
/// Source: cert-manager.io/v1 IssuerSpec.
package struct IssuerSpec: ManifestDecodable, Sendable {
  /// By a key pair of the cluster.
  package var ca: CAIssuer?
  /// By the certificate's own key.
  package var selfSigned: YAMLNode?
  /// By an ACME server.
  package var acme: ACMEIssuer?
  /// By a Vault server.
  package var vault: VaultIssuer?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an issuer spec") else { return nil }
    reader.read("ca", into: &ca)
    reader.read("selfSigned", into: &selfSigned)
    reader.read("acme", into: &acme)
    reader.read("vault", into: &vault)
  }
}
