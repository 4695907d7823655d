package import SimulationKernel

/// Steps and metrics of a Flagger canary.
///
/// Source: flagger.app/v1beta1 CanaryAnalysis.
package struct FlaggerAnalysis: ManifestDecodable, Sendable {
  /// Time between steps.
  package var interval: SimDuration = .seconds(60)
  /// Failed checks before rollback.
  package var threshold: Int = 0
  /// Greatest percent of traffic before promotion.
  package var maxWeight: Int = 0
  /// Percent added in a step.
  package var stepWeight: Int = 0
  /// Percents step by step.
  package var stepWeights: [Int] = []
  /// Checks of a blue-green or A/B rollout.
  package var iterations: Int = 0
  /// Whether traffic is copied first.
  package var mirror: Bool = false
  /// Metrics.
  package var metrics: [FlaggerMetric] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an analysis") else { return nil }
    reader.read("interval", into: &interval)
    reader.read("threshold", into: &threshold)
    reader.read("maxWeight", into: &maxWeight)
    reader.read("stepWeight", into: &stepWeight)
    reader.read("stepWeights", into: &stepWeights)
    reader.read("iterations", into: &iterations)
    reader.read("mirror", into: &mirror)
    reader.read("metrics", into: &metrics)
  }
}
