extension Service {
  /// Reports fields that only another type of Service has (ValidateService).
  func checkFields(_ diagnostics: DiagnosticCollector) {
    let balanced = ["loadBalancerClass", "allocateLoadBalancerNodePorts"]
    for field in balanced where type != .loadBalancer && writtenFields.contains(field) {
      diagnostics.error(
        "\(field) needs the type LoadBalancer", at: spans[field], code: "invalid-value")
    }
    if type == .loadBalancer, let loadBalancerClass, !isQualifiedName(loadBalancerClass) {
      diagnostics.error(
        "\"\(loadBalancerClass)\" is no class of load balancers", at: spans["loadBalancerClass"],
        code: "invalid-name", help: "as example.com/internal")
    }
    if healthCheckNodePort != 0, !isPort(healthCheckNodePort) {
      diagnostics.error(
        "the port \(healthCheckNodePort) is not within 1 to 65535",
        at: spans["healthCheckNodePort"], code: "out-of-range")
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
  /// Reports an address that no other machine reaches (ValidateNonSpecialIP).
  func checkReachable(_ text: String, at span: SourceSpan) {
    guard let range = NetworkAddress(text)?.ownRange else { return }
    error(
      "the address \(text) is a machine's own (\(range))", at: span,
      code: "invalid-value", help: "write one that other machines reach")
  }
}
