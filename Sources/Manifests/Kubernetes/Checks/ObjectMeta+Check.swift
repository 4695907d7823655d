extension ObjectMeta {
  /// Reports an invalid name, and labels and annotations that the API server refuses.
  ///
  /// Source: Kubernetes apimachinery pkg/api/validation ValidateObjectMetaAccessor.
  func check(_ rule: NameRule, _ diagnostics: DiagnosticCollector) {
    if let problem = rule.problem(with: name) {
      diagnostics.error("the name \"\(name)\" \(problem)", at: nameSpan, code: "invalid-name")
    }
    if let namespace, let problem = NameRule.label.problem(with: namespace) {
      diagnostics.error(
        "the namespace \"\(namespace)\" \(problem)", at: namespaceSpan, code: "invalid-name")
    }
    checkLabels(diagnostics)
    checkTimes(diagnostics)
    checkOwners(diagnostics)
    for finalizer in finalizers where !isQualifiedName(finalizer) {
      diagnostics.error(
        "\"\(finalizer)\" is no name of a finalizer", at: spans["finalizers"].start,
        code: "invalid-name", help: "as example.com/clean")
    }
  }

  /// An object has owners that can be found, and one controller among them
  /// (ValidateOwnerReferences).
  private func checkOwners(_ diagnostics: DiagnosticCollector) {
    for owner in ownerReferences { owner.check(diagnostics) }
    let controllers = ownerReferences.filter(\.controller)
    guard controllers.count > 1 else { return }
    diagnostics.error(
      "an object has one controller", at: controllers[1].controllerSpan, code: "invalid-value",
      labels: [(controllers[0].controllerSpan, "the other one")])
  }

  /// Times are written as RFC 3339 has them (apimachinery, meta/v1 Time.UnmarshalJSON).
  func checkTimes(_ diagnostics: DiagnosticCollector) {
    let times = [
      ("creationTimestamp", creationTimestamp), ("deletionTimestamp", deletionTimestamp),
    ]
    for (field, time) in times {
      guard let time, !isTimestamp(time) else { continue }
      diagnostics.error(
        "\"\(time)\" is no time", at: spans[field], code: "invalid-value",
        help: "as 2026-01-31T12:00:00Z; leave it out: the API server sets it")
    }
  }

  /// Most bytes of an object's annotations (apimachinery pkg/api/validation
  /// TotalAnnotationSizeLimitB).
  private static let mostAnnotationBytes = 256 << 10

  /// Reports labels and annotations that the API server refuses.
  func checkLabels(_ diagnostics: DiagnosticCollector) {
    labels.checkLabels(at: labelsSpan, diagnostics)
    for entry in annotations.entries where !isQualifiedName(entry.key.lowercased()) {
      diagnostics.error(
        "\"\(entry.key)\" is no annotation name", at: span.start, code: "invalid-label")
    }
    let bytes = annotations.entries.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    if bytes > Self.mostAnnotationBytes {
      diagnostics.error(
        "the annotations have at most 256 KiB, and are \(bytes) bytes", at: span.start,
        code: "out-of-range")
    }
  }
}

extension OwnerReference {
  /// Reports what no owner can be found by, and Events, which own nothing (validateOwnerReference).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let fields = [("kind", kind), ("name", name), ("uid", uid ?? "")]
    for (field, text) in fields
    where text.isEmpty && !diagnostics.hasError(in: spans[field]) {
      diagnostics.error(
        "an owner reference needs a \(field)", at: spans[field].start, code: "missing-field",
        help: field == "uid" ? "only the API server knows it: leave the reference out" : nil)
    }
    let parts = apiVersion.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 2 || parts.last?.isEmpty ?? true {
      diagnostics.error(
        "\"\(apiVersion)\" is no version of an owner", at: spans["apiVersion"],
        code: "invalid-value", help: "as v1 or apps/v1")
    }
    if apiVersion == "v1", kind == "Event" {
      diagnostics.error("an Event owns nothing", at: spans["kind"], code: "invalid-value")
    }
  }
}

extension StringMap {
  /// Reports names and values that no label may have.
  func checkLabels(at span: SourceSpan, _ diagnostics: DiagnosticCollector) {
    for entry in entries {
      if !isQualifiedName(entry.key) {
        diagnostics.error(
          "\"\(entry.key)\" is no label name", at: span, code: "invalid-label",
          help: "an optional DNS prefix and \"/\", then at most 63 letters, digits, \"-_.\"")
      } else if !entry.value.isEmpty, !isLabelText(entry.value[...]) {
        diagnostics.error(
          "\"\(entry.value)\" is no value for the label \(entry.key)", at: span,
          code: "invalid-label", help: "at most 63 letters, digits, \"-\", \"_\" and \".\"")
      }
    }
  }
}

/// Whether a text is a path with a domain before it: letters, digits and the marks of URL paths
/// behind the first `/`.
func isDomainPath(_ text: String) -> Bool {
  let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2, NameRule.subdomain.problem(with: String(parts[0])) == nil else {
    return false
  }
  return !parts[1].isEmpty
    && parts[1].allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/-._~%!$&'()*+,;=:".contains($0))
    }
}

/// Whether a text may name a label or an annotation: an optional DNS prefix, then a label's text.
func isQualifiedName(_ text: String) -> Bool {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  switch parts.count {
  case 1: return isLabelText(parts[0])
  case 2:
    return NameRule.subdomain.problem(with: String(parts[0])) == nil && isLabelText(parts[1])
  default: return false
  }
}
