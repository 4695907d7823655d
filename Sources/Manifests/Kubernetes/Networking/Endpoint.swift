/// An endpoint of a slice.
///
/// Source: Kubernetes discovery/v1 Endpoint.
package struct Endpoint: ManifestDecodable, Sendable {
  /// Addresses of the one endpoint.
  package var addresses: [String] = []
  /// State.
  package var conditions: EndpointConditions = EndpointConditions()
  /// Host name.
  package var hostname: String?
  /// Node.
  package var nodeName: String?
  /// Zone.
  package var zone: String?
  /// Pod behind it.
  package var targetRef: TargetReference?
  /// Where `addresses` was written; the enclosing object's place where it is absent.
  package var addressesSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an endpoint") else { return nil }
    addressesSpan = reader.span(of: "addresses")
    reader.read("addresses", into: &addresses)
    reader.read("conditions", into: &conditions)
    reader.read("hostname", into: &hostname)
    reader.read("nodeName", into: &nodeName)
    reader.read("zone", into: &zone)
    reader.read("targetRef", into: &targetRef)
  }
}
