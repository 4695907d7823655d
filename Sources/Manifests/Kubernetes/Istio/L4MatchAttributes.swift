/// Conditions on a connection.
///
/// Source: istio.io networking/v1 L4MatchAttributes and TLSMatchAttributes.
package struct L4MatchAttributes: ManifestDecodable, Sendable {
  /// Server names of the TLS hello.
  package var sniHosts: [String] = []
  /// Destination ranges.
  package var destinationSubnets: [String] = []
  /// Port.
  package var port: Int?
  /// Labels of the calling pod.
  package var sourceLabels: StringMap = StringMap()
  /// Namespace of the calling pod.
  package var sourceNamespace: String?
  /// Gateways that the rule holds for.
  package var gateways: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a connection match") else {
      return nil
    }
    reader.read("sniHosts", into: &sniHosts)
    reader.read("destinationSubnets", into: &destinationSubnets)
    reader.read("port", into: &port)
    reader.read("sourceLabels", into: &sourceLabels)
    reader.read("sourceNamespace", into: &sourceNamespace)
    reader.read("gateways", into: &gateways)
  }
}
