package import SimulationKernel

/// Prometheus servers run by the operator.
///
/// Source: monitoring.coreos.com/v1 Prometheus; defaults prometheus-operator docs, API reference.
package struct Prometheus: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Copies and what their pods are like.
  package var pods = OperatedPodFields()
  /// Parts that the targets are divided into.
  package var shards: Int = 1
  /// Age at which samples are dropped.
  package var retention: SimDuration = .seconds(86_400)
  /// Size, as `45GB`, beyond which the oldest are dropped.
  package var retentionSize: String?
  /// Time between scrapes.
  package var scrapeInterval: SimDuration = .seconds(30)
  /// Time for a scrape.
  package var scrapeTimeout: SimDuration?
  /// Time between rule evaluations.
  package var evaluationInterval: SimDuration = .seconds(30)
  /// Labels added to what leaves the server.
  package var externalLabels: StringMap = StringMap()
  /// ServiceMonitors used; none when nil.
  package var serviceMonitorSelector: LabelSelector?
  /// PodMonitors used; none when nil.
  package var podMonitorSelector: LabelSelector?
  /// PrometheusRules used; none when nil.
  package var ruleSelector: LabelSelector?
  /// Namespaces of ServiceMonitors; the own when nil.
  package var serviceMonitorNamespaceSelector: LabelSelector?
  /// Namespaces of PodMonitors; the own when nil.
  package var podMonitorNamespaceSelector: LabelSelector?
  /// Namespaces of rules; the own when nil.
  package var ruleNamespaceSelector: LabelSelector?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Prometheus") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    pods.read(&spec, diagnostics)
    spec.readCount("shards", into: &shards, diagnostics)
    spec.read(prometheus: "retention", into: &retention)
    spec.read("retentionSize", into: &retentionSize)
    spec.read(prometheus: "scrapeInterval", into: &scrapeInterval)
    spec.read(prometheus: "scrapeTimeout", into: &scrapeTimeout)
    spec.read(prometheus: "evaluationInterval", into: &evaluationInterval)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    readSelection(&spec)
  }

  private mutating func readSelection(_ spec: inout ObjectReader) {
    spec.read("externalLabels", into: &externalLabels)
    spec.read("serviceMonitorSelector", into: &serviceMonitorSelector)
    spec.read("podMonitorSelector", into: &podMonitorSelector)
    spec.read("ruleSelector", into: &ruleSelector)
    spec.read("serviceMonitorNamespaceSelector", into: &serviceMonitorNamespaceSelector)
    spec.read("podMonitorNamespaceSelector", into: &podMonitorNamespaceSelector)
    spec.read("ruleNamespaceSelector", into: &ruleNamespaceSelector)
  }
}
