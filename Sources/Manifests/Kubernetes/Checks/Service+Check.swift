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
      port.check(isOneOfMany: ports.count > 1, isOnNodes: isOnNodes, diagnostics)
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
  var isOnNodes: Bool { type == .nodePort || type == .loadBalancer }

  private static let families = ["IPv4", "IPv6"]
  private static let familyPolicies = ["SingleStack", "PreferDualStack", "RequireDualStack"]
  private static let distributions = ["PreferClose", "PreferSameZone", "PreferSameNode"]

  /// Reports words that the fields do not have, and families of a Service without addresses
  /// (ValidateServiceClusterIPsRelatedFields).
  private func checkFamilies(_ diagnostics: DiagnosticCollector) {
    var words = [
      ("trafficDistribution", trafficDistribution, Self.distributions, trafficDistributionSpan),
      ("ipFamilyPolicy", ipFamilyPolicy, Self.familyPolicies, ipFamilyPolicySpan),
    ]
    words += ipFamilies.map { ("ipFamilies", $0, Self.families, ipFamiliesSpan.start) }
    for (field, word, known, span) in words {
      guard let word, !word.isEmpty, !known.contains(word) else { continue }
      diagnostics.error(
        "\"\(word)\" is no \(field)", at: span, code: "invalid-value",
        help: nearest(word, in: known).map { "did you mean \"\($0)\"?" }
          ?? "one of \(known.joined(separator: ", "))")
    }
    if Set(ipFamilies).count < ipFamilies.count {
      diagnostics.error(
        "ipFamilies has a family twice", at: ipFamiliesSpan.start, code: "duplicate-name")
    }
    guard type == .externalName else { return }
    let given = [
      ("clusterIP", !(clusterIP ?? "").isEmpty, clusterIPSpan),
      ("ipFamilies", !ipFamilies.isEmpty, ipFamiliesSpan.start),
      ("ipFamilyPolicy", ipFamilyPolicy != nil, ipFamilyPolicySpan),
    ]
    for (field, isGiven, span) in given where isGiven {
      diagnostics.error(
        "an ExternalName Service may have no \(field)", at: span, code: "invalid-value",
        help: "it is a name, and has no addresses")
    }
  }

  /// Reports ranges that are none, or that no load balancer keeps (ValidateService).
  private func checkRanges(_ diagnostics: DiagnosticCollector) {
    guard !loadBalancerSourceRanges.isEmpty else { return }
    if type != .loadBalancer {
      diagnostics.error(
        "loadBalancerSourceRanges needs the type LoadBalancer",
        at: loadBalancerSourceRangesSpan.start, code: "invalid-value")
    }
    for range in loadBalancerSourceRanges
    where !range.contains(":") && AddressRange(trimmed(range)) == nil {
      diagnostics.error(
        "\"\(range)\" is no range of addresses", at: loadBalancerSourceRangesSpan.start,
        code: "invalid-value", help: "write it like 10.0.0.0/8")
    }
  }

  private func trimmed(_ text: String) -> String {
    String(text.split(separator: " ").first ?? "")
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
    if externalTrafficPolicy == .local, !isOnNodes, externalIPs.isEmpty {
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
    isOneOfMany: Bool, isOnNodes: Bool, _ diagnostics: DiagnosticCollector
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
    if !isOnNodes {
      diagnostics.error(
        "nodePort needs the type NodePort or LoadBalancer", at: nodePortSpan,
        code: "invalid-value")
    } else if !Self.nodePorts.contains(nodePort) {
      diagnostics.error(
        "the node port \(nodePort) is not within 30000 to 32767", at: nodePortSpan,
        code: "out-of-range")
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
