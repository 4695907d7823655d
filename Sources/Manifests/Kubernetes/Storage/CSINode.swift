/// What the volume drivers on a node can do.
///
/// Source: Kubernetes storage/v1 CSINode.
package struct CSINode: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// The drivers.
  package var drivers: [CSINodeDriver] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a CSINode") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("drivers", into: &drivers)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
