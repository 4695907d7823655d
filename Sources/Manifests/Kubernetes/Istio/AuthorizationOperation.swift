/// Conditions on the request that must all hold.
///
/// Source: istio.io security/v1 Operation.
package struct AuthorizationOperation: ManifestDecodable, Sendable {
  /// Hosts.
  package var hosts: [String] = []
  /// Hosts left out.
  package var notHosts: [String] = []
  /// Ports.
  package var ports: [String] = []
  /// Ports left out.
  package var notPorts: [String] = []
  /// Methods.
  package var methods: [String] = []
  /// Methods left out.
  package var notMethods: [String] = []
  /// Paths.
  package var paths: [String] = []
  /// Paths left out.
  package var notPaths: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an operation") else { return nil }
    reader.read("hosts", into: &hosts)
    reader.read("notHosts", into: &notHosts)
    reader.read("ports", into: &ports)
    reader.read("notPorts", into: &notPorts)
    reader.read("methods", into: &methods)
    reader.read("notMethods", into: &notMethods)
    reader.read("paths", into: &paths)
    reader.read("notPaths", into: &notPaths)
  }
}
