extension CustomResourceDefinition {
  /// Reports what the API server refuses (apiextensions-apiserver pkg/apis/apiextensions/validation
  /// ValidateCustomResourceDefinition).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkGroup(diagnostics)
    switch scope {
    case "Namespaced", "Cluster": break
    case "" where diagnostics.hasError(in: spans["scope"]): break
    case "":
      diagnostics.error(
        "a CustomResourceDefinition needs a scope", at: spans["scope"], code: "missing-field",
        help: "Namespaced or Cluster")
    default:
      diagnostics.error(
        "\"\(scope)\" is no scope", at: spans["scope"], code: "invalid-value",
        help: nearest(scope, in: ["Namespaced", "Cluster"]).map { "did you mean \"\($0)\"?" }
          ?? "Namespaced or Cluster")
    }
    if preserveUnknownFields {
      diagnostics.error(
        "preserveUnknownFields is not possible in v1", at: spans["preserveUnknownFields"],
        code: "invalid-value",
        help: "write x-kubernetes-preserve-unknown-fields: true in the schema")
    }
    names?.check(diagnostics)
    checkVersions(diagnostics)
  }

  /// The name is that of the resource in its group, which is a domain; groups of Kubernetes need an
  /// approval (validateAPIApproval).
  private func checkGroup(_ diagnostics: DiagnosticCollector) {
    if group.isEmpty {
      guard !diagnostics.hasError(in: spans["group"]) else { return }
      diagnostics.error(
        "a CustomResourceDefinition needs a group", at: spans["group"], code: "missing-field")
      return
    }
    if NameRule.subdomain.problem(with: group) != nil || !group.contains(".") {
      diagnostics.error(
        "\"\(group)\" is no group", at: spans["group"], code: "invalid-name",
        help: "a domain with at least one dot, as stable.example.com")
    }
    if let plural = names?.plural, metadata.name != "\(plural).\(group)" {
      diagnostics.error(
        "the name of this CustomResourceDefinition must be \"\(plural).\(group)\"",
        at: metadata.nameSpan, code: "invalid-name",
        help: "it is the plural name and the group")
    }
    let domain = "." + group
    guard domain.hasSuffix(".k8s.io") || domain.hasSuffix(".kubernetes.io") else { return }
    let approval = metadata.annotations["api-approved.kubernetes.io"] ?? ""
    guard !approval.hasPrefix("unapproved"), !approval.contains("://") else { return }
    diagnostics.error(
      "a group of Kubernetes needs the annotation api-approved.kubernetes.io",
      at: spans["group"], code: "missing-field",
      help: "the address of the approval, or unapproved and a reason")
  }

  private func checkVersions(_ diagnostics: DiagnosticCollector) {
    let stored = versions.filter(\.storage)
    // A version that could not be read may be the stored one.
    if stored.count != 1, !diagnostics.hasError(in: versionsSpan) {
      diagnostics.error(
        "exactly one version of a CustomResourceDefinition has storage: true, and here "
          + "\(stored.count) have",
        at: stored.dropFirst().first?.spans["storage"] ?? spans["versions"], code: "invalid-value")
    }
    for (index, version) in versions.enumerated() {
      diagnostics.checkReference(
        version.name, "the version", at: version.spans["name"], .letterLabel)
      if let first = versions[..<index].first(where: { $0.name == version.name }) {
        diagnostics.error(
          "two versions are named \"\(version.name)\"", at: version.spans["name"],
          code: "duplicate-name", labels: [(first.spans["name"], "the first is here")])
      }
      version.checkParts(diagnostics)
      if let schema = version.schema {
        schema.check(diagnostics)
      } else {
        diagnostics.error(
          "the version \(version.name) needs a schema with openAPIV3Schema",
          at: version.span.start, code: "missing-field",
          help: "{type: object, x-kubernetes-preserve-unknown-fields: true} takes anything")
      }
    }
  }
}

extension CustomResourceNames {
  /// Reports names that are none (ValidateCustomResourceDefinitionNames); kinds may have capitals.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let all =
      [
        ("plural", plural), ("singular", singular ?? ""), ("kind", kind.lowercased()),
        ("listKind", (listKind ?? "").lowercased()),
      ] + shortNames.map { ("shortNames", $0) } + categories.map { ("categories", $0) }
    for (field, name) in all {
      diagnostics.checkReference(name, "the name", at: spans[field].start, .letterLabel)
    }
    for (field, name) in [("plural", plural), ("kind", kind)] where name.isEmpty {
      diagnostics.error("names need a \(field)", at: spans[field], code: "missing-field")
    }
    if listKind == kind, !kind.isEmpty {
      diagnostics.error(
        "kind and listKind may not be the same", at: spans["listKind"], code: "duplicate-name")
    }
  }
}
