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
        "\(field) of \(name) must be at least \(least)", at: spans[field], code: "out-of-range")
    }
    checkGrace(name, diagnostics)
    if let exec, exec.command.isEmpty, isRead {
      diagnostics.error(
        "exec of \(name) needs a command", at: spans["exec"], code: "missing-field")
    }
    if mustSucceedOnce, successThreshold > 1 {
      diagnostics.error(
        "successThreshold of \(name) must be 1", at: spans["successThreshold"],
        code: "out-of-range")
    }
    httpGet?.check(of: name, diagnostics)
    tcpSocket?.check(of: name, diagnostics)
    if let grpc { checkPort(.number(grpc.port), of: name, at: grpc.portSpan, diagnostics) }
  }

  private func checkGrace(_ name: String, _ diagnostics: DiagnosticCollector) {
    if let grace = terminationGracePeriodSeconds, grace < 1 {
      diagnostics.error(
        "terminationGracePeriodSeconds of \(name) must be at least 1",
        at: spans["terminationGracePeriodSeconds"], code: "out-of-range")
    }
    if name == "readinessProbe", terminationGracePeriodSeconds != nil {
      diagnostics.error(
        "a readinessProbe may have no terminationGracePeriodSeconds",
        at: spans["terminationGracePeriodSeconds"], code: "invalid-value",
        help: "it ends no container")
    }
  }
}

extension HTTPGetAction {
  /// Reports what no probe or hook can ask for (validateHTTPGetAction).
  func check(of name: String, _ diagnostics: DiagnosticCollector) {
    checkPort(port, of: name, at: portSpan, diagnostics)
    if !["HTTP", "HTTPS"].contains(scheme) {
      diagnostics.error(
        "\"\(scheme)\" is no scheme of \(name)", at: schemeSpan, code: "invalid-value",
        help: "write HTTP or HTTPS")
    }
    for header in httpHeaders where !Self.isHeaderName(header.name) {
      diagnostics.error(
        "\"\(header.name)\" is no name of a header", at: header.spans["name"],
        code: "invalid-name", help: "letters, digits and \"-\"")
    }
  }

  /// `[-A-Za-z0-9]+` (apimachinery pkg/util/validation IsHTTPHeaderName).
  private static func isHeaderName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
      }
  }
}

extension TCPSocketAction {
  /// Reports a port that is none (validateTCPSocketAction).
  func check(of name: String, _ diagnostics: DiagnosticCollector) {
    checkPort(port, of: name, at: portSpan, diagnostics)
  }
}

/// Reports a number or name that is no port (pkg/apis/core/validation ValidatePortNumOrName).
private func checkPort(
  _ port: PortReference, of name: String, at span: SourceSpan, _ diagnostics: DiagnosticCollector
) {
  switch port {
  case .number(let number) where !isPort(number):
    diagnostics.error(
      "the port \(number) of \(name) is not within 1 to 65535", at: span, code: "out-of-range")
  case .name(let portName):
    guard let problem = portNameProblem(portName) else { return }
    diagnostics.error(
      "the port name \"\(portName)\" of \(name) \(problem)", at: span, code: "invalid-name")
  case .number: break
  }
}
