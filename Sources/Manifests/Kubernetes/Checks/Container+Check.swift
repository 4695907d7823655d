extension Container {
  /// Reports what the API server refuses in a container.
  ///
  /// Source: Kubernetes pkg/apis/core/validation/validation.go validateContainers.
  func check(volumes: [String], _ diagnostics: DiagnosticCollector) {
    if let problem = NameRule.label.problem(with: name) {
      diagnostics.error(
        "the container name \"\(name)\" \(problem)", at: nameSpan, code: "invalid-name")
    }
    if image.isEmpty {
      diagnostics.error(
        "missing field \"image\" in the container \(name)", at: span.start, code: "missing-field")
    }
    for mount in volumeMounts where !volumes.contains(mount.name) {
      diagnostics.error(
        "the container \(name) mounts the volume \"\(mount.name)\", which the pod does not have",
        at: mount.span.start, code: "unknown-volume",
        help: nearest(mount.name, in: volumes).map { "did you mean \"\($0)\"?" })
    }
    checkPorts(diagnostics)
    resources.check(diagnostics)
    livenessProbe?.check("livenessProbe", mustSucceedOnce: true, diagnostics)
    startupProbe?.check("startupProbe", mustSucceedOnce: true, diagnostics)
    readinessProbe?.check("readinessProbe", mustSucceedOnce: false, diagnostics)
    for variable in env where variable.value != nil && variable.valueFrom != nil {
      diagnostics.error(
        "the variable \(variable.name) has both value and valueFrom", at: variable.span.start,
        code: "invalid-value")
    }
  }

  private func checkPorts(_ diagnostics: DiagnosticCollector) {
    for (index, port) in ports.enumerated() {
      for number in [port.containerPort, port.hostPort ?? 1] where !isPort(number) {
        diagnostics.error(
          "the port \(number) is not within 1 to 65535", at: port.span.start, code: "out-of-range")
      }
      let first = ports[..<index].first { $0.name != nil && $0.name == port.name }
      if let first, let name = port.name {
        diagnostics.error(
          "two ports are named \"\(name)\"", at: port.span.start, code: "duplicate-name",
          labels: [(first.span.start, "the first is here")])
      }
      if let name = port.name, name.utf8.count > 15 {
        diagnostics.error(
          "the port name \"\(name)\" has more than 15 characters", at: port.span.start,
          code: "invalid-name")
      }
    }
  }

  /// On the node's network a container port is the node's port.
  func checkHostPorts(_ diagnostics: DiagnosticCollector) {
    for port in ports {
      guard let hostPort = port.hostPort, hostPort != port.containerPort else { continue }
      diagnostics.error(
        "with hostNetwork the host port must be the container port \(port.containerPort)",
        at: port.span.start, code: "invalid-value")
    }
  }

  /// Init containers run to their end, so only sidecars may have probes and hooks.
  func checkAsInitContainer(_ diagnostics: DiagnosticCollector) {
    guard restartPolicy != .always else { return }
    let probe = readinessProbe ?? livenessProbe ?? startupProbe
    if let probe {
      diagnostics.error(
        "the init container \(name) may have no probes", at: probe.span.start,
        code: "invalid-value", help: "restartPolicy: Always makes it a sidecar, which may")
    }
    if lifecycle != nil {
      diagnostics.error(
        "the init container \(name) may have no lifecycle hooks", at: span.start,
        code: "invalid-value", help: "restartPolicy: Always makes it a sidecar, which may")
    }
  }
}

extension ResourceRequirements {
  /// Reports requests beyond their limits.
  func check(_ diagnostics: DiagnosticCollector) {
    for limit in limits.entries {
      guard let request = requests.entries.first(where: { $0.name == limit.name }) else { continue }
      if request.quantity > limit.quantity {
        diagnostics.error(
          "the request of \(limit.name) is greater than its limit", at: request.span,
          code: "request-beyond-limit", labels: [(limit.span, "the limit")])
      }
    }
  }
}

/// Whether a number is a port.
func isPort(_ number: Int) -> Bool { (1...65_535).contains(number) }
