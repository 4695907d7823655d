import Cluster
import Manifests

/// The names by which thresholds can narrow their metrics on a platform.
struct ThresholdNames {
  let cluster: ClusterSpec
  let services: [ServiceModel]
  let stores: [StoreModel]
  let journeys: [Journey]

  /// Reports keys whose labels name nobody, so that nothing can be measured for them.
  func report(on scenario: Scenario, _ diagnostics: DiagnosticCollector) {
    for threshold in scenario.thresholds {
      guard case .metric(_, let matchers) = threshold.subject else { continue }
      for matcher in matchers {
        check(matcher, threshold.span, diagnostics)
      }
    }
  }

  private func check(
    _ matcher: LabelMatcher, _ span: SourceSpan, _ diagnostics: DiagnosticCollector
  ) {
    guard matcher.comparison == .equal || matcher.comparison == .matches,
      let label = ThresholdLabel(rawValue: matcher.label), let names = names(of: label),
      !matcher.matches(""), !names.contains(where: matcher.matches)
    else { return }
    let isCalled = matcher.comparison == .equal ? "is called" : "matches"
    diagnostics.warning(
      "no \(label.rawValue) \(isCalled) \"\(matcher.value)\": the threshold has no data", at: span,
      code: "unknown-name", help: advice(matcher.value, names))
  }

  /// What a label's values can be; nil where that is not known before a run.
  private func names(of label: ThresholdLabel) -> [String]? {
    switch label {
    case .journey: journeys.map(\.name)
    case .system:
      // Services without a model are systems of their own, and the API server's state is one.
      stores.map(\.name) + services.map(\.system) + cluster.services.map(\.name) + ["kubernetes"]
    case .service:
      cluster.services.map { "\($0.name).\($0.namespace)" }
        + services.map { "\($0.name).\($0.namespace)" }
    case .workload: cluster.workloads.map { "\($0.namespace)/\($0.name)" }
    case .alertname, .group: nil
    }
  }

  /// The nearest name, or one that has the value for a part.
  private func advice(_ value: String, _ names: [String]) -> String? {
    let whole = names.first { $0.hasPrefix(value + ".") || $0.hasSuffix("/" + value) }
    return (whole ?? nearest(value, in: names)).map { "did you mean \"\($0)\"?" }
  }
}
