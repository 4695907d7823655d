extension EndpointSlice {
  /// Reports endpoints that the API server refuses (pkg/apis/discovery/validation
  /// validateEndpoints).
  package func check(_ diagnostics: DiagnosticCollector) {
    for endpoint in endpoints {
      if endpoint.addresses.isEmpty, !diagnostics.hasError(in: endpoint.addressesSpan) {
        diagnostics.error(
          "an endpoint needs at least one address", at: endpoint.addressesSpan.start,
          code: "missing-field")
      }
      for address in endpoint.addresses where !isRight(address) {
        diagnostics.error(
          "\"\(address)\" is no address of the type \(addressType)",
          at: endpoint.addressesSpan.start, code: "invalid-value")
      }
    }
    for port in ports { port.check(diagnostics) }
  }

  private func isRight(_ address: String) -> Bool {
    switch addressType {
    case "IPv4": AddressRange.address(address) != nil
    case "IPv6": address.contains(":") && isAddress(address)
    default:
      address.contains(".")
        && NameRule.subdomain.problem(
          with: address.hasSuffix(".") ? String(address.dropLast()) : address) == nil
    }
  }
}

extension Endpoints {
  /// Reports ports that the API server refuses (pkg/apis/core/validation ValidateEndpoints).
  package func check(_ diagnostics: DiagnosticCollector) {
    for port in subsets.flatMap(\.ports) {
      port.check(diagnostics)
      guard let number = port.port, !isPort(number) else { continue }
      diagnostics.error(
        "the port \(number) is not within 1 to 65535", at: port.spans["port"],
        code: "out-of-range")
    }
  }
}

extension EndpointPort {
  /// Reports names that no port and no protocol has (validateEndpointPort, discovery's
  /// validatePorts).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    diagnostics.checkReference(name, "the port name", at: spans["name"], .label)
    diagnostics.checkProtocol(appProtocol, at: spans["appProtocol"])
  }
}
