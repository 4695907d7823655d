/// What a volume driver can do in the whole cluster.
///
/// Source: Kubernetes storage/v1 CSIDriver.
package struct CSIDriver: ManifestResource {
  /// Name, namespace, labels and annotations; the name is the driver's.
  package var metadata: ObjectMeta
  /// Whether CSIStorageCapacity objects say where there is room for its volumes.
  package var storageCapacity: Bool = false
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a CSIDriver") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("storageCapacity", into: &storageCapacity)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
