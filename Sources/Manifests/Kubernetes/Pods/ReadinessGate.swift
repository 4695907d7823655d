/// A condition that must be true besides the probes.
///
/// Source: Kubernetes core/v1 PodReadinessGate.
package struct ReadinessGate: ManifestDecodable, Sendable {
  /// Condition looked at.
  package var conditionType: String
  /// Where it was written.
  package var conditionTypeSpan: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a readiness gate") else { return nil }
    let conditionType: String? = reader.required("conditionType")
    guard let conditionType else { return nil }
    self.conditionType = conditionType
    conditionTypeSpan = reader.span(of: "conditionType")
  }
}
