/// Bounds and defaults of the containers, pods and claims of a namespace.
///
/// Source: Kubernetes core/v1 LimitRange.
package struct LimitRange: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Bounds and defaults.
  package var limits: [LimitRangeItem] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a LimitRange") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("limits", into: &limits)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
