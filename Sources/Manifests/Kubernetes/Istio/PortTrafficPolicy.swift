/// Traffic policy of one port.
///
/// Source: istio.io networking/v1 TrafficPolicy.PortTrafficPolicy.
package struct PortTrafficPolicy: ManifestDecodable, Sendable {
  /// Port.
  package var port: PortSelector
  /// How endpoints are chosen.
  package var loadBalancer: LoadBalancerSettings?
  /// Bounds.
  package var connectionPool: ConnectionPool?
  /// Ejection.
  package var outlierDetection: OutlierDetection?
  /// TLS.
  package var tls: ClientTLS?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "port settings") else { return nil }
    let port: PortSelector? = reader.required("port")
    reader.read("loadBalancer", into: &loadBalancer)
    reader.read("connectionPool", into: &connectionPool)
    reader.read("outlierDetection", into: &outlierDetection)
    reader.read("tls", into: &tls)
    guard let port else { return nil }
    self.port = port
  }
}
