extension Pod {
  /// Reports what the API server refuses in a pod.
  package func check(_ diagnostics: DiagnosticCollector) {
    spec.check(diagnostics)
    metadata.checkPodAnnotations(of: spec, diagnostics)
    for volume in spec.volumes where volume.image.map(\.reference.isEmpty) ?? false {
      diagnostics.error(
        "the image volume \(volume.name) needs a reference", at: volume.span.start,
        code: "missing-field")
    }
    // ValidatePodCreate; a template may have both, and then makes no pods.
    if let node = spec.nodeName, !node.isEmpty, !spec.schedulingGates.isEmpty {
      diagnostics.error(
        "nodeName can not be set while the pod has schedulingGates", at: spec.span.start,
        code: "invalid-value")
    }
  }
}

extension Deployment {
  /// Reports what the API server refuses (pkg/apis/apps/validation ValidateDeploymentSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkNotNegative(replicas, "replicas", replicasSpan, diagnostics)
    template.check(selector, selectorSpan, of: "Deployment", diagnostics)
    template.checkRestart([.always], of: "Deployment", diagnostics)
    let bounds = strategy.rollingUpdate
    bounds.maxSurge.checkBound("maxSurge", isShare: false, bounds.maxSurgeSpan, diagnostics)
    bounds.maxUnavailable.checkBound(
      "maxUnavailable", isShare: true, bounds.maxUnavailableSpan, diagnostics)
    if strategy.type == .rollingUpdate, bounds.maxSurge.isZero, bounds.maxUnavailable.isZero {
      diagnostics.error(
        "maxSurge and maxUnavailable may not both be 0", at: strategy.span.start,
        code: "out-of-range", help: "such a rolling update could never begin")
    }
    if progressDeadlineSeconds <= minReadySeconds {
      diagnostics.error(
        "progressDeadlineSeconds (\(progressDeadlineSeconds)) must be greater than "
          + "minReadySeconds (\(minReadySeconds))", at: spans["progressDeadlineSeconds"],
        code: "out-of-range")
    }
  }
}

extension ReplicaSet {
  /// Reports what the API server refuses (pkg/apis/apps/validation ValidateReplicaSetSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkNotNegative(replicas, "replicas", replicasSpan, diagnostics)
    template.check(selector, selectorSpan, of: kind, diagnostics)
    template.checkRestart([.always], of: kind, diagnostics)
  }
}

extension StatefulSet {
  /// Reports what the API server refuses (pkg/apis/apps/validation ValidateStatefulSetSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkNotNegative(replicas, "replicas", replicasSpan, diagnostics)
    let update = updateStrategy.rollingUpdate
    checkNotNegative(update.partition, "partition", update.spans["partition"], diagnostics)
    let claims = volumeClaimTemplates.map(\.metadata.name)
    template.check(selector, selectorSpan, of: "StatefulSet", claims: claims, diagnostics)
    template.checkRestart([.always], of: "StatefulSet", diagnostics)
    for (index, claim) in volumeClaimTemplates.enumerated() {
      let first = volumeClaimTemplates[..<index].first {
        $0.metadata.name == claim.metadata.name
      }
      if let first {
        diagnostics.error(
          "two claim templates are named \"\(claim.metadata.name)\"", at: claim.metadata.nameSpan,
          code: "duplicate-name", labels: [(first.metadata.nameSpan, "the first is here")])
      }
    }
  }
}

extension DaemonSet {
  /// Reports what the API server refuses (pkg/apis/apps/validation ValidateDaemonSetSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    template.check(selector, selectorSpan, of: "DaemonSet", diagnostics)
    template.checkRestart([.always], of: "DaemonSet", diagnostics)
    let bounds = updateStrategy.rollingUpdate
    bounds.maxSurge.checkBound("maxSurge", isShare: true, bounds.spans["maxSurge"], diagnostics)
    bounds.maxUnavailable.checkBound(
      "maxUnavailable", isShare: true, bounds.spans["maxUnavailable"], diagnostics)
    if updateStrategy.type == .rollingUpdate, bounds.maxSurge.isZero == bounds.maxUnavailable.isZero
    {
      diagnostics.error(
        "exactly one of maxSurge and maxUnavailable must be greater than 0",
        at: bounds.spans["maxUnavailable"], code: "out-of-range")
    }
    // The API server accepts it (kubernetes/kubernetes issue 106417).
    let port = template.spec.containers.flatMap(\.ports).first { $0.hostPort ?? 0 != 0 }
    if updateStrategy.type == .rollingUpdate, !bounds.maxSurge.isZero, let port {
      diagnostics.warning(
        "a rolling update with maxSurge can not go on: the old pod has the node's port",
        at: port.hostPortSpan, code: "blocked-rollout", help: "write maxUnavailable in its place")
    }
  }
}

