extension HorizontalPodAutoscaler {
  /// Reports what the API server refuses (pkg/apis/autoscaling/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    if minReplicas > maxReplicas {
      diagnostics.error(
        "minReplicas (\(minReplicas)) is greater than maxReplicas (\(maxReplicas))",
        at: minReplicasSpan, code: "out-of-range", labels: [(maxReplicasSpan, "the greatest")])
    }
    checkLeast(diagnostics)
    if (scaleTargetRef.kind ?? "").isEmpty {
      diagnostics.error(
        "scaleTargetRef needs a kind", at: scaleTargetRefSpan.start, code: "missing-field",
        help: "such as Deployment")
    }
    for metric in metrics { metric.check(diagnostics) }
    checkBehavior(diagnostics)
  }

  /// Whether a metric says something where there are no pods (validateMetrics).
  var canBeIdle: Bool { metrics.contains { $0.type == .object || $0.type == .external } }

  /// Reports a least number that no version takes (validateHorizontalPodAutoscalerSpec).
  private func checkLeast(_ diagnostics: DiagnosticCollector) {
    let least = canBeIdle ? 0 : 1
    guard minReplicas < least else { return }
    diagnostics.error(
      "minReplicas must be at least \(least)", at: minReplicasSpan, code: "out-of-range",
      help: minReplicas == 0 ? "0 needs an Object or External metric" : nil)
  }

  private func checkBehavior(_ diagnostics: DiagnosticCollector) {
    for rules in behavior.map({ [$0.scaleUp, $0.scaleDown] }) ?? [] {
      for policy in rules.policies {
        let isValueRight = policy.value >= 1
        guard !isValueRight || !(1...1800).contains(policy.periodSeconds) else { continue }
        diagnostics.error(
          "a scaling policy needs a value above 0 and a period of 1 to 1800 seconds",
          at: policy.spans[isValueRight ? "periodSeconds" : "value"], code: "out-of-range")
      }
      if rules.hasNoPolicies {
        diagnostics.error(
          "scaling rules with an empty list of policies", at: rules.policiesSpan.start,
          code: "missing-field", help: "leave policies out, and the defaults hold")
      }
      if !(0...3600).contains(rules.stabilizationWindowSeconds ?? 0) {
        diagnostics.error(
          "stabilizationWindowSeconds must be within 0 to 3600",
          at: rules.spans["stabilizationWindowSeconds"], code: "out-of-range")
      }
    }
  }
}

extension MetricSpec {
  /// What the metric of its type is compared with.
  private var target: MetricTarget? {
    switch type {
    case .resource: resource?.target
    case .containerResource: containerResource?.target
    case .pods: pods?.target
    case .object: object?.target
    case .external: external?.target
    }
  }

