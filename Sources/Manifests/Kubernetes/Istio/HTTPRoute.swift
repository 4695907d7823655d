package import SimulationKernel

/// What happens with the requests that match.
///
/// Source: istio.io networking/v1 HTTPRoute.
package struct HTTPRoute: ManifestDecodable, Sendable {
  /// Name.
  package var name: String = ""
  /// Conditions of which one must hold; every request when empty.
  package var match: [HTTPMatchRequest] = []
  /// Destinations with shares.
  package var route: [HTTPRouteDestination] = []
  /// Redirect.
  package var redirect: HTTPRedirect?
  /// Fixed answer.
  package var directResponse: DirectResponse?
  /// New path or host.
  package var rewrite: HTTPRewrite?
  /// Time of the whole request with retries; none when nil.
  package var timeout: SimDuration?
  /// Retries; the mesh default of 2 when nil.
  package var retries: HTTPRetry?
  /// Faults put in.
  package var fault: FaultInjection?
  /// Where copies go.
  package var mirror: Destination?
  /// Share copied.
  package var mirrorPercentage: PercentValue?
  /// Several places where copies go.
  package var mirrors: [HTTPMirror] = []
  /// Changes of headers.
  package var headers: HeaderChanges?
  /// Whether another VirtualService has the routes.
  package var isDelegated = false
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a HTTP route") else { return nil }
    reader.read("name", into: &name)
    reader.read("match", into: &match)
    reader.read("route", into: &route)
    reader.read("redirect", into: &redirect)
    reader.read("directResponse", into: &directResponse)
    reader.read("rewrite", into: &rewrite)
    reader.read("timeout", into: &timeout)
    reader.read("retries", into: &retries)
    reader.read("fault", into: &fault)
    reader.read("mirror", into: &mirror)
    reader.read("mirrorPercentage", into: &mirrorPercentage)
    reader.read("mirrors", into: &mirrors)
    reader.read("headers", into: &headers)
    isDelegated = reader.has("delegate")
    span = reader.span
  }
}
