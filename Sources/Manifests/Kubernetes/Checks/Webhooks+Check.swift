extension Array where Element == AdmissionWebhook {
  /// Reports what the API server refuses in a configuration's webhooks
  /// (pkg/apis/admissionregistration/validation validateValidatingWebhookConfiguration,
  /// validateMutatingWebhookConfiguration).
  func check(_ diagnostics: DiagnosticCollector) {
    for (index, webhook) in enumerated() {
      webhook.check(diagnostics)
      let isTaken = self[..<index].contains { $0.name == webhook.name }
      guard isTaken, !webhook.name.isEmpty else { continue }
      diagnostics.error(
        "there is a second webhook \"\(webhook.name)\" in the configuration",
        at: webhook.spans["name"], code: "duplicate-name")
    }
  }
}

extension AdmissionWebhook {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    checkName(diagnostics)
    if spans.has("clientConfig") { clientConfig.check(diagnostics) }
    for rule in rules { rule.check(diagnostics) }
    if !(1...30).contains(timeoutSeconds) {
      diagnostics.error(
        "timeoutSeconds must be between 1 and 30", at: spans["timeoutSeconds"],
        code: "out-of-range")
    }
    checkVersions(diagnostics)
    for (index, condition) in matchConditions.enumerated()
    where matchConditions[..<index].contains(where: { $0.name == condition.name }) {
      diagnostics.error(
        "there is a second match condition \"\(condition.name)\"", at: condition.span,
        code: "duplicate-name")
    }
  }

  /// The name has to be a domain of three parts (util/validation IsFullyQualifiedName).
  private func checkName(_ diagnostics: DiagnosticCollector) {
    guard spans.has("name") else { return }
    if name.isEmpty {
      diagnostics.error(
        "a webhook needs a name", at: spans["name"], code: "missing-field",
        help: "such as check.policies.example.com")
      return
    }
    diagnostics.checkReference(name, "the webhook's name", at: spans["name"])
    guard NameRule.subdomain.problem(with: name) == nil, name.split(separator: ".").count < 3
    else { return }
    diagnostics.error(
      "the webhook's name \"\(name)\" is no domain of three parts or more", at: spans["name"],
      code: "invalid-name")
  }

  /// One of the versions has to be one that the API server speaks
  /// (validateAdmissionReviewVersions).
  private func checkVersions(_ diagnostics: DiagnosticCollector) {
    guard spans.has("admissionReviewVersions") else { return }
    let versions = admissionReviewVersions
    if !versions.contains("v1"), !versions.contains("v1beta1") {
      diagnostics.error(
        "admissionReviewVersions must name v1 or v1beta1", at: spans["admissionReviewVersions"],
        code: "invalid-value")
    }
    for (index, version) in versions.enumerated() where versions[..<index].contains(version) {
      diagnostics.error(
        "admissionReviewVersions names \(version) twice", at: spans["admissionReviewVersions"],
        code: "duplicate-name")
    }
  }
}

extension WebhookClientConfig {
  /// Reports an address that is none, or two (apiserver pkg/util/webhook/validation.go).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    guard spans.has("service") != spans.has("url") else {
      diagnostics.error(
        "clientConfig needs exactly one of url and service", at: spans["url"],
        code: spans.has("url") ? "conflicting-fields" : "missing-field")
      return
    }
    if let url { Self.check(url, at: spans["url"], diagnostics) }
    service?.check(diagnostics)
  }

  private static func check(
    _ url: String, at span: SourceSpan, _ diagnostics: DiagnosticCollector
  ) {
    let scheme = "https://"
    let host = url.dropFirst(scheme.count).prefix { $0 != "/" }
    let problem: String? =
      if !url.hasPrefix(scheme) {
        "must begin with https://"
      } else if host.isEmpty {
        "has no host"
      } else if host.contains("@") || url.contains("?") || url.contains("#") {
        "may have no user, no parameters and no fragment"
      } else {
        nil
      }
    guard let problem else { return }
    diagnostics.error(
      "the webhook's url \(problem)", at: span, code: "invalid-value",
      help: "https://host/path")
  }
}

extension WebhookService {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    for (field, text) in [("name", name), ("namespace", namespace)] where text.isEmpty {
      diagnostics.error(
        "the webhook's service needs a \(field)", at: spans[field], code: "missing-field")
    }
    if !isPort(port) {
      diagnostics.error(
        "port \(port) is not within 1 and 65535", at: spans["port"], code: "out-of-range")
    }
    if !path.isEmpty, !path.hasPrefix("/") {
      diagnostics.error("path must begin with \"/\"", at: spans["path"], code: "invalid-value")
    }
  }
}

extension WebhookRule {
  private static let operationWords = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"]

  /// Reports lists that name nothing, and `*` beside other words (validateRuleWithOperations,
  /// validateRule, validateResources).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let lists = [
      ("operations", operations), ("apiGroups", apiGroups), ("apiVersions", apiVersions),
      ("resources", resources),
    ]
    for (field, words) in lists {
      if words.isEmpty {
        diagnostics.error(
          "a webhook's rule needs \(field)", at: spans[field], code: "missing-field",
          help: "\"*\" stands for all")
      } else if field != "resources", words.count > 1, words.contains("*") {
        diagnostics.error(
          "\(field) has \"*\" beside others", at: spans[field], code: "invalid-value")
      } else if field != "apiGroups", words.contains("") {
        diagnostics.error("\(field) has an empty word", at: spans[field], code: "invalid-value")
      }
    }
    for word in operations where !Self.operationWords.contains(word) {
      diagnostics.error(
        "\"\(word)\" is no operation", at: spans["operations"], code: "invalid-value",
        help: "one of \(Self.operationWords.joined(separator: ", "))")
    }
    checkResources(diagnostics)
  }

  /// As the API server does it, words count by their order: a wildcard of subresources keeps out
  /// only what follows it, and of plain words the last one decides.
  private func checkResources(_ diagnostics: DiagnosticCollector) {
    let isDouble = resources.count > 1 && resources.contains("*/*")
    let last = resources.last { !$0.isEmpty && !$0.contains("/") }
    let isSingle = resources.contains("*") && last != "*"
    let wildcard =
      isDouble ? "*/*" : isSingle ? "*" : resources.indices.lazy.compactMap(coveringWord).first
    guard let wildcard else { return }
    diagnostics.error(
      "resources has \"\(wildcard)\" beside what it stands for",
      at: spans["resources"], code: "invalid-value")
  }

  /// The word `x/*` or `*/x` before a subresource that it stands for.
  private func coveringWord(before index: Int) -> String? {
    let parts = resources[index].split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return ["\(parts[0])/*", "*/\(parts[1])"].first { resources[..<index].contains($0) }
  }
}
