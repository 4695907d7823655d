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
  /// Where `expirationSeconds` was written; the enclosing object's place where it is absent.
  package var expirationSecondsSpan: SourceSpan = .unknown
  /// Where `path` was written; the enclosing object's place where it is absent.
  package var pathSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a service account token") else {
      return nil
    }
    reader.read("audience", into: &audience)
    reader.read("expirationSeconds", into: &expirationSeconds)
    expirationSecondsSpan = reader.span(of: "expirationSeconds")
    let path: String? = reader.required("path")
    pathSpan = reader.span(of: "path")
    guard let path else { return nil }
    self.path = path
  }
}
