/// A PromQL query.
///
/// Source: argoproj.io/v1alpha1 PrometheusMetric.
package struct PrometheusQuery: ManifestDecodable, Sendable {
  /// Server.
  package var address: String?
  /// Query.
  package var query: String

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a prometheus") else { return nil }
    reader.read("address", into: &address)
    let query: String? = reader.required("query")
    guard let query else { return nil }
    self.query = query
  }
}
