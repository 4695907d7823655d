extension PodSpec {
  /// Reports what the API server refuses in a pod spec.
  ///
  /// A container that could not be read is reported already: then the pod is not without one.
  /// `claims` are the names of a StatefulSet's claim templates, which count as volumes.
  /// Source: Kubernetes pkg/apis/core/validation/validation.go ValidatePodSpec.
  func check(_ diagnostics: DiagnosticCollector, claims: [String] = []) {
    if containers.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error(
        "a pod needs at least one container", at: span.start, code: "missing-field")
    }
    if terminationGracePeriodSeconds < 0 {
      diagnostics.error(
        "terminationGracePeriodSeconds may not be negative",
        at: spans["terminationGracePeriodSeconds"], code: "out-of-range")
    }
    checkNames(diagnostics)
    let volumes = volumes.map(\.name) + claims
    for container in containers + initContainers {
      container.check(volumes: volumes, diagnostics)
      container.checkDevices(of: self.volumes, diagnostics)
    }
    for container in containers where hostNetwork {
      container.checkHostPorts(diagnostics)
    }
    checkHostPortConflicts(diagnostics)
    for container in initContainers { container.checkAsInitContainer(diagnostics) }
    for volume in self.volumes { volume.check(diagnostics) }
    checkShownAmounts(diagnostics)
    checkSettings(diagnostics)
    checkNamespaces(diagnostics)
    checkSystem(diagnostics)
    checkPlacement(diagnostics)
  }

  private func checkNames(_ diagnostics: DiagnosticCollector) {
    diagnostics.checkReference(
      serviceAccountName, "the ServiceAccount", at: serviceAccountNameSpan)
    diagnostics.checkReference(
      priorityClassName, "the PriorityClass", at: priorityClassNameSpan)
    diagnostics.checkReference(runtimeClassName, "the RuntimeClass", at: spans["runtimeClassName"])
    diagnostics.checkReference(nodeName, "the node", at: spans["nodeName"])
    for gate in readinessGates where !isQualifiedName(gate.conditionType) {
      diagnostics.error(
        "\"\(gate.conditionType)\" is no name of a condition", at: gate.conditionTypeSpan,
        code: "invalid-name")
    }
    diagnostics.checkReference(hostname, "the hostname", at: spans["hostname"], .label)
    diagnostics.checkReference(subdomain, "the subdomain", at: spans["subdomain"], .label)
    for volume in volumes {
      diagnostics.checkReference(volume.name, "the volume's name", at: volume.span.start, .label)
    }
    let all = initContainers + containers
    for (index, container) in all.enumerated() {
      guard let first = all[..<index].first(where: { $0.name == container.name }) else { continue }
      diagnostics.error(
        "two containers are named \"\(container.name)\"", at: container.nameSpan,
        code: "duplicate-name", labels: [(first.nameSpan, "the first is here")])
    }
    for (index, volume) in volumes.enumerated() {
      guard let first = volumes[..<index].first(where: { $0.name == volume.name }) else { continue }
      diagnostics.error(
        "two volumes are named \"\(volume.name)\"", at: volume.span.start,
        code: "duplicate-name", labels: [(first.span.start, "the first is here")])
    }
  }

  /// Reports amounts of containers that there are not, in variables and in files.
  private func checkShownAmounts(_ diagnostics: DiagnosticCollector) {
    let all = containers + initContainers
    let shown =
      all.flatMap { $0.env.compactMap(\.valueFrom?.resourceFieldRef) }
      + volumes.flatMap { $0.downwardItems.compactMap(\.resourceFieldRef) }
    for amount in shown { amount.checkContainer(among: all.map(\.name), diagnostics) }
  }

  /// Reports ports of the node that two containers want (checkHostPortConflicts); those of one
  /// container are its own check's.
  private func checkHostPortConflicts(_ diagnostics: DiagnosticCollector) {
    for (index, container) in containers.enumerated() {
      let others = containers[..<index].flatMap(\.ports)
      for port in container.ports {
        guard let number = port.hostPort else { continue }
        let first = others.first {
          $0.hostPort == number && $0.protocol == port.protocol && $0.hostIP == port.hostIP
        }
        guard let first else { continue }
        diagnostics.error(
          "two containers want the node's port \(number)", at: port.hostPortSpan,
          code: "duplicate-name", labels: [(first.hostPortSpan, "the first is here")])
      }
    }
  }

  private func checkSettings(_ diagnostics: DiagnosticCollector) {
    if let deadline = activeDeadlineSeconds, !(1...Int(Int32.max)).contains(deadline) {
      diagnostics.error(
        "activeDeadlineSeconds \(deadline) is not within 1 and \(Int32.max)",
        at: activeDeadlineSecondsSpan, code: "out-of-range")
    }
    if dnsPolicy == .none, dnsConfig?.nameservers.isEmpty ?? true {
      diagnostics.error(
        "the dnsPolicy None needs nameservers in dnsConfig", at: dnsPolicySpan,
        code: "missing-field")
    }
    dnsConfig?.check(diagnostics)
    for alias in hostAliases { alias.check(diagnostics) }
    securityContext?.check(diagnostics)
    for container in containers + initContainers {
      container.lifecycle?.check(grace: terminationGracePeriodSeconds, diagnostics)
    }
  }

  /// Reports namespaces of the kernel that exclude each other (ValidatePodSecurityContext), and
  /// containers that only a running pod gets (ValidatePodCreate).
  private func checkNamespaces(_ diagnostics: DiagnosticCollector) {
    if shareProcessNamespace, hostPID {
      diagnostics.error(
        "shareProcessNamespace and hostPID exclude each other", at: spans["shareProcessNamespace"],
        code: "conflicting-fields", labels: [(spans["hostPID"], "the other")])
    }
    if let ephemeralContainersSpan {
      diagnostics.error(
        "ephemeralContainers can not be written in a manifest", at: ephemeralContainersSpan.start,
        code: "invalid-value", help: "`kubectl debug` adds them to a pod that runs")
    }
    for (index, gate) in schedulingGates.enumerated() {
      if !isQualifiedName(gate.name) {
        diagnostics.error(
          "\"\(gate.name)\" is no name of a scheduling gate", at: gate.nameSpan,
          code: "invalid-name")
      } else if let first = schedulingGates[..<index].first(where: { $0.name == gate.name }) {
        diagnostics.error(
          "the scheduling gate \(gate.name) is written twice", at: gate.nameSpan,
          code: "duplicate-name", labels: [(first.nameSpan, "the first is here")])
      }
    }
  }
}
