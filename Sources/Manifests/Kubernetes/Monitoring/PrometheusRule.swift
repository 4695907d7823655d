/// Recording and alerting rules.
///
/// Source: monitoring.coreos.com/v1 PrometheusRule.
package struct PrometheusRule: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Groups.
  package var groups: [RuleGroup] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PrometheusRule") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("groups", into: &groups)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
