/// Metrics that rollouts are judged by.
///
/// Source: argoproj.io/v1alpha1 AnalysisTemplate.
package struct AnalysisTemplate: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Arguments with defaults.
  package var args: [AnalysisArgument] = []
  /// Metrics.
  package var metrics: [AnalysisMetric] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an AnalysisTemplate") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("args", into: &args)
    spec.read("metrics", into: &metrics)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
