/// How a rollout proceeds; one field is set.
///
/// Source: argoproj.io/v1alpha1 RolloutStrategy.
package struct RolloutStrategy: ManifestDecodable, Sendable {
  /// By growing shares.
  package var canary: CanaryStrategy?
  /// By switching.
  package var blueGreen: BlueGreenStrategy?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rollout strategy") else {
      return nil
    }
    reader.read("canary", into: &canary)
    reader.read("blueGreen", into: &blueGreen)
  }
}
