/// An order to make one backup of a CloudNativePG cluster now.
///
/// Source: postgresql.cnpg.io/v1 Backup.
package struct PostgresBackupOrder: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Cluster.
  package var cluster: LocalObjectReference
  /// Where it goes.
  package var method: String = "barmanObjectStore"
  /// Instance that is read.
  package var target: String?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Backup") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let cluster: LocalObjectReference? = spec.required("cluster")
    spec.read("method", into: &method)
    spec.read("target", into: &target)
    guard let metadata, let cluster else { return nil }
    self.metadata = metadata
    self.cluster = cluster
    span = object.span
  }
}
