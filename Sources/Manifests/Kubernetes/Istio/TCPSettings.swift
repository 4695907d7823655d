package import SimulationKernel

/// Bounds of TCP connections.
///
/// Source: istio.io networking/v1 ConnectionPoolSettings.TCPSettings; defaults from Istio's
/// generated Envoy clusters.
package struct TCPSettings: ManifestDecodable, Sendable {
  /// Connections per proxy and destination; 2^32 - 1 when nil.
  package var maxConnections: Int?
  /// Time for a connection to open.
  package var connectTimeout: SimDuration = .seconds(10)
  /// Age at which a connection is closed.
  package var maxConnectionDuration: SimDuration?
  /// Idle time after which a connection is closed.
  package var idleTimeout: SimDuration?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "tcp") else { return nil }
    reader.read("maxConnections", into: &maxConnections)
    reader.read("connectTimeout", into: &connectTimeout)
    reader.read("maxConnectionDuration", into: &maxConnectionDuration)
    reader.read("idleTimeout", into: &idleTimeout)
  }
}
