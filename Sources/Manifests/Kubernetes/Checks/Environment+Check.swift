extension EnvVar {
  /// Reports names that no variable can have, and values from two places or from nowhere
  /// (pkg/apis/core/validation ValidateEnv).
  func check(_ diagnostics: DiagnosticCollector) {
    if !isVariableName(name) {
      diagnostics.error(
        "\"\(name)\" is no name of a variable", at: nameSpan, code: "invalid-name",
        help: "printable characters other than \"=\"")
    }
    guard let valueFrom else { return }
    let sources = [
      valueFrom.fieldRef != nil, valueFrom.resourceFieldRef != nil,
      valueFrom.configMapKeyRef != nil, valueFrom.secretKeyRef != nil,
      valueFrom.fileKeyRef != nil,
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
    valueFrom.configMapKeyRef?.check(of: "a ConfigMap", diagnostics)
    valueFrom.secretKeyRef?.check(of: "a Secret", diagnostics)
  }
}

/// Whether a variable may have a name (apimachinery pkg/util/validation IsRelaxedEnvVarName).
func isVariableName(_ name: String) -> Bool {
  !name.isEmpty
    && name.unicodeScalars.allSatisfy { $0.value > 0x1F && $0.value < 0x7F && $0 != "=" }
}

extension KeySelector {
  /// Reports a key that can be in no ConfigMap or Secret (validateConfigMapKeySelector,
  /// validateSecretKeySelector).
  fileprivate func check(of what: String, _ diagnostics: DiagnosticCollector) {
    diagnostics.checkReference(name, "the name of \(what)", at: nameSpan)
    if key.isEmpty {
      diagnostics.error("the key of \(what) is missing", at: keySpan, code: "missing-field")
    } else if !isConfigurationKey(key) {
      diagnostics.error(
        "\"\(key)\" is no key of \(what)", at: keySpan, code: "invalid-name",
        help: "letters, digits, \"-\", \"_\" and \".\"")
    }
  }
}

extension ObjectFieldSelector {
  /// Fields of a pod that a variable may show (pkg/apis/core/validation
  /// validEnvDownwardAPIFieldPathExpressions).
  private static let fields = [
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
  ]

  /// What the first clients of v1 called spec.nodeName (pkg/apis/core/pods
  /// ConvertDownwardAPIFieldLabel).
  private static let formerNodeName = "spec.host"

  /// Fields of a pod that a file may show (validVolumeDownwardAPIFieldPathExpressions).
  private static let fileFields = [
    "metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations",
    "metadata.uid",
  ]

  /// The key of an entry of the labels or annotations; keys of annotations count without regard to
  /// case.
  private var entryKey: String? {
    guard fieldPath.hasSuffix("']") else { return nil }
    let path = fieldPath.dropLast(2)
    if path.hasPrefix("metadata.labels['") { return String(path.dropFirst(17)) }
    guard path.hasPrefix("metadata.annotations['") else { return nil }
    return path.dropFirst(22).lowercased()
  }

  /// Whether nothing is left to say of the path: it is of another version, missing, or an entry,
  /// whose key must be one (validateObjectFieldSelector).
  private func isChecked(_ diagnostics: DiagnosticCollector) -> Bool {
    if apiVersion != "v1" {
      diagnostics.error(
        "the fields of a pod are those of v1, not of \"\(apiVersion)\"", at: spans["apiVersion"],
        code: "invalid-value", help: "write v1 or nothing")
    } else if fieldPath.isEmpty {
      diagnostics.error("the fieldPath is missing", at: fieldPathSpan, code: "missing-field")
    } else if let entryKey {
      guard !isQualifiedName(entryKey) else { return true }
      diagnostics.error(
        "\"\(entryKey)\" is no key of labels or annotations", at: fieldPathSpan,
        code: "invalid-label")
    } else {
      return false
    }
    return true
  }

  /// Reports a field that no file can show.
  func checkFile(_ diagnostics: DiagnosticCollector) {
    guard !isChecked(diagnostics), !Self.fileFields.contains(fieldPath) else { return }
    diagnostics.error(
      "a file can not show the field \"\(fieldPath)\"", at: fieldPathSpan, code: "invalid-value",
      help: nearest(fieldPath, in: Self.fileFields).map { "did you mean \"\($0)\"?" }
        ?? "one of \(Self.fileFields.joined(separator: ", ")), or an entry of labels or "
        + "annotations")
  }

  /// Reports a field that no variable can show.
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    guard !isChecked(diagnostics), !Self.fields.contains(fieldPath),
      fieldPath != Self.formerNodeName
    else { return }
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

  /// Units of bytes (validContainerResourceDivisorForMemory).
  private static let units =
    ["1"]
    + ["k", "M", "G", "T", "P", "E"].flatMap { letter in
      ["1\(letter)", "1\(letter == "k" ? "K" : letter)i"]
    }

  /// Reports a divisor that is no unit of the resource (validateContainerResourceDivisor).
  private func checkDivisor(_ diagnostics: DiagnosticCollector) {
    let isCPU = resource.hasSuffix(".cpu")
    let units = isCPU ? ["1m", "1"] : Self.units
    // Canonical text keeps the base that it was written in: 1000 is 1k, and 1024 is not 1Ki.
    let isBinary = divisorText?.contains("i") ?? false
    guard let divisor, divisor != .zero,
      !units.contains(where: {
        Quantity(parsing: $0) == divisor && ($0 == "1" || $0.hasSuffix("i") == isBinary)
      })
    else { return }
    diagnostics.error(
      "the divisor of \(resource) is a unit", at: spans["divisor"], code: "invalid-value",
      help: "one of \(units.joined(separator: ", "))")
  }

  /// Reports a container that the pod does not have, which the API server does not look for and no
  /// kubelet finds (pkg/api/v1/resource ExtractResourceValueByContainerName).
  func checkContainer(among names: [String], _ diagnostics: DiagnosticCollector) {
    guard let name = containerName, !name.isEmpty, !names.contains(name) else { return }
    diagnostics.warning(
      "the pod has no container \"\(name)\" whose \(resource) could be shown: no kubelet starts it",
      at: spans["containerName"], code: "unknown-container",
      help: nearest(name, in: names).map { "did you mean \"\($0)\"?" })
  }

  /// Reports an amount that neither a variable nor a file can show.
  func check(_ diagnostics: DiagnosticCollector) {
    guard !resource.isEmpty else {
      diagnostics.error("the resource is missing", at: resourceSpan, code: "missing-field")
      return
    }
    checkDivisor(diagnostics)
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
    for reference in [configMapRef, secretRef].compactMap({ $0 }) where reference.name.isEmpty {
      diagnostics.error(
        "envFrom of the container \(container.name) needs a name", at: reference.nameSpan,
        code: "missing-field")
    }
    for reference in [configMapRef, secretRef].compactMap({ $0 }) {
      // A "-" at the end is taken, as in the beginnings of generated names
      // (validateConfigMapEnvSource, apimachinery pkg/api/validation maskTrailingDash).
      let isBeginning = reference.name.count > 1 && reference.name.hasSuffix("-")
      let whole = isBeginning ? String(reference.name.dropLast(2)) + "a" : reference.name
      guard !whole.isEmpty, let problem = NameRule.subdomain.problem(with: whole) else { continue }
      diagnostics.error(
        "the name in envFrom of \(container.name) \"\(reference.name)\" \(problem)",
        at: reference.nameSpan, code: "invalid-name")
    }
    if !prefix.isEmpty, !isVariableName(prefix) {
      diagnostics.error(
        "\"\(prefix)\" begins no name of a variable", at: spans["prefix"], code: "invalid-name",
        help: "printable characters other than \"=\"")
    }
    guard (configMapRef == nil) == (secretRef == nil), !diagnostics.hasError(in: span) else {
      return
    }
    diagnostics.error(
      "envFrom of the container \(container.name) takes one of configMapRef and secretRef",
      at: span.start, code: "invalid-value")
  }
}

extension DownwardAPIItem {
  /// Reports a file of nothing, or of what no file shows (validateDownwardAPIVolumeFile).
  func check(_ diagnostics: DiagnosticCollector) {
    if (fieldRef == nil) == (resourceFieldRef == nil), !diagnostics.hasError(in: span) {
      diagnostics.error(
        "a file of a pod's fields takes one of fieldRef and resourceFieldRef", at: span.start,
        code: "invalid-value")
    }
    fieldRef?.checkFile(diagnostics)
    guard let resourceFieldRef else { return }
    resourceFieldRef.check(diagnostics)
    if resourceFieldRef.containerName?.isEmpty ?? true {
      diagnostics.error(
        "a file that shows a resource needs a containerName", at: spans["resourceFieldRef"],
        code: "missing-field")
    }
  }
}
