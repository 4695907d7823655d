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
