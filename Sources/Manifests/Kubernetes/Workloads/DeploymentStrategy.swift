/// How old pods are replaced by new ones.
///
/// Source: Kubernetes apps/v1 DeploymentStrategy; defaults pkg/apis/apps/v1/defaults.go.
package struct DeploymentStrategy: ManifestDecodable, Sendable {
  /// Step by step, or all at once.
  package var type: DeploymentStrategyType = .rollingUpdate
  /// Bounds of the rolling update.
  package var rollingUpdate: RollingUpdateDeployment = RollingUpdateDeployment()
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a deployment strategy") else {
      return nil
    }
    reader.read("type", into: &type)
    reader.read("rollingUpdate", into: &rollingUpdate)
    span = reader.span
    if type == .recreate, reader.has("rollingUpdate") {
      diagnostics.error(
        "rollingUpdate may not be given when the strategy type is Recreate",
        at: reader.keySpan(of: "rollingUpdate"), code: "invalid-value")
    }
  }
}
