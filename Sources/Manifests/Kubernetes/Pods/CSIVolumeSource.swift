/// A volume that a CSI driver makes for the pod.
///
/// Source: Kubernetes core/v1 CSIVolumeSource.
package struct CSIVolumeSource: ManifestDecodable, Sendable {
  /// Driver name.
  package var driver: String
  /// Whether writes are refused.
  package var readOnly: Bool = false
  /// File system.
  package var fsType: String?
  /// Settings of the driver.
  package var volumeAttributes: StringMap = StringMap()
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a csi volume") else { return nil }
    spans = reader.spans
    let driver: String? = reader.required("driver")
    reader.read("readOnly", into: &readOnly)
    reader.read("fsType", into: &fsType)
    reader.read("volumeAttributes", into: &volumeAttributes)
    guard let driver else { return nil }
    self.driver = driver
  }
}
