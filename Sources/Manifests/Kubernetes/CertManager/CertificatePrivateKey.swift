/// The key of a certificate.
///
/// Source: cert-manager.io/v1 CertificatePrivateKey.
package struct CertificatePrivateKey: ManifestDecodable, Sendable {
  /// Algorithm.
  package var algorithm: String = "RSA"
  /// Bits.
  package var size: Int?
  /// Whether renewal makes a new key (`Always` since 1.18).
  package var rotationPolicy: String = "Never"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a private key") else { return nil }
    reader.read("algorithm", into: &algorithm)
    reader.read("size", into: &size)
    reader.read("rotationPolicy", into: &rotationPolicy)
  }
}
