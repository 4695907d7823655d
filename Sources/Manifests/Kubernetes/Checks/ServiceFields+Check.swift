extension Service {
  /// Reports fields that only another type of Service has (ValidateService).
  func checkFields(_ diagnostics: DiagnosticCollector) {
    let balanced = ["loadBalancerClass", "allocateLoadBalancerNodePorts"]
    for field in balanced where type != .loadBalancer && writtenFields.contains(field) {
      diagnostics.error(
        "\(field) needs the type LoadBalancer", at: spans[field], code: "invalid-value")
    }
    let isChecked = type == .loadBalancer && externalTrafficPolicy == .local
    if healthCheckNodePort != 0, !isChecked {
      diagnostics.error(
        "healthCheckNodePort needs the type LoadBalancer and externalTrafficPolicy: Local",
        at: spans["healthCheckNodePort"], code: "invalid-value")
    }
    if sessionAffinity == .none, writtenFields.contains("sessionAffinityConfig") {
      diagnostics.error(
        "sessionAffinityConfig needs sessionAffinity: ClientIP", at: spans["sessionAffinityConfig"],
        code: "invalid-value")
    }
    for address in externalIPs {
      diagnostics.checkReachable(address, at: externalIPsSpan.start)
    }
  }
}

extension DiagnosticCollector {
  /// Addresses that stand for a machine itself or its own link (ValidateNonSpecialIP).
  private static let ownRanges = ["0.0.0.0/32", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/24"]

  /// Reports an address that no other machine reaches.
  func checkReachable(_ text: String, at span: SourceSpan) {
    let address = AddressRange.address(text)
    let range = Self.ownRanges.first { range in
      address.map { AddressRange(range)?.contains($0) ?? false } ?? false
    }
    let start = text.lowercased()
    let isOwn = start == "::" || start == "::1" || start.hasPrefix("fe80:")
    guard range != nil || isOwn else { return }
    error(
      "the address \(text) is a machine's own" + (range.map { " (\($0))" } ?? ""), at: span,
      code: "invalid-value", help: "write one that other machines reach")
  }
}
