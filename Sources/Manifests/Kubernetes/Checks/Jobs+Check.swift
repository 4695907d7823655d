extension JobSpec {
  /// Reports what the API server refuses (pkg/apis/batch/validation ValidateJobSpec).
  func check(_ diagnostics: DiagnosticCollector) {
    let counts = [
      ("parallelism", parallelism), ("completions", completions ?? 0),
      ("activeDeadlineSeconds", activeDeadlineSeconds ?? 0),
      ("ttlSecondsAfterFinished", ttlSecondsAfterFinished ?? 0),
      ("backoffLimitPerIndex", backoffLimitPerIndex ?? 0),
    ]
    for (field, value) in counts { checkNotNegative(value, field, span.start, diagnostics) }
    checkNotNegative(backoffLimit, "backoffLimit", backoffLimitSpan, diagnostics)
    if completionMode == .indexed, completions == nil {
      diagnostics.error(
        "an Indexed job needs completions", at: span.start, code: "missing-field")
    }
    if backoffLimitPerIndex != nil, completionMode != .indexed {
      diagnostics.error(
        "backoffLimitPerIndex needs completionMode Indexed", at: span.start,
        code: "invalid-value")
    }
    if !manualSelector, let selector, !selector.isGenerated {
      diagnostics.error(
        "the selector of a Job is generated, and not written", at: selectorSpan.start,
        code: "invalid-value", help: "remove selector, or write manualSelector: true")
    }
    if manualSelector, let selector, !selector.matches(template.metadata.labels) {
      diagnostics.error(
        "the selector does not match the template's labels", at: span.start,
        code: "selector-mismatch",
        labels: [(template.metadata.labelsSpan.start, "the labels of the pods")])
    }
    checkFailurePolicy(diagnostics)
    template.metadata.checkLabels(diagnostics)
    template.spec.check(diagnostics)
    template.checkRestart([.onFailure, .never], of: "Job", diagnostics)
  }
}

extension LabelSelector {
  /// Whether the Job's own identity is all that it selects by, as in a dump of a cluster
  /// (pkg/apis/batch/validation validateGeneratedSelector).
  fileprivate var isGenerated: Bool {
    let own = ["controller-uid", "job-name"].flatMap { [$0, "batch.kubernetes.io/" + $0] }
    return matchExpressions.isEmpty && matchLabels.entries.allSatisfy { own.contains($0.key) }
  }
}

extension JobSpec {
  /// Reports a rule for containers that end well (validatePodFailurePolicyRuleOnExitCodes).
  private func checkFailurePolicy(_ diagnostics: DiagnosticCollector) {
    let codes = (podFailurePolicy?.rules ?? []).compactMap(\.onExitCodes)
    guard codes.contains(where: { $0.operator == "In" && $0.values.contains(0) }) else { return }
    diagnostics.error(
      "a rule of podFailurePolicy can not be about the exit code 0", at: span.start,
      code: "invalid-value")
  }
}

extension Job {
  /// Reports what the API server refuses in a Job.
  package func check(_ diagnostics: DiagnosticCollector) { spec.check(diagnostics) }
}

extension CronJob {
  /// Reports what the API server refuses (pkg/apis/batch/validation ValidateCronJobSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    if metadata.name.utf8.count > 52 {
      diagnostics.error(
        "a CronJob's name may have at most 52 characters", at: metadata.nameSpan,
        code: "invalid-name", help: "the names of its Jobs add eleven")
    }
    for (field, value) in [
      ("startingDeadlineSeconds", startingDeadlineSeconds ?? 0),
      ("successfulJobsHistoryLimit", successfulJobsHistoryLimit),
      ("failedJobsHistoryLimit", failedJobsHistoryLimit),
    ] { checkNotNegative(value, field, span.start, diagnostics) }
    jobTemplate.spec.check(diagnostics)
  }
}
