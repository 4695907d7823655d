/// How proxies talk to a destination.
///
/// Source: istio.io networking/v1 TrafficPolicy.
package struct TrafficPolicySettings: ManifestDecodable, Sendable {
  /// How endpoints are chosen.
  package var loadBalancer: LoadBalancerSettings?
  /// Bounds.
  package var connectionPool: ConnectionPool?
  /// Ejection.
  package var outlierDetection: OutlierDetection?
  /// TLS.
  package var tls: ClientTLS?
  /// The same by port.
  package var portLevelSettings: [PortTrafficPolicy] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a traffic policy") else { return nil }
    reader.read("loadBalancer", into: &loadBalancer)
    reader.read("connectionPool", into: &connectionPool)
    reader.read("outlierDetection", into: &outlierDetection)
    reader.read("tls", into: &tls)
    reader.read("portLevelSettings", into: &portLevelSettings)
  }
}
