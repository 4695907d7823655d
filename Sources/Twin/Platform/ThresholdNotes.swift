import Manifests
import Metrics

/// What a scenario's thresholds ask for that nothing measures.
struct ThresholdNotes {
  let scenario: Scenario
  let diagnostics: DiagnosticCollector

  /// Notes for the results, and a warning at the key of each such threshold.
  func report() -> [RunNote] {
    scenario.thresholds.compactMap { threshold in
      guard case .metric(let metric, _) = threshold.subject, let reason = metric.gap else {
        return nil
      }
      diagnostics.warning(
        "nothing measures \(metric.rawValue) yet: \(reason)", at: threshold.span,
        code: "not-measured",
        help: "without data the verdict is `\(scenario.noData.rawValue)`, by noData")
      return RunNote(
        kind: .notModelled, subject: threshold.key,
        text: "\(metric.rawValue) is not measured: \(reason)")
    }
  }
}

extension ThresholdMetric {
  /// Why nothing measures the metric; nil where something does.
  fileprivate var gap: String? {
    switch self {
    case .timeToAlert, .timeToNotify: "alert rules are not evaluated"
    case .errorBudgetBurned: "objectives are not modelled"
    case .requestDuration, .requestFailed, .requests, .droppedIterations, .timeToFirstToken,
      .timeToFirstAudio, .apdex, .sessionsDropped, .recoveryTime, .unavailableTime,
      .dataLossWindow, .lostWrites, .duplicatedWrites, .staleReads, .requestsHarmed,
      .meanOpinionScore, .queueAge, .consumerLag, .recoveryPointAge, .restoreDrillTime,
      .inconsistencies:
      nil
    }
  }
}
