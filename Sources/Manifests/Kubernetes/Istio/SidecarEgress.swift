/// Hosts that a sidecar knows.
///
/// Source: istio.io networking/v1 IstioEgressListener.
package struct SidecarEgress: ManifestDecodable, Sendable {
  /// Hosts as `namespace/name`.
  package var hosts: [String] = []
  /// Port; all when nil.
  package var port: ServerPort?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an egress listener") else {
      return nil
    }
    reader.read("hosts", into: &hosts)
    reader.read("port", into: &port)
  }
}
