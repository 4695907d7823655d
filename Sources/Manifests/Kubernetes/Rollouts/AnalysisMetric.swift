/// A measurement repeated during a rollout.
///
/// Source: argoproj.io/v1alpha1 Metric.
package struct AnalysisMetric: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// Time between measurements; once when nil.
  package var interval: RolloutDuration?
  /// Time before the first.
  package var initialDelay: RolloutDuration?
  /// Measurements; without end when nil and an interval is given.
  package var count: Int?
  /// Condition on `result` that is a success.
  package var successCondition: String?
  /// Condition on `result` that is a failure.
  package var failureCondition: String?
  /// Failures endured.
  package var failureLimit: Int = 0
  /// Undecided measurements endured.
  package var inconclusiveLimit: Int = 0
  /// Errors in a row endured.
  package var consecutiveErrorLimit: Int = 4
  /// Where it comes from.
  package var provider: AnalysisProvider = AnalysisProvider()

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a metric") else { return nil }
    let name: String? = reader.required("name")
    reader.read("interval", into: &interval)
    reader.read("initialDelay", into: &initialDelay)
    reader.read("count", into: &count)
    reader.read("successCondition", into: &successCondition)
    reader.read("failureCondition", into: &failureCondition)
    reader.read("failureLimit", into: &failureLimit)
    reader.read("inconclusiveLimit", into: &inconclusiveLimit)
    reader.read("consecutiveErrorLimit", into: &consecutiveErrorLimit)
    reader.read("provider", into: &provider)
    guard let name else { return nil }
    self.name = name
  }
}
