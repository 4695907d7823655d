/// Traffic shares by Istio.
///
/// Source: argoproj.io/v1alpha1 IstioTrafficRouting.
package struct IstioTrafficRouting: ManifestDecodable, Sendable {
  /// VirtualService.
  package var virtualService: IstioVirtualServiceReference?
  /// DestinationRule.
  package var destinationRule: IstioDestinationRuleReference?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an istio") else { return nil }
    reader.read("virtualService", into: &virtualService)
    reader.read("destinationRule", into: &destinationRule)
  }
}
