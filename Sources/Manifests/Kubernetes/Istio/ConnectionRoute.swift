/// What happens with TCP or TLS connections that match.
///
/// Source: istio.io networking/v1 TCPRoute and TLSRoute.
package struct ConnectionRoute: ManifestDecodable, Sendable {
  /// Conditions of which one must hold.
  package var match: [L4MatchAttributes] = []
  /// Destinations with shares.
  package var route: [RouteDestination] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a connection route") else {
      return nil
    }
    reader.read("match", into: &match)
    reader.read("route", into: &route)
    span = reader.span
  }
}
