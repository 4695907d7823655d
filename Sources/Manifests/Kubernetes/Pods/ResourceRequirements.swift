/// What a container asks the scheduler for and what it may use at most.
///
/// Source: Kubernetes core/v1 ResourceRequirements; a limit without a request is also the request
/// (pkg/apis/core/v1/defaults.go SetDefaults_Pod).
package struct ResourceRequirements: ManifestDecodable, Sendable {
  /// What the scheduler sets aside.
  package var requests = ResourceList()
  /// What the container may use at most.
  package var limits = ResourceList()
  /// Dynamic resources used.
  package var claims: [ResourceClaimReference] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for: no request and no limit.
  package init() {}

  /// Reads requests and limits; requests that are absent are taken from the limits.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "resources") else { return nil }
    reader.read("requests", into: &requests)
    reader.read("limits", into: &limits)
    reader.read("claims", into: &claims)
    span = reader.span
    spans = reader.spans
    requests.fill(from: limits)
  }
}
