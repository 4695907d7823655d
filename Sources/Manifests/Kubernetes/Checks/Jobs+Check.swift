extension JobSpec {
  /// Reports what the API server refuses (pkg/apis/batch/validation ValidateJobSpec).
  func check(_ diagnostics: DiagnosticCollector) {
    let counts = [
      ("parallelism", parallelism), ("completions", completions ?? 0),
      ("activeDeadlineSeconds", activeDeadlineSeconds ?? 0),
      ("ttlSecondsAfterFinished", ttlSecondsAfterFinished ?? 0),
      ("backoffLimitPerIndex", backoffLimitPerIndex ?? 0),
      ("maxFailedIndexes", maxFailedIndexes ?? 0),
    ]
    for (field, value) in counts { checkNotNegative(value, field, spans[field], diagnostics) }
    checkNotNegative(backoffLimit, "backoffLimit", backoffLimitSpan, diagnostics)
    checkIndexes(diagnostics)
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
    checkSuccessPolicy(diagnostics)
    template.metadata.checkLabels(diagnostics)
    template.metadata.checkTimes(diagnostics)
    template.metadata.checkPodAnnotations(of: template.spec, isTemplate: true, diagnostics)
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
    ] { checkNotNegative(value, field, spans[field], diagnostics) }
    checkTimeZone(diagnostics)
    jobTemplate.spec.check(diagnostics)
  }

  /// Reports a time zone that can be none by its form (validateTimeZone); which names there are,
  /// the database of the machine says that loads them.
  private func checkTimeZone(_ diagnostics: DiagnosticCollector) {
    guard let timeZone, !Self.isZoneName(timeZone) else { return }
    diagnostics.error(
      "\"\(timeZone)\" is no time zone", at: timeZoneSpan, code: "invalid-value",
      help: "a name of the IANA database, as Europe/Berlin")
  }

  /// The first parts of names with two, as the IANA database has them (its files africa to
  /// southamerica, etcetera and backward).
  private static let areas = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "US",
  ]
  /// The names with one part.
  private static let single = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "Factory", "GB", "GB-Eire",
    "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC",
    "Universal", "W-SU", "WET", "Zulu",
  ]

  private static func isZoneName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 1 { return single.contains(name) }
    return areas.contains(String(parts[0])) && !parts.contains { $0.isEmpty }
  }
}
