/// An OCI image as a read-only volume.
///
/// Source: Kubernetes core/v1 ImageVolumeSource.
package struct ImageVolumeSource: ManifestDecodable, Sendable {
  /// Image reference.
  package var reference: String = ""
  /// When the image is pulled.
  package var pullPolicy: PullPolicy?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an image volume") else { return nil }
    reader.read("reference", into: &reference)
    reader.read("pullPolicy", into: &pullPolicy)
  }
}
