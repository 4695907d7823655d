/// Certificates of authorities as a file of a projected volume.
///
/// Source: Kubernetes core/v1 ClusterTrustBundleProjection.
package struct ClusterTrustBundleProjection: ManifestDecodable, Sendable {
  /// Name of a ClusterTrustBundle.
  package var name: String?
  /// The signer whose bundles are joined, in place of a name.
  package var signerName: String?
  /// Path of the file in the volume.
  package var path: String = ""
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a clusterTrustBundle") else {
      return nil
    }
    span = reader.span
    spans = reader.spans
    reader.read("name", into: &name)
    reader.read("signerName", into: &signerName)
    reader.read("path", into: &path)
  }
}
