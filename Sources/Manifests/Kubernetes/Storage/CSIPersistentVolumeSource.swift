/// An existing volume of a CSI driver.
///
/// Source: Kubernetes core/v1 CSIPersistentVolumeSource.
package struct CSIPersistentVolumeSource: ManifestDecodable, Sendable {
  /// Driver name.
  package var driver: String
  /// Identity of the volume in the driver.
  package var volumeHandle: String
  /// Whether writes are refused.
  package var readOnly: Bool = false
  /// File system.
  package var fsType: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a csi volume") else { return nil }
    spans = reader.spans
    let driver: String? = reader.required("driver")
    let volumeHandle: String? = reader.required("volumeHandle")
    reader.read("readOnly", into: &readOnly)
    reader.read("fsType", into: &fsType)
    guard let driver, let volumeHandle else { return nil }
    self.driver = driver
    self.volumeHandle = volumeHandle
  }
}
