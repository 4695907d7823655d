package import SimulationKernel

/// Bounds of HTTP requests.
///
/// Source: istio.io networking/v1 ConnectionPoolSettings.HTTPSettings; defaults from Istio's
/// generated Envoy clusters.
package struct HTTPSettings: ManifestDecodable, Sendable {
  /// Requests waiting for a connection; 2^32 - 1 when nil.
  package var http1MaxPendingRequests: Int?
  /// Requests under way; 2^32 - 1 when nil.
  package var http2MaxRequests: Int?
  /// Requests after which a connection is closed; 0 means never.
  package var maxRequestsPerConnection: Int = 0
  /// Retries under way; 2^32 - 1 when nil.
  package var maxRetries: Int?
  /// Idle time after which a connection is closed.
  package var idleTimeout: SimDuration = .seconds(3_600)
  /// Whether HTTP/1.1 is upgraded.
  package var h2UpgradePolicy: String = "DEFAULT"
  /// Whether the client's protocol is kept.
  package var useClientProtocol: Bool = false
  /// Streams of a connection.
  package var maxConcurrentStreams: Int?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "http") else { return nil }
    reader.read("http1MaxPendingRequests", into: &http1MaxPendingRequests)
    reader.read("http2MaxRequests", into: &http2MaxRequests)
    reader.read("maxRequestsPerConnection", into: &maxRequestsPerConnection)
    reader.read("maxRetries", into: &maxRetries)
    reader.read("idleTimeout", into: &idleTimeout)
    reader.read("h2UpgradePolicy", into: &h2UpgradePolicy)
    reader.read("useClientProtocol", into: &useClientProtocol)
    reader.read("maxConcurrentStreams", into: &maxConcurrentStreams)
  }
}
