/// An object store that Velero writes to.
///
/// Source: velero.io/v1 BackupStorageLocation.
package struct BackupStorageLocation: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// What the plugin is told, as `s3Url`.
  package var config = StringMap()
  /// Whether backups that name none go there.
  package var isDefault = false
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a BackupStorageLocation") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("config", into: &config)
    spec.read("default", into: &isDefault)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
