/// A DestinationRule whose subsets are written.
///
/// Source: argoproj.io/v1alpha1 IstioDestinationRule.
package struct IstioDestinationRuleReference: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Subset of the canary.
  package var canarySubsetName: String = ""
  /// Subset of the stable pods.
  package var stableSubsetName: String = ""

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a destination rule") else {
      return nil
    }
    let name: String? = reader.required("name")
    reader.read("canarySubsetName", into: &canarySubsetName)
    reader.read("stableSubsetName", into: &stableSubsetName)
    guard let name else { return nil }
    self.name = name
  }
}
