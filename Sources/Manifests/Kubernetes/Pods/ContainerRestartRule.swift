/// What the kubelet does after some exit codes of a container.
///
/// Source: Kubernetes core/v1 ContainerRestartRule, ContainerRestartRuleOnExitCodes.
package struct ContainerRestartRule: ManifestDecodable, Sendable {
  /// `Restart`, or `RestartAllContainers`.
  package var action = ""
  /// Whether exit codes are named at all.
  package var hasExitCodes = false
  /// `In` or `NotIn`.
  package var `operator` = ""
  /// The exit codes.
  package var values: [Int] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a restart rule") else { return nil }
    span = reader.span
    reader.read("action", into: &action)
    hasExitCodes = reader.node("exitCodes") != nil
    guard var codes = reader.section("exitCodes", diagnostics) else { return }
    codes.read("operator", into: &`operator`)
    codes.read("values", into: &values)
  }
}
