extension Service {
  private static let families = ["IPv4", "IPv6"]
  private static let familyPolicies = ["SingleStack", "PreferDualStack", "RequireDualStack"]
  private static let distributions = ["PreferClose", "PreferSameZone", "PreferSameNode"]

  /// Reports words that the fields do not have, and addresses and families that do not go together
  /// (ValidateServiceClusterIPsRelatedFields).
  func checkFamilies(_ diagnostics: DiagnosticCollector) {
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
    if type == .externalName {
      refuseAddresses(diagnostics)
    } else {
      checkAddressList(diagnostics)
      checkStacks(diagnostics)
    }
  }

  /// Reports addresses of a Service that is a name.
  private func refuseAddresses(_ diagnostics: DiagnosticCollector) {
    let given = [
      ("clusterIP", !(clusterIP ?? "").isEmpty, clusterIPSpan),
      ("clusterIPs", !clusterIPs.isEmpty, spans["clusterIPs"].start),
      ("ipFamilies", !ipFamilies.isEmpty, ipFamiliesSpan.start),
      ("ipFamilyPolicy", ipFamilyPolicy != nil, ipFamilyPolicySpan),
    ]
    for (field, isGiven, span) in given where isGiven {
      diagnostics.error(
        "an ExternalName Service may have no \(field)", at: span, code: "invalid-value",
        help: "it is a name, and has no addresses")
    }
  }

  /// The addresses that it asks for; `clusterIP` alone is the whole list
  /// (pkg/registry/core/service normalizeClusterIPs).
  private var wantedAddresses: [String] {
    if !clusterIPs.isEmpty { return clusterIPs }
    return (clusterIP ?? "").isEmpty ? [] : [clusterIP ?? ""]
  }

  private func checkAddressList(_ diagnostics: DiagnosticCollector) {
    guard let first = clusterIPs.first else { return }
    let place = spans["clusterIPs"].start
    if first != clusterIP || first.isEmpty {
      diagnostics.error(
        (clusterIP ?? "").isEmpty
          ? "clusterIPs needs its first address in clusterIP too"
          : "the first of clusterIPs must be the clusterIP", at: place, code: "invalid-value",
        help: "write clusterIP: \(first.isEmpty ? "None or an address" : first)",
        labels: (clusterIP ?? "").isEmpty ? [] : [(clusterIPSpan, "the clusterIP")])
    }
    if first == "None", clusterIPs.count > 1 {
      diagnostics.error(
        "None must be the only one of clusterIPs", at: place, code: "invalid-value")
      return
    }
    // What is wrong with clusterIP itself is told there.
    let wrong = clusterIPs.dropFirst().filter { !isAddress($0) }
    for address in wrong {
      diagnostics.error("\"\(address)\" is no address", at: place, code: "invalid-value")
    }
    if clusterIPs.count > 2 {
      diagnostics.error("clusterIPs has at most 2 addresses", at: place, code: "out-of-range")
    }
    let addresses = clusterIPs.compactMap(NetworkAddress.init)
    guard wrong.isEmpty, addresses.count > 1, Set(addresses.map(\.isIPv4)).count < 2 else { return }
    diagnostics.error(
      "clusterIPs has at most one address of each family", at: place, code: "invalid-value")
  }

  /// Reports addresses of other families than those that are asked for, and several families under
  /// a policy of one (initIPFamilyFields, where no policy is SingleStack but for a headless Service
  /// without a selector).
  private func checkStacks(_ diagnostics: DiagnosticCollector) {
    let isHeadless = clusterIP == "None"
    for (address, family) in zip(wantedAddresses, ipFamilies) where !isHeadless {
      guard let isIPv4 = NetworkAddress(address)?.isIPv4, Self.families.contains(family),
        isIPv4 != (family == "IPv4")
      else { continue }
      diagnostics.error(
        "the address \(address) is not of the family \(family)",
        at: clusterIPs.isEmpty ? clusterIPSpan : spans["clusterIPs"].start,
        code: "conflicting-fields", labels: [(ipFamiliesSpan.start, "the families")])
    }
    let isSingle = ipFamilyPolicy.map { $0 == "SingleStack" } ?? !(isHeadless && selector.isEmpty)
    guard isSingle else { return }
    for (field, count) in [("clusterIPs", clusterIPs.count), ("ipFamilies", ipFamilies.count)]
    where count == 2 {
      diagnostics.error(
        "two \(field) need another ipFamilyPolicy than SingleStack", at: spans[field].start,
        code: "conflicting-fields", help: "write ipFamilyPolicy: PreferDualStack")
    }
  }
}
