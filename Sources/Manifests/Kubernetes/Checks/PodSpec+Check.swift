extension PodSpec {
  /// Reports what the API server refuses in a pod spec.
  ///
  /// `claims` are the names of a StatefulSet's claim templates, which count as volumes.
  /// Source: Kubernetes pkg/apis/core/validation/validation.go ValidatePodSpec.
  func check(_ diagnostics: DiagnosticCollector, claims: [String] = []) {
    if containers.isEmpty {
      diagnostics.error(
        "a pod needs at least one container", at: span.start, code: "missing-field")
    }
    if terminationGracePeriodSeconds < 0 {
      diagnostics.error(
        "terminationGracePeriodSeconds may not be negative", at: span.start, code: "out-of-range")
    }
    checkNames(diagnostics)
    let volumes = volumes.map(\.name) + claims
    for container in containers + initContainers {
      container.check(volumes: volumes, diagnostics)
    }
    for container in containers where hostNetwork {
      container.checkHostPorts(diagnostics)
    }
    for container in initContainers { container.checkAsInitContainer(diagnostics) }
    checkPlacement(diagnostics)
  }

  private func checkNames(_ diagnostics: DiagnosticCollector) {
    let all = initContainers + containers
    for (index, container) in all.enumerated() {
      guard let first = all[..<index].first(where: { $0.name == container.name }) else { continue }
      diagnostics.error(
        "two containers are named \"\(container.name)\"", at: container.nameSpan,
        code: "duplicate-name", labels: [(first.nameSpan, "the first is here")])
    }
    for (index, volume) in volumes.enumerated() {
      guard let first = volumes[..<index].first(where: { $0.name == volume.name }) else { continue }
      diagnostics.error(
        "two volumes are named \"\(volume.name)\"", at: volume.span.start,
        code: "duplicate-name", labels: [(first.span.start, "the first is here")])
    }
  }

  private func checkPlacement(_ diagnostics: DiagnosticCollector) {
    for constraint in topologySpreadConstraints where constraint.maxSkew < 1 {
      diagnostics.error(
        "maxSkew must be at least 1", at: constraint.maxSkewSpan, code: "out-of-range")
    }
    for toleration in tolerations {
      if toleration.tolerationSeconds != nil, toleration.effect != .noExecute {
        diagnostics.error(
          "tolerationSeconds needs the effect NoExecute", at: toleration.span.start,
          code: "invalid-value")
      }
      if toleration.operator == "Exists", !toleration.value.isEmpty {
        diagnostics.error(
          "a toleration with the operator Exists takes no value", at: toleration.span.start,
          code: "invalid-value")
      }
      if toleration.key == nil, toleration.operator != "Exists" {
        diagnostics.error(
          "a toleration without a key needs the operator Exists", at: toleration.span.start,
          code: "invalid-value")
      }
    }
    affinity?.check(diagnostics)
  }
}

extension Affinity {
  /// Reports weights beyond 1 to 100.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let nodes =
      nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution
      .map { ($0.weight, $0.span) } ?? []
    let pods = [podAffinity, podAntiAffinity].compactMap { $0 }
      .flatMap(\.preferredDuringSchedulingIgnoredDuringExecution).map { ($0.weight, $0.span) }
    for (weight, span) in nodes + pods where !(1...100).contains(weight) {
      diagnostics.error(
        "the weight \(weight) is not within 1 to 100", at: span.start, code: "out-of-range")
    }
  }
}
