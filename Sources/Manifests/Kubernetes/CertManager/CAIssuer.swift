/// Signs with a key pair of the cluster.
///
/// Source: cert-manager.io/v1 CAIssuer.
package struct CAIssuer: ManifestDecodable, Sendable {
  /// Secret with the key pair.
  package var secretName: String

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a ca") else { return nil }
    let secretName: String? = reader.required("secretName")
    guard let secretName else { return nil }
    self.secretName = secretName
  }
}
