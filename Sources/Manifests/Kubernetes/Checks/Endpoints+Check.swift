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
      guard let addressType else { continue }
      for address in endpoint.addresses {
        guard Self.isRight(address, for: addressType) else {
          diagnostics.error(
            "\"\(address)\" is no address of the type \(addressType)",
            at: endpoint.addressesSpan.start, code: "invalid-value")
          continue
        }
        guard addressType != "FQDN" else { continue }
        diagnostics.checkReachable(address, at: endpoint.addressesSpan.start)
      }
    }
    for port in ports { port.check(diagnostics) }
  }

  /// Whether an address is of a type; IPv4 in the form of IPv6 is IPv4 (apimachinery
  /// pkg/util/validation IsValidIPv4Address, IsValidIPv6Address, IsFullyQualifiedDomainName).
  private static func isRight(_ address: String, for type: String) -> Bool {
    switch type {
    case "IPv4": return NetworkAddress(address)?.isIPv4 ?? false
    case "IPv6": return NetworkAddress(address).map { !$0.isIPv4 } ?? false
    default:
      let name = address.hasSuffix(".") ? String(address.dropLast()) : address
      return name.contains(".") && NameRule.subdomain.problem(with: name) == nil
    }
  }
}

extension Endpoints {
  /// Reports what the API server refuses (pkg/apis/core/validation ValidateEndpoints).
  package func check(_ diagnostics: DiagnosticCollector) {
    for subset in subsets { subset.check(diagnostics) }
  }
}

extension EndpointSubset {
  /// Reports addresses and ports that the API server refuses (validateEndpointSubsets).
  fileprivate func check(_ diagnostics: DiagnosticCollector) {
    let all = addresses + notReadyAddresses
    if all.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error("a subset needs addresses", at: span.start, code: "missing-field")
    }
    for address in all {
      if isAddress(address.ip) {
        diagnostics.checkReachable(address.ip, at: address.ipSpan)
      } else {
        diagnostics.error(
          "\"\(address.ip)\" is no address", at: address.ipSpan, code: "invalid-value",
          help: "a Service of the type ExternalName leads to a name")
      }
    }
    for port in ports {
      port.check(diagnostics)
      if ports.count > 1, (port.name ?? "").isEmpty {
        diagnostics.error(
          "the ports of a subset with several need names", at: port.span.start,
          code: "missing-field")
      }
      guard let number = port.port else {
        guard !diagnostics.hasError(in: port.span) else { continue }
        diagnostics.error(
          "a port of a subset needs its number", at: port.span.start, code: "missing-field")
        continue
      }
      guard !isPort(number) else { continue }
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
