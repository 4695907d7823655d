package import SimulationKernel

/// Service that a Flagger canary makes.
///
/// Source: flagger.app/v1beta1 CanaryService.
package struct FlaggerService: ManifestDecodable, Sendable {
  /// Name; the target's when nil.
  package var name: String?
  /// Port.
  package var port: Int = 80
  /// Pod port.
  package var targetPort: PortReference?
  /// Port name.
  package var portName: String = "http"
  /// Whether further ports of the target's containers are in the Services too.
  package var portDiscovery: Bool = false
  /// Istio gateways.
  package var gateways: [String] = []
  /// Hosts.
  package var hosts: [String] = []
  /// Request timeout.
  package var timeout: SimDuration?
  /// Retries.
  package var retries: HTTPRetry?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a service") else { return nil }
    reader.read("name", into: &name)
    reader.read("port", into: &port)
    reader.read("targetPort", into: &targetPort)
    reader.read("portName", into: &portName)
    reader.read("portDiscovery", into: &portDiscovery)
    reader.read("gateways", into: &gateways)
    reader.read("hosts", into: &hosts)
    reader.read("timeout", into: &timeout)
    reader.read("retries", into: &retries)
  }
}
