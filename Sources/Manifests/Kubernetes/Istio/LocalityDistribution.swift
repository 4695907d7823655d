/// Shares of traffic from one locality.
///
/// Source: istio.io networking/v1 LocalityLoadBalancerSetting.Distribute.
package struct LocalityDistribution: ManifestDecodable, Sendable {
  /// Locality of the caller, as `region/zone/*`.
  package var from: String
  /// Percent by locality.
  package var to: NamedMap<Int> = NamedMap()

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a locality distribution") else {
      return nil
    }
    let from: String? = reader.required("from")
    reader.read("to", into: &to)
    guard let from else { return nil }
    self.from = from
  }
}
