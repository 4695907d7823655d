/// One backup of objects of the API, made at once.
///
/// Source: velero.io/v1 Backup.
package struct VeleroBackup: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// What, where to, and for how long.
  package var template = VeleroTemplate()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Backup") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("spec", into: &template)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
