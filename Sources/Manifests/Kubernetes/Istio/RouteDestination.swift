/// A destination of connections with its share.
///
/// Source: istio.io networking/v1 RouteDestination.
package struct RouteDestination: ManifestDecodable, Sendable {
  /// Where the connections go.
  package var destination: Destination
  /// Share; a single destination takes all.
  package var weight: Int = 0

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a route destination") else {
      return nil
    }
    let destination: Destination? = reader.required("destination")
    reader.read("weight", into: &weight)
    guard let destination else { return nil }
    self.destination = destination
  }
}
