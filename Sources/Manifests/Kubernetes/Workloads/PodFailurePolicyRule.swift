/// What one kind of pod failure does to its Job.
///
/// Source: Kubernetes batch/v1 PodFailurePolicyRule.
package struct PodFailurePolicyRule: ManifestDecodable, Sendable {
  /// `FailJob`, `FailIndex`, `Ignore` or `Count`.
  package var action: String
  /// Exit codes that trigger it.
  package var onExitCodes: PodFailurePolicyOnExitCodes?
  /// Conditions that trigger it.
  package var onPodConditions: [PodFailurePolicyOnPodCondition] = []
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod failure rule") else {
      return nil
    }
    let action = reader.requiredWord(
      "action", of: ["FailJob", "FailIndex", "Ignore", "Count"], diagnostics)
    reader.read("onExitCodes", into: &onExitCodes)
    reader.read("onPodConditions", into: &onPodConditions)
    span = reader.span
    guard let action else { return nil }
    self.action = action
  }
}
