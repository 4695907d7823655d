extension ObjectMeta {
  private static let seccomp = "seccomp.security.alpha.kubernetes.io/pod"
  private static let seccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/"
  private static let appArmor = "container.apparmor.security.beta.kubernetes.io/"
  private static let cost = "controller.kubernetes.io/pod-deletion-cost"
  private static let mirror = "kubernetes.io/config.mirror"

  /// Reports annotations of pods that the API server reads and refuses
  /// (ValidatePodSpecificAnnotations); one that contradicts a field it refuses in a pod only, so
  /// that a template makes none (ValidatePodCreate).
  func checkPodAnnotations(
    of spec: PodSpec, isTemplate: Bool = false, _ diagnostics: DiagnosticCollector
  ) {
    for entry in annotations.entries {
      let place = annotationSpans[entry.key]
      if let problem = problem(with: entry, of: spec) {
        diagnostics.error(
          "the annotation \(entry.key) \(problem)", at: place, code: "invalid-value")
      } else if let field = contradicted(by: entry, of: spec) {
        let message = "the annotation \(entry.key) contradicts the field \(field)"
        if isTemplate {
          diagnostics.warning("\(message): no pod is made", at: place, code: "invalid-value")
        } else {
          diagnostics.error(message, at: place, code: "invalid-value")
        }
      }
    }
  }

  private func problem(with entry: StringMap.Entry, of spec: PodSpec) -> String? {
    let (key, value) = (entry.key, entry.value)
    if key == Self.mirror, (spec.nodeName ?? "").isEmpty { return "needs a nodeName" }
    if key == Self.cost, !Self.isCost(value) { return "must be a whole number of 32 bits" }
    if key == Self.seccomp || key.hasPrefix(Self.seccompOfContainer) {
      return Self.isSeccompProfile(value) ? nil : "names no profile of seccomp"
    }
    guard key.hasPrefix(Self.appArmor) else { return nil }
    guard spec.container(key.dropFirst(Self.appArmor.count)) != nil else {
      return "names no container of the pod"
    }
    return value.isEmpty || Self.isProfile(value) ? nil : "names no profile of AppArmor"
  }

  /// The field that says something else than an annotation
  /// (validateSeccompAnnotationsAndFields, validateAppArmorAnnotationsAndFieldsMatchOnCreate).
  private func contradicted(by entry: StringMap.Entry, of spec: PodSpec) -> String? {
    let (key, value) = (entry.key, entry.value)
    if key == Self.seccomp || key.hasPrefix(Self.seccompOfContainer) {
      let container = spec.container(key.dropFirst(Self.seccompOfContainer.count))
      let field =
        key == Self.seccomp
        ? spec.securityContext?.seccompProfile : container?.securityContext?.seccompProfile
      return Self.agree(value, field) ? nil : "seccompProfile"
    }
    guard key.hasPrefix(Self.appArmor), spec.os?.name != "windows" else { return nil }
    let container = spec.container(key.dropFirst(Self.appArmor.count))
    let field =
      container?.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile
    return Self.agree(value, field) ? nil : "appArmorProfile"
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

  /// Whether an annotation says the same as a field, where there is one.
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
