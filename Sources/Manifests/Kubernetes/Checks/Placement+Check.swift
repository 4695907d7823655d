extension PodSpec {
  /// Reports contradictory wishes about nodes (pkg/apis/core/validation ValidatePodSpec).
  func checkPlacement(_ diagnostics: DiagnosticCollector) {
    nodeSelector.checkLabels(at: nodeSelectorSpan, diagnostics)
    for (index, constraint) in topologySpreadConstraints.enumerated() {
      let first = topologySpreadConstraints[..<index].first {
        $0.topologyKey == constraint.topologyKey
          && $0.whenUnsatisfiable == constraint.whenUnsatisfiable
      }
      if let first {
        diagnostics.error(
          "two constraints spread over \(constraint.topologyKey) in the same way",
          at: constraint.span.start, code: "duplicate-name",
          labels: [(first.span.start, "the first is here")])
      }
      constraint.check(diagnostics)
    }
    for toleration in tolerations { toleration.check(diagnostics) }
    affinity?.check(diagnostics)
  }
}

extension TopologySpreadConstraint {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if !isQualifiedName(topologyKey) {
      diagnostics.error(
        "\"\(topologyKey)\" is no topology key", at: topologyKeySpan, code: "invalid-value",
        help: "a label of nodes, as topology.kubernetes.io/zone")
    }
    if maxSkew < 1 {
      diagnostics.error("maxSkew must be at least 1", at: maxSkewSpan, code: "out-of-range")
    }
    checkLabelKeys(diagnostics)
    guard let minDomains else { return }
    if minDomains < 1 {
      diagnostics.error("minDomains must be at least 1", at: minDomainsSpan, code: "out-of-range")
    } else if whenUnsatisfiable != .doNotSchedule {
      diagnostics.error(
        "minDomains needs whenUnsatisfiable: DoNotSchedule", at: minDomainsSpan,
        code: "invalid-value")
    }
  }

  /// Reports labels that the selector has already, or that no selector takes
  /// (validateMatchLabelKeysInTopologySpread).
  private func checkLabelKeys(_ diagnostics: DiagnosticCollector) {
    guard !matchLabelKeys.isEmpty else { return }
    guard let labelSelector else {
      diagnostics.error(
        "matchLabelKeys needs a labelSelector", at: matchLabelKeysSpan.start,
        code: "missing-field")
      return
    }
    let selected =
      labelSelector.matchLabels.entries.map(\.key) + labelSelector.matchExpressions.map(\.key)
    for key in matchLabelKeys {
      if !isQualifiedName(key) {
        diagnostics.error(
          "\"\(key)\" is no label name", at: matchLabelKeysSpan.start, code: "invalid-label")
      }
      if selected.contains(key) {
        diagnostics.error(
          "the label \(key) is in both matchLabelKeys and labelSelector",
          at: matchLabelKeysSpan.start, code: "invalid-value")
      }
    }
  }
}

extension Toleration {
  private static let operators = ["Equal", "Exists", "Lt", "Gt"]

  /// Reports what the API server refuses in it.
  func check(_ diagnostics: DiagnosticCollector) {
    if !Self.operators.contains(self.operator) {
      diagnostics.error(
        "\"\(self.operator)\" is no operator of a toleration", at: operatorSpan,
        code: "invalid-value",
        help: nearest(self.operator, in: Self.operators).map { "did you mean \"\($0)\"?" })
      return
    }
    if let key, !isQualifiedName(key) {
      diagnostics.error(
        "\"\(key)\" is no name of a taint", at: span.start, code: "invalid-label")
    }
    if tolerationSeconds != nil, effect != .noExecute {
      diagnostics.error(
        "tolerationSeconds needs the effect NoExecute", at: span.start, code: "invalid-value")
    }
    if self.operator == "Exists", !value.isEmpty {
      diagnostics.error(
        "a toleration with the operator Exists takes no value", at: span.start,
        code: "invalid-value")
    }
    if key == nil, self.operator != "Exists" {
      diagnostics.error(
        "a toleration without a key needs the operator Exists", at: span.start,
        code: "invalid-value")
    }
  }
}

extension Affinity {
  /// Reports weights beyond 1 to 100, empty lists of terms, conditions that make no sense.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    checkWeights(diagnostics)
    if let required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution {
      if required.nodeSelectorTerms.isEmpty {
        diagnostics.error(
          "a node affinity needs at least one term", at: required.nodeSelectorTermsSpan.start,
          code: "missing-field")
      }
      for term in required.nodeSelectorTerms { term.check(diagnostics) }
    }
    for wish in nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [] {
      wish.preference.check(diagnostics)
    }
    let terms = [podAffinity, podAntiAffinity].compactMap { $0 }.flatMap { affinity in
      affinity.requiredDuringSchedulingIgnoredDuringExecution
        + affinity.preferredDuringSchedulingIgnoredDuringExecution.map(\.podAffinityTerm)
    }
    for term in terms where !isQualifiedName(term.topologyKey) {
      diagnostics.error(
        "\"\(term.topologyKey)\" is no topology key", at: term.topologyKeySpan,
        code: "invalid-value", help: "a label of nodes, as topology.kubernetes.io/zone")
    }
  }

  private func checkWeights(_ diagnostics: DiagnosticCollector) {
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

extension NodeSelectorTerm {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    for requirement in matchExpressions + matchFields {
      let (name, values) = (requirement.operator.rawValue, requirement.values)
      let isRight: Bool =
        switch requirement.operator {
        case .in, .notIn: !values.isEmpty
        case .exists, .doesNotExist: values.isEmpty
        case .gt, .lt: values.count == 1 && Int64(values[0]) != nil
        }
      guard !isRight else { continue }
      let wanted: String =
        switch requirement.operator {
        case .in, .notIn: "at least one value"
        case .exists, .doesNotExist: "no values"
        case .gt, .lt: "one whole number"
        }
      diagnostics.error(
        "\(name) of \(requirement.key) needs \(wanted)", at: requirement.valuesSpan.start,
        code: "invalid-value")
    }
  }
}
