/// Settings of session affinity.
///
/// Source: Kubernetes core/v1 SessionAffinityConfig.
package struct SessionAffinityConfig: ManifestDecodable, Sendable {
  /// Settings of client address affinity.
  package var clientIP: ClientIPConfig = ClientIPConfig()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "session affinity configuration")
    else {
      return nil
    }
    reader.read("clientIP", into: &clientIP)
  }
}
