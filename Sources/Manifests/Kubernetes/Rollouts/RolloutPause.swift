/// A pause of a rollout.
///
/// Source: argoproj.io/v1alpha1 RolloutPause.
package struct RolloutPause: ManifestDecodable, Sendable {
  /// Length; until resumed by hand when nil.
  package var duration: RolloutDuration?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pause") else { return nil }
    reader.read("duration", into: &duration)
  }
}
