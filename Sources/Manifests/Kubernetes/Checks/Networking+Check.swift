extension IngressClass {
  /// Reports what the API server refuses (pkg/apis/networking/validation ValidateIngressClass).
  package func check(_ diagnostics: DiagnosticCollector) {
    if controller.isEmpty {
      diagnostics.error(
        "an IngressClass needs a controller", at: spans["controller"], code: "missing-field",
        help: "such as k8s.io/ingress-nginx")
    } else if !Self.isDomainPath(controller) {
      diagnostics.error(
        "\"\(controller)\" is no name of a controller", at: spans["controller"],
        code: "invalid-name", help: "a domain and a path, as k8s.io/ingress-nginx")
    }
  }

  /// A domain, `/` and a path (apimachinery pkg/util/validation IsDomainPrefixedPath), of which
  /// the whole has at most 250 characters (maxLenIngressClassController).
  private static func isDomainPath(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, text.utf8.count <= 250 else { return false }
    return NameRule.subdomain.problem(with: String(parts[0])) == nil
      && parts[1].utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || "/%&@:;=,.~!$'()*+-_".utf8.contains(byte)
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
    for rule in rules {
      guard let host = rule.host, !host.isEmpty else { continue }
      if AddressRange.address(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host) != nil {
        diagnostics.error(
          "the host \"\(host)\" must be a DNS name, not an address", at: rule.hostSpan,
          code: "invalid-name")
      } else {
        Self.checkName(host, at: rule.hostSpan, diagnostics)
      }
    }
    // A certificate's host may have an address's form, and is not empty (validateIngressTLS).
    for certificate in tls {
      for host in certificate.hosts {
        Self.checkName(host, at: certificate.hostsSpan.start, diagnostics)
      }
    }
    diagnostics.checkReference(
      ingressClassName, "the IngressClass", at: spans["ingressClassName"])
    for certificate in tls {
      diagnostics.checkReference(
        certificate.secretName, "the Secret", at: certificate.spans["secretName"])
    }
    for http in rules.map(\.http) {
      for path in http.paths { path.check(diagnostics) }
      guard http.paths.isEmpty, let span = http.span, !diagnostics.hasError(in: span) else {
        continue
      }
      diagnostics.error("a rule needs paths", at: span.start, code: "missing-field")
    }
    defaultBackend?.check(diagnostics)
  }

  private static func checkName(
    _ host: String, at span: SourceSpan, _ diagnostics: DiagnosticCollector
  ) {
    let name = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
    guard let problem = NameRule.subdomain.problem(with: name) else { return }
    diagnostics.error(
      "the host \"\(host)\" \(problem)", at: span, code: "invalid-name",
      help: "a DNS name, without scheme, port and path")
  }
}

extension IngressPath {
  private static let types = ["Exact", "Prefix", "ImplementationSpecific"]
  /// What no path of a route has (pkg/apis/networking/validation invalidPathSequences), and what
  /// none ends with (invalidPathSuffixes).
  private static let refused = ["//", "/./", "/../", "%2f"]
  private static let refusedEnds = ["/..", "/."]

  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if !Self.types.contains(pathType) {
      diagnostics.error(
        "\"\(pathType)\" is no path type", at: pathTypeSpan, code: "invalid-value",
        help: nearest(pathType, in: Self.types).map { "did you mean \"\($0)\"?" }
          ?? "one of \(Self.types.joined(separator: ", "))")
    } else if pathType != "ImplementationSpecific", !path.hasPrefix("/") {
      diagnostics.error(
        "the path \"\(path)\" must begin with \"/\"", at: pathSpan,
        code: "invalid-value")
    } else if pathType != "ImplementationSpecific",
      let part = Self.refused.first(where: path.lowercased().contains)
        ?? Self.refusedEnds.first(where: path.hasSuffix)
    {
      diagnostics.error(
        "the path \"\(path)\" may not have \"\(part)\"", at: pathSpan, code: "invalid-value")
    }
    backend.check(diagnostics)
  }
}

extension IngressBackend {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    if (service == nil) == (resource == nil) {
      diagnostics.error(
        "a backend is either a service or a resource", at: span.start, code: "missing-field")
    }
    if let service {
      diagnostics.checkReference(service.name, "the Service", at: service.nameSpan, .letterLabel)
    }
    if let service, (service.port.name == nil) == (service.port.number == nil) {
      let both = service.port.name != nil
      diagnostics.error(
        both
          ? "the port of the Service \(service.name) is a number or a name, not both"
          : "the port of the Service \(service.name) needs a number or a name",
        at: span.start, code: both ? "invalid-value" : "missing-field")
    } else if let number = service?.port.number, let place = service?.portSpan, !isPort(number) {
      diagnostics.error(
        "the port \(number) is not within 1 to 65535", at: place, code: "out-of-range")
    } else if let name = service?.port.name, let place = service?.portSpan,
      let problem = portNameProblem(name)
    {
      diagnostics.error("the port name \"\(name)\" \(problem)", at: place, code: "invalid-name")
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
        peer.ipBlock?.check(diagnostics)
        if selects == (peer.ipBlock != nil) {
          diagnostics.error(
            "a peer is either an ipBlock or pods by their selectors", at: span.start,
            code: "invalid-value")
        }
      }
      for port in ports { port.check(diagnostics) }
    }
  }
}

extension NetworkPolicyPort {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    switch port {
    case .number(let first)?:
      for (field, number) in [("port", first), ("endPort", endPort ?? first)]
      where !isPort(number) || number < first {
        diagnostics.error(
          "ports are within 1 to 65535 and endPort is not below port", at: spans[field],
          code: "out-of-range")
        break
      }
    case .name(let name)? where portNameProblem(name) != nil:
      diagnostics.error(
        "the port name \"\(name)\" \(portNameProblem(name) ?? "")", at: spans["port"],
        code: "invalid-name")
    case .name?, nil:
      if endPort != nil {
        diagnostics.error(
          "endPort needs a port that is a number", at: endPortSpan, code: "invalid-value")
      }
    }
  }
}

extension IPBlock {
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let isVersion6 = cidr.contains(":")
    guard isVersion6 || AddressRange(cidr) != nil else {
      diagnostics.error(
        "\"\(cidr)\" is no range of addresses", at: cidrSpan, code: "invalid-value",
        help: "write it like 10.0.0.0/8")
      return
    }
    for exception in except where !exception.contains(":") {
      let start = exception.split(separator: "/").first.flatMap { AddressRange.address(String($0)) }
      guard AddressRange(exception) != nil, let start else {
        diagnostics.error(
          "\"\(exception)\" is no range of addresses", at: exceptSpan.start, code: "invalid-value")
        continue
      }
      guard let whole = AddressRange(cidr), let part = AddressRange(exception) else { continue }
      if !whole.contains(start) {
        diagnostics.error(
          "the exception \(exception) lies outside \(cidr)", at: exceptSpan.start,
          code: "invalid-value")
      } else if part.prefixLength <= whole.prefixLength {
        diagnostics.error(
          "the exception \(exception) leaves nothing of \(cidr)", at: exceptSpan.start,
          code: "invalid-value", help: "an exception is a smaller range than the whole")
      }
    }
  }
}
