extension HorizontalPodAutoscaler {
  /// Reports what the API server refuses (pkg/apis/autoscaling/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    if minReplicas > maxReplicas {
      diagnostics.error(
        "minReplicas (\(minReplicas)) is greater than maxReplicas (\(maxReplicas))",
        at: minReplicasSpan, code: "out-of-range", labels: [(maxReplicasSpan, "the greatest")])
    }
    let canBeIdle = metrics.contains { $0.type == .object || $0.type == .external }
    if minReplicas < (canBeIdle ? 0 : 1) {
      diagnostics.error(
        "minReplicas must be at least 1", at: minReplicasSpan, code: "out-of-range",
        help: "0 needs an Object or External metric")
    }
    for metric in metrics { metric.check(diagnostics) }
    for rules in behavior.map({ [$0.scaleUp, $0.scaleDown] }) ?? [] {
      for policy in rules.policies
      where policy.value < 1 || !(1...1800).contains(policy.periodSeconds) {
        diagnostics.error(
          "a scaling policy needs a value above 0 and a period of 1 to 1800 seconds",
          at: span.start, code: "out-of-range")
      }
      if !(0...3600).contains(rules.stabilizationWindowSeconds ?? 0) {
        diagnostics.error(
          "stabilizationWindowSeconds must be within 0 to 3600", at: span.start,
          code: "out-of-range")
      }
    }
  }
}

extension MetricSpec {
  /// Reports a metric whose own field is missing, or whose target has no value.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let target: MetricTarget? =
      switch type {
      case .resource: resource?.target
      case .containerResource: containerResource?.target
      case .pods: pods?.target
      case .object: object?.target
      case .external: external?.target
      }
    guard let target else {
      let field = type.rawValue.prefix(1).lowercased() + type.rawValue.dropFirst()
      diagnostics.error(
        "a \(type.rawValue) metric needs the field \"\(field)\"", at: span.start,
        code: "missing-field")
      return
    }
    if let share = target.averageUtilization, share < 1 {
      diagnostics.error(
        "averageUtilization must be at least 1", at: target.averageUtilizationSpan,
        code: "out-of-range")
    }
    let isGiven =
      switch target.type {
      case .utilization: target.averageUtilization != nil
      case .averageValue: target.averageValue != nil
      case .value: target.value != nil
      }
    if !isGiven {
      diagnostics.error(
        "the metric's target has no value of its type \(target.type.rawValue)", at: span.start,
        code: "missing-field")
    }
  }
}

extension PodDisruptionBudget {
  /// Reports what the API server refuses (pkg/apis/policy/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    if minAvailable != nil, maxUnavailable != nil {
      diagnostics.error(
        "minAvailable and maxUnavailable exclude each other", at: span.start,
        code: "invalid-value")
    }
    for bound in [minAvailable, maxUnavailable] {
      switch bound {
      case .int(let count)? where count < 0:
        checkNotNegative(Int(count), "the budget", span.start, diagnostics)
      case .percent(let share)? where !(0...100).contains(share):
        diagnostics.error(
          "the share \(share)% is not within 0% to 100%", at: span.start, code: "out-of-range")
      default: break
      }
    }
  }
}

extension PriorityClass {
  /// Reports values that are kept for the system (pkg/apis/scheduling/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    if value > 1_000_000_000, !metadata.name.hasPrefix("system-") {
      diagnostics.error(
        "a priority may be at most 1000000000", at: span.start, code: "out-of-range",
        help: "greater ones are kept for the classes of the system")
    }
  }
}

extension LimitRange {
  /// Reports bounds and defaults that contradict each other (pkg/apis/core/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    for limit in limits {
      let order = [
        ("min", limit.min, "max", limit.max), ("min", limit.min, "default", limit.default),
        ("defaultRequest", limit.defaultRequest, "default", limit.default),
        ("default", limit.default, "max", limit.max),
      ]
      for (lowName, low, highName, high) in order {
        for entry in low.entries where high[entry.name].map({ entry.quantity > $0 }) ?? false {
          diagnostics.error(
            "\(lowName) of \(entry.name) is greater than \(highName)", at: entry.span,
            code: "out-of-range")
        }
      }
    }
  }
}

extension Namespace {
  /// A namespace's name becomes a part of DNS names.
  package static var nameRule: NameRule { .label }
}
