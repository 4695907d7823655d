/// Resolver settings added to the policy's.
///
/// Source: Kubernetes core/v1 PodDNSConfig.
package struct DNSConfig: ManifestDecodable, Sendable {
  /// Name server addresses.
  package var nameservers: [String] = []
  /// Search domains.
  package var searches: [String] = []
  /// Options; `ndots` decides how many searches an outside name costs.
  package var options: [DNSOption] = []
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a DNS configuration") else {
      return nil
    }
    spans = reader.spans
    reader.read("nameservers", into: &nameservers)
    reader.read("searches", into: &searches)
    reader.read("options", into: &options)
  }
}
