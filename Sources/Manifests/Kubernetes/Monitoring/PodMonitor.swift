/// Scrapes pods without a Service.
///
/// Source: monitoring.coreos.com/v1 PodMonitor.
package struct PodMonitor: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods scraped.
  package var selector: LabelSelector = LabelSelector()
  /// Namespaces looked into.
  package var namespaceSelector: NamespaceSelector = NamespaceSelector()
  /// Ports scraped.
  package var podMetricsEndpoints: [ScrapeEndpoint] = []
  /// Pod label that gives the job name.
  package var jobLabel: String?
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan = .unknown
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PodMonitor") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("selector", into: &selector)
    selectorSpan = spec.span(of: "selector")
    spec.read("namespaceSelector", into: &namespaceSelector)
    spec.read("podMetricsEndpoints", into: &podMetricsEndpoints)
    spec.read("jobLabel", into: &jobLabel)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
