/// A token that the kubelet renews, inside a projected volume.
///
/// Source: Kubernetes core/v1 ServiceAccountTokenProjection.
package struct ServiceAccountTokenProjection: ManifestDecodable, Sendable {
  /// Audience of the token.
  package var audience: String = ""
  /// Lifetime in seconds.
  package var expirationSeconds: Int = 3600
  /// File below the mount path.
  package var path: String

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a service account token") else {
      return nil
    }
    reader.read("audience", into: &audience)
    reader.read("expirationSeconds", into: &expirationSeconds)
    let path: String? = reader.required("path")
    guard let path else { return nil }
    self.path = path
  }
}
