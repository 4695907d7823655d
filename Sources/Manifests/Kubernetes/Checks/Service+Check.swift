extension Service {
  /// A Service's name becomes a DNS name.
  package static var nameRule: NameRule { .letterLabel }

  /// Reports what the API server refuses (pkg/apis/core/validation ValidateService).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkType(diagnostics)
    checkAddresses(diagnostics)
    checkFamilies(diagnostics)
    checkRanges(diagnostics)
    checkFields(diagnostics)
    selector.checkLabels(at: selectorSpan, diagnostics)
    for (index, port) in ports.enumerated() {
      port.check(
        isOneOfMany: ports.count > 1, of: type, diagnostics)
      let first = ports[..<index].first {
        $0.name != nil && $0.name == port.name
          || $0.port == port.port && $0.protocol == port.protocol
      }
      if let first {
        diagnostics.error(
          "two ports of a Service have the same name or number", at: port.span.start,
          code: "duplicate-name", labels: [(first.span.start, "the first is here")])
      }
      let onNodes = ports[..<index].first {
        $0.nodePort != nil && $0.nodePort != 0 && $0.nodePort == port.nodePort
          && $0.protocol == port.protocol
      }
      if let onNodes {
        diagnostics.error(
          "two ports of a Service have the same node port", at: port.nodePortSpan,
          code: "duplicate-name", labels: [(onNodes.nodePortSpan, "the first is here")])
      }
    }
  }

  /// Whether its ports are ports of the nodes too.
  package var isOnNodes: Bool { type == .nodePort || type == .loadBalancer }

  /// Reports ranges that are none, or that no load balancer keeps (ValidateService).
  private func checkRanges(_ diagnostics: DiagnosticCollector) {
    guard !loadBalancerSourceRanges.isEmpty else { return checkAnnotatedRanges(diagnostics) }
    if type != .loadBalancer {
      diagnostics.error(
        "loadBalancerSourceRanges needs the type LoadBalancer",
        at: loadBalancerSourceRangesSpan.start, code: "invalid-value")
    }
    for range in loadBalancerSourceRanges where !isAddressRange(range.trimmed) {
      diagnostics.error(
        "\"\(range)\" is no range of addresses", at: loadBalancerSourceRangesSpan.start,
        code: "invalid-value", help: "write it like 10.0.0.0/8")
    }
  }

  /// The same of the annotation that came before the field.
  private func checkAnnotatedRanges(_ diagnostics: DiagnosticCollector) {
    let key = "service.beta.kubernetes.io/load-balancer-source-ranges"
    guard let text = metadata.annotations[key] else { return }
    let place = metadata.annotationSpans[key]
    if type != .loadBalancer {
      diagnostics.error(
        "the annotation \(key) needs the type LoadBalancer", at: place, code: "invalid-value")
    }
    guard !text.trimmed.isEmpty else { return }
    for range in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    where !isAddressRange(range.trimmed) {
      diagnostics.error(
        "\"\(range.trimmed)\" is no range of addresses", at: place, code: "invalid-value",
        help: "write it like 10.0.0.0/8")
    }
  }

  private func checkAddresses(_ diagnostics: DiagnosticCollector) {
    if let address = clusterIP, !address.isEmpty, address != "None", !isAddress(address) {
      diagnostics.error(
        "\"\(address)\" is no address", at: clusterIPSpan, code: "invalid-value",
        help: "an IP address, None or nothing")
    }
    if clusterIP == "None", isOnNodes {
      diagnostics.error(
        "a Service of type \(type.rawValue) can not be headless", at: clusterIPSpan,
        code: "invalid-value", help: "remove clusterIP, or write the type ClusterIP")
    }
    for address in externalIPs where !isAddress(address) {
      diagnostics.error(
        "\"\(address)\" is no address", at: externalIPsSpan.start, code: "invalid-value")
    }
  }

  private func checkType(_ diagnostics: DiagnosticCollector) {
    if type == .externalName {
      guard let externalName else {
        diagnostics.error(
          "an ExternalName Service needs externalName", at: span.start, code: "missing-field")
        return
      }
      var name = externalName
      if name.hasSuffix(".") { name.removeLast() }
      if let problem = NameRule.subdomain.problem(with: name) {
        diagnostics.error(
          "the externalName \"\(externalName)\" \(problem)", at: externalNameSpan,
          code: "invalid-name")
      }
    } else if ports.isEmpty, clusterIP != "None" {
      diagnostics.error("a Service needs ports", at: span.start, code: "missing-field")
    }
    let timeout = sessionAffinityConfig.clientIP.timeoutSeconds
    if sessionAffinity == .clientIP, !(1...86_400).contains(timeout) {
      diagnostics.error(
        "the timeoutSeconds \(timeout) of sessionAffinityConfig is not within 1 to 86400",
        at: sessionAffinityConfig.clientIP.spans["timeoutSeconds"], code: "out-of-range")
    }
    if statesExternalPolicy, !isOnNodes, type == .externalName || externalIPs.isEmpty {
      diagnostics.error(
        "externalTrafficPolicy needs the type NodePort or LoadBalancer",
        at: externalTrafficPolicySpan, code: "invalid-value")
    }
  }
}

