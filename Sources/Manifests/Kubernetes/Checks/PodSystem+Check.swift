extension PodSpec {
  private static let systems = ["linux", "windows"]

  /// Reports a system that there is not, and settings of the other one (validateOS, validateLinux,
  /// validateWindows, validateWindowsHostProcessPod).
  func checkSystem(_ diagnostics: DiagnosticCollector) {
    checkHostProcesses(diagnostics)
    for context in allContexts { context.windowsOptions?.check(diagnostics) }
    securityContext?.windowsOptions?.check(diagnostics)
    guard let os else { return }
    switch os.name {
    case "linux": checkLinux(diagnostics)
    case "windows": checkWindows(diagnostics)
    case "":
      diagnostics.error("os needs a name", at: os.spans["name"], code: "missing-field")
    default:
      diagnostics.error(
        "\"\(os.name)\" is no operating system of a pod", at: os.spans["name"],
        code: "invalid-value",
        help: nearest(os.name, in: Self.systems).map { "did you mean \"\($0)\"?" }
          ?? "linux or windows")
    }
  }

  private var allContexts: [SecurityContext] {
    (initContainers + containers).compactMap(\.securityContext)
  }

  private func checkLinux(_ diagnostics: DiagnosticCollector) {
    let all =
      [securityContext.map { ($0.windowsOptions != nil, $0.spans) }].compactMap { $0 }
      + allContexts.map { ($0.windowsOptions != nil, $0.spans) }
    for (isGiven, spans) in all where isGiven {
      diagnostics.error(
        "a linux pod may have no windowsOptions", at: spans["windowsOptions"],
        code: "conflicting-fields", labels: systemLabel)
    }
  }

  private var systemLabel: [(span: SourceSpan, text: String)] {
    os.map { [($0.spans["name"], "its system")] } ?? []
  }

  /// Fields of a pod's and of a container's security context that only Linux has.
  private static let linuxOfPod = [
    "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy",
    "sysctls", "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
  ]
  private static let linuxOfContainer = [
    "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem",
    "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
  ]

  private func checkWindows(_ diagnostics: DiagnosticCollector) {
    var found: [(field: String, span: SourceSpan)] = []
    for (field, isGiven) in [
      ("hostUsers", spans.has("hostUsers")), ("hostPID", hostPID), ("hostIPC", hostIPC),
      ("shareProcessNamespace", spans.has("shareProcessNamespace")),
    ] where isGiven { found.append((field, spans[field])) }
    if let context = securityContext {
      for field in Self.linuxOfPod
      where context.spans.has(field) && (field != "sysctls" || !context.sysctls.isEmpty) {
        found.append((field, context.spans[field]))
      }
    }
    for context in allContexts {
      for field in Self.linuxOfContainer where context.spans.has(field) {
        found.append((field, context.spans[field]))
      }
    }
    for (field, span) in found {
      diagnostics.error(
        "a windows pod may have no \(field)", at: span, code: "conflicting-fields",
        labels: systemLabel)
    }
  }

  /// Processes of a Windows node: all containers of a pod are some, or none is, and they use its
  /// network.
  private func checkHostProcesses(_ diagnostics: DiagnosticCollector) {
    let whole = securityContext?.windowsOptions
    let ofPod = whole.flatMap { $0.spans.has("hostProcess") ? $0.hostProcess : nil }
    let each = (initContainers + containers).map { container in
      let options = container.securityContext?.windowsOptions
      return options.flatMap { $0.spans.has("hostProcess") ? $0.hostProcess : nil }
    }
    for (container, own) in zip(initContainers + containers, each) {
      guard let ofPod, let own, ofPod != own,
        let spans = container.securityContext?.windowsOptions?.spans
      else { continue }
      diagnostics.error(
        "hostProcess of a container must be that of its pod", at: spans["hostProcess"],
        code: "conflicting-fields")
    }
    let count = each.count { $0 ?? ofPod ?? false }
    guard count > 0 else { return }
    if count < each.count {
      diagnostics.error(
        "either all containers of a pod have hostProcess or none", at: span.start,
        code: "conflicting-fields")
    }
    if !hostNetwork {
      diagnostics.error(
        "hostProcess needs hostNetwork: true", at: spans["hostNetwork"], code: "missing-field")
    }
  }
}

extension WindowsOptions {
  /// Reports a user that Windows can not have (validateWindowsSecurityContextOptions).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    guard let runAsUserName, let problem = Self.problem(with: runAsUserName) else { return }
    diagnostics.error(
      "the runAsUserName \"\(runAsUserName)\" \(problem)", at: spans["runAsUserName"],
      code: "invalid-name")
  }

  private static func problem(with name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return "has control characters"
    }
    let parts = name.split(separator: "\\", omittingEmptySubsequences: false)
    guard parts.count <= 2, let user = parts.last else { return "has more than one backslash" }
    if parts.count == 2, !isDomain(parts[0]) { return "has no domain before its backslash" }
    if user.isEmpty || user.utf8.count > 104 { return "needs a user of 1 to 104 characters" }
    if user.allSatisfy({ $0 == "." || $0 == " " }) { return "has only dots or spaces" }
    return user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) })
      ? "has one of \" / \\ : ; | = , + * ? < > @ [ ]" : nil
  }

  /// A name of NetBIOS or of the DNS.
  private static func isDomain(_ text: Substring) -> Bool {
    guard text.utf8.count < 256, !text.isEmpty else { return false }
    let isNetBIOS =
      text.unicodeScalars.count <= 15 && text.first != "."
      && !text.contains { "\\/:*?\"<>|".contains($0) }
    return isNetBIOS || NameRule.subdomain.problem(with: text.lowercased()) == nil
  }
}
