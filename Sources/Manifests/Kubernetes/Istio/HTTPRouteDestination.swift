/// A destination with its share of the requests.
///
/// Source: istio.io networking/v1 HTTPRouteDestination.
package struct HTTPRouteDestination: ManifestDecodable, Sendable {
  /// Where the requests go.
  package var destination: Destination
  /// Share; a single destination takes all.
  package var weight: Int = 0
  /// Changes of headers.
  package var headers: HeaderChanges?
  /// Where `weight` was written; the enclosing object's place where it is absent.
  package var weightSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a route destination") else {
      return nil
    }
    let destination: Destination? = reader.required("destination")
    reader.read("weight", into: &weight)
    weightSpan = reader.span(of: "weight")
    reader.read("headers", into: &headers)
    guard let destination else { return nil }
    self.destination = destination
  }
}
