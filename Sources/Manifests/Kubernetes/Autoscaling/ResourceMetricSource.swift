/// CPU or memory of the pods.
///
/// Source: Kubernetes autoscaling/v2 ResourceMetricSource.
package struct ResourceMetricSource: ManifestDecodable, Sendable {
  /// Resource.
  package var name: String
  /// Value aimed at.
  package var target: MetricTarget
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a resource metric") else {
      return nil
    }
    spans = reader.spans
    let name: String? = reader.required("name")
    let target: MetricTarget? = reader.required("target")
    guard let name, let target else { return nil }
    self.name = name
    self.target = target
  }
}
