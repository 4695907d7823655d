package import SimulationKernel

/// Retries of failed requests by the calling proxy.
///
/// Source: istio.io networking/v1 HTTPRetry.
package struct HTTPRetry: ManifestDecodable, Sendable {
  /// Retries after the first try; 0 switches them off.
  package var attempts: Int = 0
  /// Time of each try; the route's timeout when nil.
  package var perTryTimeout: SimDuration?
  /// Conditions, comma-separated; up to 1.23 the default had 503 besides.
  package var retryOn: String = "connect-failure,refused-stream,unavailable,cancelled"
  /// Whether retries may leave the locality.
  package var retryRemoteLocalities: Bool?
  /// Least pause between retries; 25 ms when nil.
  package var backoff: SimDuration?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "retries") else { return nil }
    reader.read("attempts", into: &attempts)
    checkNotNegative(attempts, "attempts", reader.span(of: "attempts"), diagnostics)
    reader.read("perTryTimeout", into: &perTryTimeout)
    reader.read("retryOn", into: &retryOn)
    reader.read("retryRemoteLocalities", into: &retryRemoteLocalities)
    reader.read("backoff", into: &backoff)
  }
}
