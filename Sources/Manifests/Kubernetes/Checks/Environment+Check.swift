extension EnvVar {
  /// Reports names that no variable can have, and values from two places or from nowhere
  /// (pkg/apis/core/validation ValidateEnv).
  func check(_ diagnostics: DiagnosticCollector) {
    let isPrintable = name.unicodeScalars.allSatisfy { $0.value > 0x1F && $0.value < 0x7F }
    if name.isEmpty || name.contains("=") || !isPrintable {
      diagnostics.error(
        "\"\(name)\" is no name of a variable", at: nameSpan, code: "invalid-name",
        help: "printable characters other than \"=\"")
    }
    guard let valueFrom else { return }
    let sources = [
      valueFrom.fieldRef != nil, valueFrom.resourceFieldRef != nil,
      valueFrom.configMapKeyRef != nil, valueFrom.secretKeyRef != nil,
    ].count { $0 }
    if value.map({ !$0.isEmpty }) ?? false {
      diagnostics.error(
        "the variable \(name) has both value and valueFrom", at: span.start,
        code: "invalid-value")
    } else if valueFrom.isEmpty {
      diagnostics.error(
        "valueFrom of the variable \(name) names no source", at: span.start,
        code: "missing-field",
        help: "one of fieldRef, resourceFieldRef, configMapKeyRef and secretKeyRef")
    } else if sources > 1 {
      diagnostics.error(
        "the variable \(name) takes its value from \(sources) places, and can from one",
        at: span.start, code: "invalid-value")
    }
    valueFrom.fieldRef?.check(diagnostics)
    valueFrom.resourceFieldRef?.check(diagnostics)
  }
}

extension ObjectFieldSelector {
  /// Fields of a pod that a variable may show (pkg/apis/core/validation
  /// validEnvDownwardAPIFieldPathExpressions).
  private static let fields = [
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
  ]

  /// Reports a field that no variable can show.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let isEntry = ["metadata.labels['", "metadata.annotations['"].contains {
      fieldPath.hasPrefix($0) && fieldPath.hasSuffix("']")
    }
    guard !isEntry, !Self.fields.contains(fieldPath) else { return }
    diagnostics.error(
      "a variable can not show the field \"\(fieldPath)\"", at: fieldPathSpan,
      code: "invalid-value",
      help: nearest(fieldPath, in: Self.fields).map { "did you mean \"\($0)\"?" }
        ?? "one of \(Self.fields.joined(separator: ", ")), or an entry of labels or annotations as "
        + "metadata.labels['key']")
  }
}

extension ResourceFieldSelector {
  /// Amounts of a container that a variable may show (pkg/apis/core/validation
  /// validContainerResourceFieldPathExpressions); huge pages are told by their size.
  private static let amounts = ["limits", "requests"].flatMap { kind in
    ["cpu", "memory", "ephemeral-storage"].map { "\(kind).\($0)" }
  }

  /// Reports an amount that no variable can show.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let isPages =
      resource.hasPrefix("limits.hugepages-") || resource.hasPrefix("requests.hugepages-")
    guard !isPages, !Self.amounts.contains(resource) else { return }
    diagnostics.error(
      "a variable can not show the resource \"\(resource)\"", at: resourceSpan,
      code: "invalid-value",
      help: nearest(resource, in: Self.amounts).map { "did you mean \"\($0)\"?" }
        ?? "one of \(Self.amounts.joined(separator: ", "))")
  }
}

extension EnvFromSource {
  /// Reports a source that is neither a ConfigMap nor a Secret, or both (ValidateEnvFrom).
  func check(of container: Container, _ diagnostics: DiagnosticCollector) {
    guard (configMapRef == nil) == (secretRef == nil), !diagnostics.hasError(in: span) else {
      return
    }
    diagnostics.error(
      "envFrom of the container \(container.name) takes one of configMapRef and secretRef",
      at: span.start, code: "invalid-value")
  }
}
