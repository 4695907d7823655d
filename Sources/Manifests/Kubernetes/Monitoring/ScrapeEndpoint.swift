package import SimulationKernel

/// A port scraped by Prometheus.
///
/// Source: monitoring.coreos.com/v1 Endpoint and PodMetricsEndpoint.
package struct ScrapeEndpoint: ManifestDecodable, Sendable {
  /// Port name.
  package var port: String?
  /// Pod port by number or name.
  package var targetPort: PortReference?
  /// Path.
  package var path: String = "/metrics"
  /// Scheme.
  package var scheme: String = "http"
  /// Time between scrapes; the server's when nil.
  package var interval: SimDuration?
  /// Time for a scrape; the server's when nil.
  package var scrapeTimeout: SimDuration?
  /// Whether the target's labels win.
  package var honorLabels: Bool = false
  /// Rewriting of target labels.
  package var relabelings: [RelabelConfig] = []
  /// Rewriting of sample labels.
  package var metricRelabelings: [RelabelConfig] = []
  /// Where `port` was written; the enclosing object's place where it is absent.
  package var portSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scrape endpoint") else {
      return nil
    }
    reader.read("port", into: &port)
    portSpan = reader.span(of: "port")
    reader.read("targetPort", into: &targetPort)
    reader.read("path", into: &path)
    reader.read("scheme", into: &scheme)
    reader.read(prometheus: "interval", into: &interval)
    reader.read(prometheus: "scrapeTimeout", into: &scrapeTimeout)
    reader.read("honorLabels", into: &honorLabels)
    reader.read("relabelings", into: &relabelings)
    reader.read("metricRelabelings", into: &metricRelabelings)
  }
}
