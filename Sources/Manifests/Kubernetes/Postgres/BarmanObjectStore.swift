/// Where Barman's plugin for CloudNativePG keeps backups and WAL.
///
/// Source: barmancloud.cnpg.io/v1 ObjectStore.
package struct BarmanObjectStore: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// The place.
  package var configuration: ObjectStoreBackup
  /// How long backups stay, as `30d`.
  package var retentionPolicy: String?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an ObjectStore") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let configuration: ObjectStoreBackup? = spec.required("configuration")
    spec.read("retentionPolicy", into: &retentionPolicy)
    guard let metadata, let configuration else { return nil }
    self.metadata = metadata
    self.configuration = configuration
    span = object.span
  }
}
