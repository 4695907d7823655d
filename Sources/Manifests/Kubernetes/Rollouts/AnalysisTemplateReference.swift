/// A template that an analysis runs.
///
/// Source: argoproj.io/v1alpha1 RolloutAnalysisTemplate.
package struct AnalysisTemplateReference: ManifestDecodable, Sendable {
  /// Name.
  package var templateName: String
  /// Whether it is a ClusterAnalysisTemplate.
  package var clusterScope: Bool = false

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a template reference") else {
      return nil
    }
    let templateName: String? = reader.required("templateName")
    reader.read("clusterScope", into: &clusterScope)
    guard let templateName else { return nil }
    self.templateName = templateName
  }
}
