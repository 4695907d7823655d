/// A raw block volume in a container.
///
/// Source: Kubernetes core/v1 VolumeDevice.
package struct VolumeDevice: ManifestDecodable, Sendable {
  /// Name of the pod's volume.
  package var name: String
  /// Device path inside the container.
  package var devicePath: String
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a volume device") else { return nil }
    let name: String? = reader.required("name")
    let devicePath: String? = reader.required("devicePath")
    spans = reader.spans
    span = reader.span
    guard let name, let devicePath else { return nil }
    self.name = name
    self.devicePath = devicePath
  }
}
