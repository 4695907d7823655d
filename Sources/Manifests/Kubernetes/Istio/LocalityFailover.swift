/// Region used when another has no healthy endpoints.
///
/// Source: istio.io networking/v1 LocalityLoadBalancerSetting.Failover.
package struct LocalityFailover: ManifestDecodable, Sendable {
  /// Region of the caller.
  package var from: String
  /// Region used.
  package var to: String

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a locality failover") else {
      return nil
    }
    let from: String? = reader.required("from")
    let to: String? = reader.required("to")
    guard let from, let to else { return nil }
    self.from = from
    self.to = to
  }
}
