/// An argument of an analysis.
///
/// Source: argoproj.io/v1alpha1 AnalysisRunArgument.
package struct AnalysisArgument: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Value.
  package var value: String?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an argument") else { return nil }
    let name: String? = reader.required("name")
    reader.read("value", into: &value)
    guard let name else { return nil }
    self.name = name
  }
}
