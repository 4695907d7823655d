package import SimulationKernel

/// A duration as Argo Rollouts reads it: text with a unit, or seconds as a number or digits.
///
/// Source: argoproj.io/v1alpha1 RolloutPause.DurationSeconds and DurationString.
package struct RolloutDuration: Hashable, ManifestDecodable, Sendable {
  /// The length.
  package var length: SimDuration

  /// Reads `30`, `"30"` or `10m`.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if let text = node.text, let seconds = Int32(text) {
      length = .seconds(Int64(seconds))
    } else {
      guard let length = SimDuration(from: node, diagnostics) else { return nil }
      self.length = length
    }
  }
}
