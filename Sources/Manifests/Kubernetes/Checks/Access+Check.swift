extension RoleBinding {
  /// RBAC objects may be named like URL paths allow.
  package static var nameRule: NameRule { .pathSegment }

  /// Reports what the API server refuses (pkg/apis/rbac/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    roleRef.check(["Role", "ClusterRole"], diagnostics)
    for subject in subjects { subject.check(diagnostics) }
  }
}

extension ClusterRoleBinding {
  /// RBAC objects may be named like URL paths allow.
  package static var nameRule: NameRule { .pathSegment }

  /// Reports what the API server refuses (pkg/apis/rbac/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    roleRef.check(["ClusterRole"], diagnostics)
    for subject in subjects {
      subject.check(diagnostics)
      if subject.kind == "ServiceAccount", (subject.namespace ?? "").isEmpty {
        diagnostics.error(
          "the service account \(subject.name) needs a namespace", at: span.start,
          code: "missing-field")
      }
    }
  }
}

extension Role {
  /// RBAC objects may be named like URL paths allow.
  package static var nameRule: NameRule { .pathSegment }

  /// Reports what the API server refuses (pkg/apis/rbac/validation ValidatePolicyRule).
  package func check(_ diagnostics: DiagnosticCollector) {
    for rule in rules {
      rule.check(diagnostics)
      guard !rule.nonResourceURLs.isEmpty else { continue }
      diagnostics.error(
        "a Role can not grant nonResourceURLs, which are in no namespace", at: rule.verbsSpan.start,
        code: "invalid-value", help: "write a ClusterRole")
    }
  }
}

extension ClusterRole {
  /// RBAC objects may be named like URL paths allow.
  package static var nameRule: NameRule { .pathSegment }

  /// Reports what the API server refuses (pkg/apis/rbac/validation ValidatePolicyRule).
  package func check(_ diagnostics: DiagnosticCollector) {
    for rule in rules { rule.check(diagnostics) }
    guard let aggregationRule, aggregationRule.clusterRoleSelectors.isEmpty else { return }
    guard !diagnostics.hasError(in: spans["aggregationRule"]) else { return }
    diagnostics.error(
      "an aggregationRule needs at least one selector", at: spans["aggregationRule"].start,
      code: "missing-field")
  }
}

extension PolicyRule {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if verbs.isEmpty {
      diagnostics.error("a rule needs verbs", at: verbsSpan.start, code: "missing-field")
    }
    if nonResourceURLs.isEmpty, apiGroups.isEmpty || resources.isEmpty {
      diagnostics.error(
        "a rule needs apiGroups and resources", at: verbsSpan.start, code: "missing-field",
        help: "the core group is \"\"")
    }
    if !nonResourceURLs.isEmpty, !(apiGroups + resources + resourceNames).isEmpty {
      diagnostics.error(
        "a rule is about resources or about nonResourceURLs, and not about both",
        at: verbsSpan.start, code: "invalid-value", help: "write two rules")
    }
  }
}

extension RoleReference {
  fileprivate func check(_ kinds: [String], _ diagnostics: DiagnosticCollector) {
    if apiGroup != Self.group {
      diagnostics.error(
        "roles are of the apiGroup \(Self.group), not of \"\(apiGroup)\"", at: spans["apiGroup"],
        code: "invalid-value")
    }
    diagnostics.checkGranted(name, "a role", at: spans["name"], .pathSegment)
    guard !kinds.contains(kind) else { return }
    diagnostics.error(
      "a role can not be of the kind \"\(kind)\"", at: kindSpan, code: "invalid-value",
      help: "write \(kinds.joined(separator: " or "))")
  }
}

extension Subject {
  private static let kinds = ["ServiceAccount", "User", "Group"]

  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    // Users and groups may be named anything (ValidateRoleBindingSubject).
    diagnostics.checkGranted(
      name, "a subject", at: nameSpan, kind == "ServiceAccount" ? .subdomain : nil)
    // An absent group is that of the kind (pkg/apis/rbac/v1 SetDefaults_Subject).
    let group = kind == "ServiceAccount" ? "" : RoleReference.group
    guard !Self.kinds.contains(kind) else {
      guard !apiGroup.isEmpty, apiGroup != group else { return }
      diagnostics.error(
        "a subject of the kind \(kind) is of the apiGroup \"\(group)\"", at: spans["apiGroup"],
        code: "invalid-value", help: "remove apiGroup")
      return
    }
    diagnostics.error(
      "a subject can not be of the kind \"\(kind)\"", at: kindSpan, code: "invalid-value",
      help: nearest(kind, in: Self.kinds).map { "did you mean \"\($0)\"?" }
        ?? "one of \(Self.kinds.joined(separator: ", "))")
  }
}

extension DiagnosticCollector {
  /// Reports the name of a role or of a subject that is missing, or that none can have.
  fileprivate func checkGranted(
    _ name: String, _ what: String, at span: SourceSpan, _ rule: NameRule?
  ) {
    guard !name.isEmpty else {
      error("\(what) needs a name", at: span, code: "missing-field")
      return
    }
    if let rule { checkReference(name, "the name", at: span, rule) }
  }
}
