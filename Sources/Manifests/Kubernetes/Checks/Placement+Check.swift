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

extension PodSpec {
  /// Reports values that no node's label has in what a node must fulfil: refused from 1.32 on (pull
  /// request 128212), and before a term that the scheduler can not parse and so finds on no node
  /// (component-helpers scheduling/corev1/nodeaffinity nodeSelectorRequirementsAsSelector).
  func checkAffinityValues(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    let terms =
      affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
      ?? []
    for requirement in terms.flatMap(\.matchExpressions) {
      let wrong = requirement.values.first { !$0.isEmpty && !isLabelText($0[...]) }
      guard let wrong else { continue }
      let problem = "no node has \"\(wrong)\" as the value of the label \(requirement.key)"
      let help = "at most 63 letters, digits, \"-\", \"_\" and \".\""
      if version?.refusesAffinityValues ?? false {
        diagnostics.error(
          problem, at: requirement.valuesSpan.start, code: "invalid-label", help: help)
      } else {
        diagnostics.warning(
          problem, at: requirement.valuesSpan.start, code: "invalid-label", help: help)
      }
    }
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
        "\"\(key)\" is no name of a taint", at: spans["key"], code: "invalid-label")
    }
    if tolerationSeconds != nil, effect != .noExecute {
      diagnostics.error(
        "tolerationSeconds needs the effect NoExecute", at: spans["tolerationSeconds"],
        code: "invalid-value")
    }
    if self.operator == "Exists", !value.isEmpty {
      diagnostics.error(
        "a toleration with the operator Exists takes no value", at: spans["value"],
        code: "invalid-value")
    }
    if self.operator == "Equal", !value.isEmpty, !isLabelText(value[...]) {
      diagnostics.error(
        "\"\(value)\" is no value of a taint", at: spans["value"], code: "invalid-label")
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
      required.check(diagnostics)
    }
    for wish in nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [] {
      wish.preference.check(diagnostics)
    }
    let terms = [podAffinity, podAntiAffinity].compactMap { $0 }.flatMap { affinity in
      affinity.requiredDuringSchedulingIgnoredDuringExecution
        + affinity.preferredDuringSchedulingIgnoredDuringExecution.map(\.podAffinityTerm)
    }
    for term in terms { term.check(diagnostics) }
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

extension PodAffinityTerm {
  /// Reports a key that no node has, and namespaces that there can not be
  /// (validatePodAffinityTerm).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if !isQualifiedName(topologyKey) {
      diagnostics.error(
        "\"\(topologyKey)\" is no topology key", at: topologyKeySpan, code: "invalid-value",
        help: "a label of nodes, as topology.kubernetes.io/zone")
    }
    for namespace in namespaces {
      guard let problem = NameRule.label.problem(with: namespace) else { continue }
      diagnostics.error(
        "the namespace \"\(namespace)\" \(problem)", at: spans["namespaces"], code: "invalid-name")
    }
  }
}

extension NodeSelector {
  /// Reports a selector without terms, unless they could not be read, and terms that make no sense
  /// (ValidateNodeSelector).
  func check(_ diagnostics: DiagnosticCollector) {
    if nodeSelectorTerms.isEmpty, !diagnostics.hasError(in: nodeSelectorTermsSpan) {
      diagnostics.error(
        "a node affinity needs at least one term", at: nodeSelectorTermsSpan.start,
        code: "missing-field")
    }
    for term in nodeSelectorTerms { term.check(diagnostics) }
  }
}

extension NodeSelectorTerm {
  /// Reports conditions on what is no label, or that make no sense (ValidateNodeSelectorTerm).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    for requirement in matchExpressions where !isQualifiedName(requirement.key) {
      diagnostics.error(
        "\"\(requirement.key)\" is no label name", at: requirement.spans["key"],
        code: "invalid-label")
    }
    for requirement in matchFields { requirement.checkField(diagnostics) }
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

extension NodeSelectorRequirement {
  /// Reports a condition on another field than the node's name, or on several names
  /// (ValidateNodeFieldSelectorRequirement).
  fileprivate func checkField(_ diagnostics: DiagnosticCollector) {
    if key != "metadata.name" {
      diagnostics.error(
        "matchFields knows no field \"\(key)\"", at: spans["key"], code: "invalid-value",
        help: "metadata.name; labels stand in matchExpressions")
    }
    if self.operator != .in, self.operator != .notIn {
      diagnostics.error(
        "\(self.operator.rawValue) is not possible in matchFields", at: spans["operator"],
        code: "invalid-value", help: "write In or NotIn")
    } else if values.count > 1 {
      diagnostics.error(
        "\(self.operator.rawValue) of \(key) takes one value", at: valuesSpan.start,
        code: "invalid-value")
    }
  }
}
