/// One step of a canary; one field is set.
///
/// Source: argoproj.io/v1alpha1 CanaryStep.
package struct CanaryStep: ManifestDecodable, Sendable {
  /// Percent of the traffic.
  package var setWeight: Int?
  /// Pause.
  package var pause: RolloutPause?
  /// Analysis that must succeed.
  package var analysis: RolloutAnalysis?
  /// Pods of the canary.
  package var setCanaryScale: SetCanaryScale?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a canary step") else { return nil }
    reader.read("setWeight", into: &setWeight)
    reader.read("pause", into: &pause)
    reader.read("analysis", into: &analysis)
    reader.read("setCanaryScale", into: &setCanaryScale)
  }
}
