/// Who divides the traffic.
///
/// Source: argoproj.io/v1alpha1 RolloutTrafficRouting.
package struct RolloutTrafficRouting: ManifestDecodable, Sendable {
  /// Istio.
  package var istio: IstioTrafficRouting?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a traffic routing") else {
      return nil
    }
    reader.read("istio", into: &istio)
  }
}