  /// Reports a metric whose own field is missing, or whose target has no value.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    guard let target else {
      guard !diagnostics.hasError(in: span) else { return }
      let field = type.rawValue.prefix(1).lowercased() + type.rawValue.dropFirst()
      diagnostics.error(
        "a \(type.rawValue) metric needs the field \"\(field)\"", at: span.start,
        code: "missing-field")
      return
    }
    checkNames(diagnostics)
    target.checkAmounts(diagnostics)
    let isGiven =
      switch target.type {
      case .utilization: target.averageUtilization != nil
      case .averageValue: target.averageValue != nil
      case .value: target.value != nil
      }
    guard !diagnostics.hasError(in: span) else { return }
    guard !refusesBoth(of: target, diagnostics) else { return }
    if !isGiven {
      diagnostics.error(
        "the metric's target has no value of its type \(target.type.rawValue)", at: span.start,
        code: "missing-field")
    } else if !targetTypes.contains(target.type) {
      let types = targetTypes.map(\.rawValue).joined(separator: " or ")
      diagnostics.error(
        "the target of a \(type.rawValue) metric can not be of the type \(target.type.rawValue)",
        at: span.start, code: "invalid-value", help: "write \(types)")
    }
  }

  /// Whether the target has two amounts of which the metric may have one; reports them.
  ///
  /// Object metrics may have both (validateResourceSource, validateObjectSource,
  /// validateExternalSource).
  private func refusesBoth(of target: MetricTarget, _ diagnostics: DiagnosticCollector) -> Bool {
    guard target.averageValue != nil else { return false }
    switch type {
    case .resource, .containerResource:
      guard target.averageUtilization != nil else { return false }
      diagnostics.error(
        "averageUtilization and averageValue exclude each other", at: target.spans["averageValue"],
        code: "conflicting-fields", labels: [(target.averageUtilizationSpan, "the other")])
    case .external:
      guard target.value != nil else { return false }
      diagnostics.error(
        "value and averageValue of an External metric exclude each other",
        at: target.spans["value"], code: "conflicting-fields",
        labels: [(target.spans["averageValue"], "the other")])
    case .pods, .object: return false
    }
    return true
  }

  /// Reports a metric of no resource or container (validateResourceSource,
  /// validateContainerResourceSource).
  private func checkNames(_ diagnostics: DiagnosticCollector) {
    let names =
      (resource.map { [($0.name, "name", $0.spans)] } ?? [])
      + (containerResource.map {
        [($0.name, "name", $0.spans), ($0.container, "container", $0.spans)]
      } ?? [])
    for (name, field, spans) in names where name.isEmpty {
      diagnostics.error(
        "the metric needs a \(field)", at: spans[field], code: "missing-field")
    }
  }

  /// What a metric of the type may be compared by (validateResourceSource, validatePodsSource,
  /// validateObjectSource, validateExternalSource).
  private var targetTypes: [MetricTargetType] {
    switch type {
    case .resource, .containerResource: [.utilization, .averageValue]
    case .pods: [.averageValue]
    case .object, .external: [.value, .averageValue]
    }
  }
}

extension MetricTarget {
  /// Reports amounts that nothing can be compared by (validateMetricTarget).
  fileprivate func checkAmounts(_ diagnostics: DiagnosticCollector) {
    if let share = averageUtilization, share < 1 {
      diagnostics.error(
        "averageUtilization must be at least 1", at: averageUtilizationSpan, code: "out-of-range")
    }
    for (field, amount) in [("averageValue", averageValue), ("value", value)] {
      guard let amount, amount <= .zero else { continue }
      diagnostics.error("\(field) must be above 0", at: spans[field], code: "out-of-range")
    }
  }
}

extension PodDisruptionBudget {
  /// Reports what the API server refuses (pkg/apis/policy/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    if minAvailable != nil, maxUnavailable != nil {
      diagnostics.error(
        "minAvailable and maxUnavailable exclude each other", at: maxUnavailableSpan,
        code: "invalid-value", labels: [(minAvailableSpan, "the other")])
    }
    minAvailable?.checkBound("minAvailable", isShare: true, minAvailableSpan, diagnostics)
    maxUnavailable?.checkBound("maxUnavailable", isShare: true, maxUnavailableSpan, diagnostics)
  }
}

extension PriorityClass {
  /// Reports values that are kept for the system (pkg/apis/scheduling/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    let ofSystem = ["system-cluster-critical", "system-node-critical"]
    if metadata.name.hasPrefix("system-"), !ofSystem.contains(metadata.name) {
      diagnostics.error(
        "names that begin with \"system-\" are kept for the classes of the system",
        at: metadata.nameSpan, code: "invalid-name")
    }
    if value > 1_000_000_000, !metadata.name.hasPrefix("system-") {
      diagnostics.error(
        "a priority may be at most 1000000000", at: spans["value"], code: "out-of-range",
        help: "greater ones are kept for the classes of the system")
    }
  }
}

extension LimitRange {
  private static let types = ["Container", "Pod", "PersistentVolumeClaim"]

