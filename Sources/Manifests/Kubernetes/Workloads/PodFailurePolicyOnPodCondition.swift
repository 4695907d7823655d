/// A pod condition that a failure rule looks at.
///
/// Source: Kubernetes batch/v1 PodFailurePolicyOnPodConditionsPattern.
package struct PodFailurePolicyOnPodCondition: ManifestDecodable, Sendable {
  /// Condition type, as `DisruptionTarget`.
  package var type: String
  /// Condition status.
  package var status: String = "True"
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod condition rule") else {
      return nil
    }
    spans = reader.spans
    let type: String? = reader.required("type")
    reader.read("status", into: &status)
    if status.isEmpty { status = "True" }
    guard let type else { return nil }
    self.type = type
  }
}
