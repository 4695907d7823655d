extension Service {
  /// A Service's name becomes a DNS name.
  package static var nameRule: NameRule { .letterLabel }

  /// Reports what the API server refuses (pkg/apis/core/validation ValidateService).
  package func check(_ diagnostics: DiagnosticCollector) {
    if type == .externalName {
      if externalName == nil {
        diagnostics.error(
          "an ExternalName Service needs externalName", at: span.start, code: "missing-field")
      }
    } else if ports.isEmpty, clusterIP != "None" {
      diagnostics.error("a Service needs ports", at: span.start, code: "missing-field")
    }
    for (index, port) in ports.enumerated() {
      port.check(isOneOfMany: ports.count > 1, diagnostics)
      let first = ports[..<index].first {
        $0.name != nil && $0.name == port.name
          || $0.port == port.port && $0.protocol == port.protocol
      }
      if let first {
        diagnostics.error(
          "two ports of a Service have the same name or number", at: port.span.start,
          code: "duplicate-name", labels: [(first.span.start, "the first is here")])
      }
    }
  }
}

extension ServicePort {
  fileprivate func check(isOneOfMany: Bool, _ diagnostics: DiagnosticCollector) {
    if isOneOfMany, name == nil {
      diagnostics.error(
        "the ports of a Service with several need names", at: span.start, code: "missing-field")
    }
    var numbers = [port, nodePort ?? 1]
    if case .number(let target)? = targetPort { numbers.append(target) }
    for number in numbers where !isPort(number) {
      diagnostics.error(
        "the port \(number) is not within 1 to 65535", at: span.start, code: "out-of-range")
    }
  }
}

extension Ingress {
  /// Reports what the API server refuses (pkg/apis/networking/validation ValidateIngressSpec).
  package func check(_ diagnostics: DiagnosticCollector) {
    if rules.isEmpty, defaultBackend == nil {
      diagnostics.error(
        "an Ingress needs rules or a defaultBackend", at: span.start, code: "missing-field")
    }
    for path in rules.flatMap(\.http.paths) {
      if path.pathType != "ImplementationSpecific", !path.path.hasPrefix("/") {
        diagnostics.error(
          "the path \"\(path.path)\" must begin with \"/\"", at: path.backend.span.start,
          code: "invalid-value")
      }
      if let service = path.backend.service,
        (service.port.name == nil) == (service.port.number == nil)
      {
        diagnostics.error(
          "the port of the Service \(service.name) needs a number or a name",
          at: path.backend.span.start, code: "missing-field")
      }
    }
  }
}

extension NetworkPolicy {
  /// Reports what the API server refuses (pkg/apis/networking/validation).
  package func check(_ diagnostics: DiagnosticCollector) {
    let rules =
      ingress.map { ($0.from, $0.ports, $0.span) } + egress.map { ($0.to, $0.ports, $0.span) }
    for (peers, ports, span) in rules {
      for peer in peers {
        let selects = peer.podSelector != nil || peer.namespaceSelector != nil
        if selects == (peer.ipBlock != nil) {
          diagnostics.error(
            "a peer is either an ipBlock or pods by their selectors", at: span.start,
            code: "invalid-value")
        }
      }
      for port in ports {
        if case .number(let first)? = port.port, !isPort(first) || port.endPort ?? first < first {
          diagnostics.error(
            "ports are within 1 to 65535 and endPort is not below port", at: span.start,
            code: "out-of-range")
        }
      }
    }
  }
}
