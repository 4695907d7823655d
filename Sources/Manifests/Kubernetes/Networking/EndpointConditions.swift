/// State of an endpoint.
///
/// Source: Kubernetes discovery/v1 EndpointConditions.
package struct EndpointConditions: ManifestDecodable, Sendable {
  /// Whether it takes traffic.
  package var ready: Bool = true
  /// Whether it is ready, terminating or not.
  package var serving: Bool?
  /// Whether it is being deleted.
  package var terminating: Bool = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "endpoint conditions") else {
      return nil
    }
    reader.read("ready", into: &ready)
    reader.read("serving", into: &serving)
    reader.read("terminating", into: &terminating)
  }
}
