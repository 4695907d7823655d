/// Raw Envoy configuration, recognised and not modelled.
///
/// Source: istio.io networking/v1alpha3 EnvoyFilter.
package struct EnvoyFilter: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that it holds for.
  package var workloadSelector: WorkloadSelector = WorkloadSelector()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an EnvoyFilter") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("workloadSelector", into: &workloadSelector)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
