extension JobSpec {
  /// The greatest numbers of an Indexed Job (pkg/apis/batch/validation maxParallelismForIndexedJob,
  /// maxFailedIndexesForIndexedJob), and those of one with a limit per index and more completions
  /// than `manyCompletions` (parallelismLimitForHighCompletions,
  /// maxFailedIndexesLimitForHighCompletions).
  private static let mostIndexes = 100_000
  private static let manyCompletions = 100_000
  private static let mostOfMany = 10_000

  /// Reports numbers of indexes that do not go together (validateJobSpec).
  func checkIndexes(_ diagnostics: DiagnosticCollector) {
    if maxFailedIndexes != nil, backoffLimitPerIndex == nil {
      diagnostics.error(
        "maxFailedIndexes needs backoffLimitPerIndex", at: spans["maxFailedIndexes"],
        code: "missing-field")
    }
    guard completionMode == .indexed else {
      for (field, isGiven) in [
        ("backoffLimitPerIndex", backoffLimitPerIndex != nil),
        ("maxFailedIndexes", maxFailedIndexes != nil), ("successPolicy", successPolicy != nil),
      ] where isGiven {
        diagnostics.error(
          "\(field) needs completionMode Indexed", at: spans[field], code: "invalid-value")
      }
      return
    }
    guard let completions else {
      diagnostics.error(
        "an Indexed job needs completions", at: span.start, code: "missing-field")
      return
    }
    let isLimited = completions > Self.manyCompletions && backoffLimitPerIndex != nil
    let most = isLimited ? Self.mostOfMany : Self.mostIndexes
    if parallelism > most {
      diagnostics.error(
        "the parallelism of this Indexed job may be at most \(most)", at: spans["parallelism"],
        code: "out-of-range")
    }
    if let maxFailedIndexes, maxFailedIndexes > min(completions, most) {
      diagnostics.error(
        "maxFailedIndexes may be at most \(min(completions, most))",
        at: spans["maxFailedIndexes"], code: "out-of-range")
    } else if isLimited, maxFailedIndexes == nil {
      diagnostics.error(
        "more than \(Self.manyCompletions) completions with backoffLimitPerIndex need "
          + "maxFailedIndexes", at: span.start, code: "missing-field")
    }
  }

  /// Reports rules for failed pods that contradict the Job or themselves
  /// (validatePodFailurePolicy, validatePodReplacementPolicy).
  func checkFailurePolicy(_ diagnostics: DiagnosticCollector) {
    guard let policy = podFailurePolicy else { return }
    if template.spec.restartPolicy == .onFailure {
      diagnostics.error(
        "podFailurePolicy needs the restartPolicy Never", at: template.spec.restartPolicySpan.start,
        code: "invalid-value", help: "containers that restart in their pod never fail it")
    }
    if podReplacementPolicy != .failed {
      diagnostics.error(
        "podFailurePolicy needs the podReplacementPolicy Failed", at: span.start,
        code: "invalid-value", help: "it is the default beside a podFailurePolicy")
    }
    let containers = (template.spec.initContainers + template.spec.containers).map(\.name)
    for rule in policy.rules {
      if rule.action == "FailIndex", backoffLimitPerIndex == nil {
        diagnostics.error(
          "the action FailIndex needs backoffLimitPerIndex", at: rule.span.start,
          code: "missing-field")
      }
      rule.check(containers: containers, diagnostics)
    }
  }

  /// Reports rules of early success that no index can meet (validateSuccessPolicy).
  func checkSuccessPolicy(_ diagnostics: DiagnosticCollector) {
    guard let successPolicy, completionMode == .indexed else { return }
    if successPolicy.rules.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error(
        "successPolicy needs at least one rule", at: span.start, code: "missing-field")
    }
    for rule in successPolicy.rules {
      if rule.succeededIndexes == nil, rule.succeededCount == nil {
        diagnostics.error(
          "a rule of successPolicy needs succeededIndexes or succeededCount", at: span.start,
          code: "missing-field")
      }
      rule.check(completions: completions, diagnostics)
    }
  }
}

extension PodFailurePolicyRule {
  /// Reports a rule about no or about several things, and exit codes that it can not be about
  /// (validatePodFailurePolicyRule, validatePodFailurePolicyRuleOnExitCodes).
  fileprivate func check(containers: [String], _ diagnostics: DiagnosticCollector) {
    if (onExitCodes == nil) == onPodConditions.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error(
        "a rule of podFailurePolicy is about either onExitCodes or onPodConditions",
        at: span.start, code: "invalid-value")
    }
    for condition in onPodConditions { condition.check(diagnostics) }
    guard let onExitCodes else { return }
    if let container = onExitCodes.containerName, !containers.contains(container) {
      diagnostics.error(
        "the pods have no container \"\(container)\"", at: onExitCodes.containerNameSpan,
        code: "invalid-value",
        help: nearest(container, in: containers).map { "did you mean \"\($0)\"?" })
    }
    let values = onExitCodes.values
    if onExitCodes.operator == "In", values.contains(0) {
      diagnostics.error(
        "a rule of podFailurePolicy can not be about the exit code 0",
        at: onExitCodes.spans["values"], code: "invalid-value")
    }
    if !zip(values, values.dropFirst()).allSatisfy(<) || values.isEmpty || values.count > 255,
      !diagnostics.hasError(in: span)
    {
      diagnostics.error(
        "a rule of podFailurePolicy lists 1 to 255 exit codes in order and each once",
        at: onExitCodes.spans["values"], code: "invalid-value")
    }
  }
}

extension SuccessPolicyRule {
  /// Reports a count and indexes that the Job does not have (validateSuccessPolicyRule).
  fileprivate func check(completions: Int?, _ diagnostics: DiagnosticCollector) {
    if let count = succeededCount, let completions, count > completions || count < 0 {
      diagnostics.error(
        "succeededCount is within 0 and the \(completions) completions",
        at: spans["succeededCount"], code: "out-of-range")
    }
    guard let succeededIndexes, !Self.isIndexes(succeededIndexes, below: completions) else {
      return
    }
    diagnostics.error(
      "\"\(succeededIndexes)\" are no indexes of the Job", at: spans["succeededIndexes"],
      code: "invalid-value", help: "numbers and ranges in order, as 0,3-5, below completions")
  }

  /// Numbers and ranges that ascend, or none at all (validateIndexesFormat).
  private static func isIndexes(_ text: String, below completions: Int?) -> Bool {
    guard !text.isEmpty else { return true }
    var last = -1
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), !part.contains("+") else { return false }
      for end in ends {
        guard let end, end > last, end < completions ?? .max else { return false }
        last = end
      }
    }
    return true
  }
}

extension PodFailurePolicyOnPodCondition {
  /// Reports a condition that no pod has (validatePodFailurePolicyRuleOnPodConditions).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if !isQualifiedName(type) {
      diagnostics.error(
        "\"\(type)\" is no name of a condition", at: spans["type"], code: "invalid-name")
    }
    if !["True", "False", "Unknown"].contains(status) {
      diagnostics.error(
        "\"\(status)\" is no status of a condition", at: spans["status"], code: "invalid-value",
        help: "write \"True\", \"False\" or \"Unknown\"")
    }
  }
}
