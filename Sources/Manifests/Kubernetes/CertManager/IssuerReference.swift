/// The issuer that signs a certificate.
///
/// Source: cert-manager.io/v1 ObjectReference.
package struct IssuerReference: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// `Issuer` or `ClusterIssuer`.
  package var kind: String = "Issuer"
  /// API group.
  package var group: String = "cert-manager.io"

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an issuer reference") else {
      return nil
    }
    let name: String? = reader.required("name")
    reader.read("kind", into: &kind)
    reader.read("group", into: &group)
    guard let name else { return nil }
    self.name = name
  }
}
