/// Permissions in all namespaces.
///
/// Source: Kubernetes rbac/v1 ClusterRole.
package struct ClusterRole: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// What is allowed.
  package var rules: [PolicyRule] = []
  /// Roles whose rules are added.
  package var aggregationRule: AggregationRule?
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ClusterRole") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("rules", into: &rules)
    object.read("aggregationRule", into: &aggregationRule)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    spans = object.spans
  }
}
