/// Metrics that a rollout is judged by.
///
/// Source: argoproj.io/v1alpha1 RolloutAnalysis and RolloutAnalysisBackground.
package struct RolloutAnalysis: ManifestDecodable, Sendable {
  /// Templates.
  package var templates: [AnalysisTemplateReference] = []
  /// Arguments.
  package var args: [AnalysisArgument] = []
  /// Step at which a background analysis starts.
  package var startingStep: Int?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an analysis") else { return nil }
    reader.read("templates", into: &templates)
    reader.read("args", into: &args)
    reader.read("startingStep", into: &startingStep)
  }
}
