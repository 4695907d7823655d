package import SimulationKernel

/// Slow start of new endpoints.
///
/// Source: istio.io networking/v1 WarmupConfiguration.
package struct WarmupConfiguration: ManifestDecodable, Sendable {
  /// Length.
  package var duration: SimDuration
  /// Share at the start.
  package var minimumPercent: Double = 10
  /// Exponent of the growth.
  package var aggression: Double = 1

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a warmup") else { return nil }
    let duration: SimDuration? = reader.required("duration")
    reader.read("minimumPercent", into: &minimumPercent)
    reader.read("aggression", into: &aggression)
    guard let duration else { return nil }
    self.duration = duration
  }
}
