/// Exit codes that a failure rule looks at.
///
/// Source: Kubernetes batch/v1 PodFailurePolicyOnExitCodesRequirement.
package struct PodFailurePolicyOnExitCodes: ManifestDecodable, Sendable {
  /// Container looked at; any when nil.
  package var containerName: String?
  /// `In` or `NotIn`.
  package var `operator`: String
  /// Exit codes.
  package var values: [Int] = []
  /// Where `containerName` was written; the enclosing object's place where it is absent.
  package var containerNameSpan: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an exit code rule") else {
      return nil
    }
    spans = reader.spans
    reader.read("containerName", into: &containerName)
    containerNameSpan = reader.span(of: "containerName")
    let `operator` = reader.requiredWord("operator", of: ["In", "NotIn"], diagnostics)
    reader.read("values", into: &values)
    guard let `operator` else { return nil }
    self.operator = `operator`
  }
}
