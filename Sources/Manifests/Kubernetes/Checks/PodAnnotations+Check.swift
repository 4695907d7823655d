extension ObjectMeta {
  private static let seccomp = "seccomp.security.alpha.kubernetes.io/pod"
  private static let seccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/"
  private static let appArmor = "container.apparmor.security.beta.kubernetes.io/"
  private static let cost = "controller.kubernetes.io/pod-deletion-cost"
  private static let mirror = "kubernetes.io/config.mirror"

  /// Reports annotations of pods that the API server reads and refuses
  /// (ValidatePodSpecificAnnotations).
  func checkPodAnnotations(of spec: PodSpec, _ diagnostics: DiagnosticCollector) {
    for entry in annotations.entries {
      guard let problem = problem(with: entry, of: spec) else { continue }
      diagnostics.error(
        "the annotation \(entry.key) \(problem)", at: annotationSpans[entry.key],
        code: "invalid-value")
    }
  }

  private func problem(with entry: StringMap.Entry, of spec: PodSpec) -> String? {
    let (key, value) = (entry.key, entry.value)
    if key == Self.mirror, (spec.nodeName ?? "").isEmpty { return "needs a nodeName" }
    if key == Self.cost, !Self.isCost(value) { return "must be a whole number of 32 bits" }
    if key == Self.seccomp || key.hasPrefix(Self.seccompOfContainer) {
      guard Self.isSeccompProfile(value) else { return "names no profile of seccomp" }
      let container = spec.container(key.dropFirst(Self.seccompOfContainer.count))
      let field =
        key == Self.seccomp
        ? spec.securityContext?.seccompProfile : container?.securityContext?.seccompProfile
      return Self.agree(value, field) ? nil : "contradicts the field seccompProfile"
    }
    guard key.hasPrefix(Self.appArmor) else { return nil }
    guard let container = spec.container(key.dropFirst(Self.appArmor.count)) else {
      return "names no container of the pod"
    }
    guard value.isEmpty || Self.isProfile(value) else { return "names no profile of AppArmor" }
    let field =
      container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile
    return spec.os?.name == "windows" || Self.agree(value, field)
      ? nil : "contradicts the field appArmorProfile"
  }

  /// A number as Go reads it, without a sign `+` and zeros before it
  /// (GetDeletionCostFromPodAnnotations).
  private static func isCost(_ text: String) -> Bool {
    guard let first = text.utf8.first, Int32(text) != nil else { return false }
    return first == 0x2D || text == "0" || (0x31...0x39).contains(first)
  }

  private static func isProfile(_ text: String) -> Bool {
    text == "runtime/default" || text == "unconfined" || text.hasPrefix("localhost/")
  }

  private static func isSeccompProfile(_ text: String) -> Bool {
    guard text.hasPrefix("localhost/") else { return isProfile(text) || text == "docker/default" }
    let path = text.dropFirst("localhost/".count)
    return !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
  }

  /// Whether an annotation says the same as a field, where there is one
  /// (validateSeccompAnnotationsAndFields, validateAppArmorAnnotationsAndFieldsMatchOnCreate).
  private static func agree(_ text: String, _ field: SecurityProfile?) -> Bool {
    switch field?.type {
    case "Unconfined": text == "unconfined"
    case "RuntimeDefault": text == "runtime/default" || text == "docker/default"
    case "Localhost": text == "localhost/" + (field?.localhostProfile ?? "")
    default: true
    }
  }
}

extension PodSpec {
  fileprivate func container(_ name: Substring) -> Container? {
    (initContainers + containers).first { $0.name == name }
  }
}