  /// Reports bounds and defaults that contradict each other (pkg/apis/core/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    for (index, limit) in limits.enumerated() {
      if let first = limits[..<index].first(where: { $0.type == limit.type }) {
        diagnostics.error(
          "two limits are of the type \(limit.type)", at: limit.span.start, code: "duplicate-name",
          labels: [(first.span.start, "the first is here")])
      }
      let order = [
        ("min", limit.min, "max", limit.max), ("min", limit.min, "default", limit.default),
        ("min", limit.min, "defaultRequest", limit.defaultRequest),
        ("defaultRequest", limit.defaultRequest, "default", limit.default),
        ("default", limit.default, "max", limit.max),
        ("defaultRequest", limit.defaultRequest, "max", limit.max),
      ]
      let isDomain = limit.type.contains("/") && isQualifiedName(limit.type)
      if !Self.types.contains(limit.type), !isDomain {
        diagnostics.error(
          "\"\(limit.type)\" is no type of a limit", at: limit.span.start, code: "invalid-value",
          help: nearest(limit.type, in: Self.types).map { "did you mean \"\($0)\"?" }
            ?? "one of \(Self.types.joined(separator: ", "))")
      }
      limit.checkType(diagnostics)
      limit.checkNames(diagnostics)
      limit.checkRatios(diagnostics)
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

extension LimitRangeItem {
  /// Reports quotients that no container can keep: below 1, or beyond the greatest of the bounds
  /// (ValidateLimitRange).
  fileprivate func checkRatios(_ diagnostics: DiagnosticCollector) {
    for ratio in maxLimitRequestRatio.entries {
      if ratio.quantity < Quantity(1) {
        diagnostics.error(
          "maxLimitRequestRatio of \(ratio.name) is less than 1", at: ratio.span,
          code: "out-of-range", help: "a limit is never below its request")
      } else if let least = min[ratio.name], let most = max[ratio.name], least > .zero,
        ratio.quantity.approximate > most.approximate / least.approximate
      {
        diagnostics.error(
          "maxLimitRequestRatio of \(ratio.name) is greater than max by min", at: ratio.span,
          code: "out-of-range")
      }
    }
  }

  /// Reports bounds of what no container asks for (validateLimitRangeResourceName); what a claim
  /// asks for beside storage is bounded by nothing.
  fileprivate func checkNames(_ diagnostics: DiagnosticCollector) {
    guard type == "Container" || type == "Pod" else { return }
    for entry in Self.written(in: [max, min, `default`, defaultRequest, maxLimitRequestRatio])
    where !isContainerResource(entry.name) {
      diagnostics.error(
        "\"\(entry.name)\" is no resource of a container", at: entry.span, code: "invalid-value",
        help: nearest(entry.name, in: ResourceRequirements.standard).map {
          "did you mean \"\($0)\"?"
        })
    }
  }

  /// Each entry once: defaults that are taken from bounds stand where those do.
  private static func written(in lists: [ResourceList]) -> [ResourceList.Entry] {
    var places: Set<SourceSpan> = []
    return lists.flatMap(\.entries).filter { places.insert($0.span).inserted }
  }

  /// Reports bounds that the type does not have: a whole pod has no defaults, and a claim needs a
  /// bound of its size (pkg/apis/core/validation ValidateLimitRange).
  fileprivate func checkType(_ diagnostics: DiagnosticCollector) {
    switch type {
    case "Pod":
      for (field, list) in [("default", `default`), ("defaultRequest", defaultRequest)] {
        for entry in list.entries {
          diagnostics.error(
            "\(field) may not be specified when the type of the limit is Pod", at: entry.span,
            code: "invalid-value", help: "write it in a limit of the type Container")
        }
      }
    case "PersistentVolumeClaim"
    where min["storage"] == nil && max["storage"] == nil && !diagnostics.hasError(in: span):
      diagnostics.error(
        "a limit of claims needs min or max of storage", at: span.start, code: "missing-field")
    default: break
    }
  }
}

extension Namespace {
  /// A namespace's name becomes a part of DNS names.
  package static var nameRule: NameRule { .label }
}
