extension ResourceQuota {
  /// What a quota may bound by a name without a domain (pkg/apis/core/helper
  /// standardQuotaResources).
  private static let standard = [
    "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage",
    "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods",
    "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims",
    "configmaps", "services.nodeports", "services.loadbalancers",
  ]

  /// Reports names that bound nothing (pkg/apis/core/validation ValidateResourceQuotaResourceName).
  package func check(_ diagnostics: DiagnosticCollector) {
    for bound in hard.entries
    where !bound.name.contains("/") && !bound.name.contains("hugepages-")
      && !Self.standard.contains(bound.name)
    {
      diagnostics.error(
        "\"\(bound.name)\" is nothing that a quota bounds", at: bound.span, code: "invalid-value",
        help: nearest(bound.name, in: Self.standard).map { "did you mean \"\($0)\"?" }
          ?? "as requests.cpu, limits.memory, pods or count/deployments.apps")
    }
    for bound in hard.entries
    where Self.counted.contains(bound.name) || bound.name.hasPrefix("count/") {
      guard bound.quantity != Quantity(bound.quantity.value) else { continue }
      diagnostics.error(
        "\(bound.name) is counted in whole numbers", at: bound.span, code: "invalid-value")
    }
    checkScopes(diagnostics)
  }

  /// What is counted, and not measured (pkg/apis/core/helper integerResources).
  private static let counted = [
    "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
    "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
  ]

  /// Whether a quota with a scope may bound a standard resource: pods and what they compute with,
  /// of those of best effort only their number, and with a class of volumes' attributes claims
  /// (pkg/apis/core/helper IsResourceQuotaScopeValidForResource).
  private static func isBound(_ resource: String, by scope: String) -> Bool {
    switch scope {
    case "BestEffort": resource == "pods"
    case "VolumeAttributesClass":
      ["persistentvolumeclaims", "requests.storage"].contains(resource)
    default:
      [
        "pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
      ].contains(resource)
    }
  }

  /// Reports scopes that do not go with a bound, or with each other (ValidateResourceQuotaSpec).
  private func checkScopes(_ diagnostics: DiagnosticCollector) {
    let selected = (scopeSelector?.matchExpressions ?? []).map(\.scopeName)
    let names = scopes + selected
    for bound in hard.entries where Self.standard.contains(bound.name) {
      let scope = names.first {
        ScopedSelectorRequirement.names.contains($0) && !Self.isBound(bound.name, by: $0)
      }
      guard let scope else { continue }
      diagnostics.error(
        "a quota with the scope \(scope) can not bound \"\(bound.name)\"", at: bound.span,
        code: "invalid-value", help: "bound it by a quota without that scope")
    }
    for scope in scopes where !ScopedSelectorRequirement.names.contains(scope) {
      diagnostics.error(
        "\"\(scope)\" is no scope of a quota", at: scopesSpan.start, code: "invalid-value",
        help: nearest(scope, in: ScopedSelectorRequirement.names).map { "did you mean \"\($0)\"?" })
    }
    for requirement in scopeSelector?.matchExpressions ?? [] {
      requirement.check(diagnostics)
    }
    for (one, other) in [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")]
    where [scopes, selected].contains(where: { $0.contains(one) && $0.contains(other) }) {
      diagnostics.error(
        "the scopes \(one) and \(other) exclude each other", at: span.start, code: "invalid-value")
    }
  }
}

extension ScopedSelectorRequirement {
  fileprivate static let names = [
    "BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "PriorityClass",
    "CrossNamespacePodAffinity", "VolumeAttributesClass",
  ]

  /// Reports scopes that there are not, and comparisons that a scope does not have
  /// (validateScopedResourceSelectorRequirement).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if !Self.names.contains(scopeName) {
      diagnostics.error(
        "\"\(scopeName)\" is no scope of a quota", at: span.start, code: "invalid-value",
        help: nearest(scopeName, in: Self.names).map { "did you mean \"\($0)\"?" })
    } else if !["PriorityClass", "VolumeAttributesClass"].contains(scopeName),
      self.operator != .exists
    {
      diagnostics.error(
        "the scope \(scopeName) needs the operator Exists", at: span.start, code: "invalid-value")
    }
    let isRight: Bool =
      switch self.operator {
      case .in, .notIn: !values.isEmpty
      case .exists, .doesNotExist: values.isEmpty
      case .gt, .lt: false
      }
    if !isRight {
      diagnostics.error(
        "the operator \(self.operator.rawValue) of a scope does not go with "
          + (values.isEmpty ? "no values" : "values"), at: span.start, code: "invalid-value")
    }
  }
}
