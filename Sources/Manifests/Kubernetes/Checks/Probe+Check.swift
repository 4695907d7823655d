extension Probe {
  /// Reports a probe without or with several handlers, and numbers out of range.
  ///
  /// Source: Kubernetes pkg/apis/core/validation/validation.go validateProbe.
  func check(_ name: String, mustSucceedOnce: Bool, _ diagnostics: DiagnosticCollector) {
    let handlers = [httpGet != nil, tcpSocket != nil, grpc != nil, exec != nil].count { $0 }
    // What could not be read is reported already.
    let isRead = !diagnostics.hasError(in: span)
    if handlers > 1 || handlers == 0 && isRead {
      diagnostics.error(
        "\(name) needs exactly one of httpGet, tcpSocket, grpc and exec, and has \(handlers)",
        at: span.start, code: "invalid-value")
    }
    let numbers = [
      ("initialDelaySeconds", initialDelaySeconds, 0), ("timeoutSeconds", timeoutSeconds, 1),
      ("periodSeconds", periodSeconds, 1), ("successThreshold", successThreshold, 1),
      ("failureThreshold", failureThreshold, 1),
    ]
    for (field, value, least) in numbers where value < least {
      diagnostics.error(
        "\(field) of \(name) must be at least \(least)", at: span.start, code: "out-of-range")
    }
    checkGrace(name, diagnostics)
    if let exec, exec.command.isEmpty, isRead {
      diagnostics.error(
        "exec of \(name) needs a command", at: span.start, code: "missing-field")
    }
    if mustSucceedOnce, successThreshold > 1 {
      diagnostics.error(
        "successThreshold of \(name) must be 1", at: span.start, code: "out-of-range")
    }
    if let scheme = httpGet?.scheme, !["HTTP", "HTTPS"].contains(scheme) {
      diagnostics.error(
        "\"\(scheme)\" is no scheme of \(name)", at: httpGet?.schemeSpan ?? span.start,
        code: "invalid-value", help: "write HTTP or HTTPS")
    }
    checkPorts(name, diagnostics)
  }

  private func checkGrace(_ name: String, _ diagnostics: DiagnosticCollector) {
    if let grace = terminationGracePeriodSeconds, grace < 1 {
      diagnostics.error(
        "terminationGracePeriodSeconds of \(name) must be at least 1", at: span.start,
        code: "out-of-range")
    }
    if name == "readinessProbe", terminationGracePeriodSeconds != nil {
      diagnostics.error(
        "a readinessProbe may have no terminationGracePeriodSeconds", at: span.start,
        code: "invalid-value", help: "it ends no container")
    }
  }

  private func checkPorts(_ name: String, _ diagnostics: DiagnosticCollector) {
    for port in [httpGet?.port, tcpSocket?.port, grpc.map { .number($0.port) }] {
      switch port {
      case .number(let number)? where !isPort(number):
        diagnostics.error(
          "the port \(number) of \(name) is not within 1 to 65535", at: span.start,
          code: "out-of-range")
      case .name(let portName)?:
        guard let problem = portNameProblem(portName) else { continue }
        diagnostics.error(
          "the port name \"\(portName)\" of \(name) \(problem)", at: span.start,
          code: "invalid-name")
      case .number?, nil: break
      }
    }
  }
}