extension ServicePort {
  /// Node ports as the API server gives them (--service-node-port-range).
  private static let nodePorts = 30_000...32_767

  fileprivate func check(
    isOneOfMany: Bool, of type: ServiceType, _ diagnostics: DiagnosticCollector
  ) {
    diagnostics.checkReference(name, "the port name", at: span.start, .label)
    if isOneOfMany, name == nil {
      diagnostics.error(
        "the ports of a Service with several need names", at: span.start, code: "missing-field")
    }
    var numbers = [port]
    if case .number(let target)? = targetPort { numbers.append(target) }
    for number in numbers where !isPort(number) {
      diagnostics.error(
        "the port \(number) is not within 1 to 65535", at: span.start, code: "out-of-range")
    }
    diagnostics.checkProtocol(appProtocol, at: spans["appProtocol"])
    if case .name(let target)? = targetPort, let problem = portNameProblem(target) {
      diagnostics.error(
        "the port name \"\(target)\" \(problem)", at: targetPortSpan, code: "invalid-name")
    }
    guard let nodePort, nodePort != 0 else { return }
    switch type {
    case .clusterIP:
      diagnostics.error(
        "nodePort needs the type NodePort or LoadBalancer", at: nodePortSpan,
        code: "invalid-value")
    case .nodePort, .loadBalancer:
      guard !Self.nodePorts.contains(nodePort) else { return }
      diagnostics.error(
        "the node port \(nodePort) is not within 30000 to 32767", at: nodePortSpan,
        code: "out-of-range")
    case .externalName: break  // It may have some, and opens none.
    }
  }
}

extension DiagnosticCollector {
  /// Reports an application protocol whose name is none (ValidateServicePort, validateEndpointPort).
  func checkProtocol(_ name: String?, at span: SourceSpan) {
    guard let name, !isQualifiedName(name) else { return }
    error(
      "\"\(name)\" is no name of a protocol", at: span, code: "invalid-name",
      help: "write it like http or kubernetes.io/h2c")
  }
}

/// What is wrong with a port's name; nil where nothing is (apimachinery IsValidPortName, RFC 6335).
func portNameProblem(_ name: String) -> String? {
  if name.isEmpty || name.utf8.count > 15 { return "must have 1 to 15 characters" }
  let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte) }
  guard NameRule.label.problem(with: name) == nil, name.utf8.contains(where: isLetter),
    !name.contains("--")
  else { return "must be lower-case letters, digits and single \"-\", with one letter" }
  return nil
}

/// Whether a text is an address of IPv4 or IPv6.
func isAddress(_ text: String) -> Bool { NetworkAddress(text) != nil }

/// Whether a text is a range of addresses of IPv4 or IPv6 (k8s.io/utils/net ParseCIDRSloppy).
func isAddressRange(_ text: String) -> Bool {
  guard text.contains(":") else { return AddressRange(text) != nil }
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  guard parts.count == 2, isAddress(String(parts[0])), parts[1].utf8.allSatisfy({ $0 != 0x2B })
  else { return false }
  return Int(parts[1]).map { (0...128).contains($0) } ?? false
}

extension String {
  /// The text without the white space around it.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}