extension Rollout {
  /// Reports what Argo Rollouts refuses (pkg/apis/rollouts/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkNotNegative(replicas, "replicas", replicasSpan, diagnostics)
    if let selector, let template {
      template.check(selector, selectorSpan, of: "Rollout", diagnostics)
    }
    if (strategy.canary == nil) == (strategy.blueGreen == nil) {
      diagnostics.error(
        "a Rollout needs exactly one of the strategies canary and blueGreen", at: span.start,
        code: "invalid-value")
    }
  }
}

extension PodTemplateSpec {
  /// Reports a selector that does not match the template's labels, and the pods' own problems.
  func check(
    _ selector: LabelSelector, _ selectorSpan: SourceSpan, of kind: String, claims: [String] = [],
    _ diagnostics: DiagnosticCollector
  ) {
    checkIsNotEmpty(selector, selectorSpan, of: kind, diagnostics)
    if !selector.isEmpty, !selector.matches(metadata.labels) {
      diagnostics.error(
        "the selector does not match the template's labels", at: selectorSpan.start,
        code: "selector-mismatch", help: "the \(kind) would never find its own pods",
        labels: [(metadata.labelsSpan.start, "the labels of the pods")])
    }
    metadata.checkLabels(diagnostics)
    metadata.checkTimes(diagnostics)
    if spec.activeDeadlineSeconds != nil {
      diagnostics.error(
        "activeDeadlineSeconds is not possible in a \(kind)", at: spec.activeDeadlineSecondsSpan,
        code: "invalid-value", help: "only pods that end may have one: those of Jobs, and lone ones"
      )
    }
    spec.check(diagnostics, claims: claims)
    metadata.checkPodAnnotations(of: spec, isTemplate: true, diagnostics)
  }

  /// Reports a selector without conditions, unless what it should have selected by was reported.
  private func checkIsNotEmpty(
    _ selector: LabelSelector, _ span: SourceSpan, of kind: String,
    _ diagnostics: DiagnosticCollector
  ) {
    guard selector.isEmpty, !diagnostics.hasError(in: span) else { return }
    diagnostics.error(
      "the selector of a \(kind) may not be empty", at: span.start, code: "empty-selector")
  }

  /// Reports a restart policy that the kind does not allow.
  func checkRestart(
    _ allowed: [RestartPolicy], of kind: String, _ diagnostics: DiagnosticCollector
  ) {
    guard !allowed.contains(spec.restartPolicy) else { return }
    diagnostics.error(
      "the restartPolicy \(spec.restartPolicy.rawValue) is not possible in a \(kind)",
      at: spec.restartPolicySpan.start, code: "invalid-value",
      help: "write \(allowed.map(\.rawValue).joined(separator: " or "))")
  }
}

extension IntOrPercent {
  /// Whether it is nothing, whatever it is a share of.
  var isZero: Bool { self == .int(0) || self == .percent(0) }

  /// Reports a bound below nothing or, where it is a share of what there is, beyond all.
  func checkBound(
    _ field: String, isShare: Bool, _ span: SourceSpan, _ diagnostics: DiagnosticCollector
  ) {
    switch self {
    case .int(let count): checkNotNegative(Int(count), field, span, diagnostics)
    case .percent(let share) where share < 0 || isShare && share > 100:
      diagnostics.error(
        "\(field) of \(share)% is not within 0% to 100%", at: span, code: "out-of-range")
    case .percent: break
    }
  }
}

/// Reports a count below zero.
func checkNotNegative(
  _ value: Int, _ field: String, _ span: SourceSpan, _ diagnostics: DiagnosticCollector
) {
  guard value < 0 else { return }
  diagnostics.error(
    "\(field) may not be negative, and is \(value)", at: span, code: "out-of-range")
}
