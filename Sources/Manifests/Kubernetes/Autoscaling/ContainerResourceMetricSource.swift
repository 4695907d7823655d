/// CPU or memory of one container of the pods.
///
/// Source: Kubernetes autoscaling/v2 ContainerResourceMetricSource.
package struct ContainerResourceMetricSource: ManifestDecodable, Sendable {
  /// Resource.
  package var name: String
  /// Container.
  package var container: String
  /// Value aimed at.
  package var target: MetricTarget
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a container resource metric") else {
      return nil
    }
    spans = reader.spans
    let name: String? = reader.required("name")
    let container: String? = reader.required("container")
    let target: MetricTarget? = reader.required("target")
    guard let name, let container, let target else { return nil }
    self.name = name
    self.container = container
    self.target = target
  }
}
