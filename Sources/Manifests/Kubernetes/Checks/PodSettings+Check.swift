extension DNSConfig {
  /// Most search paths of a pod (pkg/apis/core/validation MaxDNSSearchPaths).
  private static let mostSearches = 32
  /// Most characters of them, with spaces between (MaxDNSSearchListChars).
  private static let mostSearchBytes = 2_048

  /// Reports resolver settings that the API server refuses (validatePodDNSConfig).
  ///
  /// Search paths may end with a dot and have underscores (RelaxedDNSSearchValidation).
  func check(_ diagnostics: DiagnosticCollector) {
    if nameservers.count > 3 {
      diagnostics.error(
        "a pod has at most 3 nameservers in dnsConfig", at: spans["nameservers"],
        code: "out-of-range")
    }
    for server in nameservers where !isAddress(server) {
      diagnostics.error(
        "\"\(server)\" is no address of a nameserver", at: spans["nameservers"],
        code: "invalid-value")
    }
    if searches.count > Self.mostSearches {
      diagnostics.error(
        "a pod has at most \(Self.mostSearches) search paths in dnsConfig", at: spans["searches"],
        code: "out-of-range")
    }
    if searches.joined(separator: " ").utf8.count > Self.mostSearchBytes {
      diagnostics.error(
        "the search paths in dnsConfig have at most \(Self.mostSearchBytes) characters together",
        at: spans["searches"], code: "out-of-range")
    }
    for search in searches where search != "." {
      let path = search.hasSuffix(".") ? String(search.dropLast()) : search
      let plain = String(path.map { $0 == "_" ? "a" : $0 })
      guard let problem = NameRule.subdomain.problem(with: plain) else { continue }
      diagnostics.error(
        "the search path \"\(search)\" \(problem)", at: spans["searches"], code: "invalid-name")
    }
    for option in options where option.name.isEmpty {
      diagnostics.error(
        "an option of dnsConfig needs a name", at: option.spans["name"], code: "missing-field")
    }
  }
}

extension HostAlias {
  /// Reports a line that no hosts file has (ValidateHostAliases).
  func check(_ diagnostics: DiagnosticCollector) {
    if !isAddress(ip) {
      diagnostics.error(
        "\"\(ip)\" is no address of a host alias", at: spans["ip"], code: "invalid-value")
    }
    for name in hostnames {
      guard let problem = NameRule.subdomain.problem(with: name) else { continue }
      diagnostics.error(
        "the host alias \"\(name)\" \(problem)", at: spans["hostnames"], code: "invalid-name")
    }
  }
}

extension SecurityProfile {
  /// Reports a file of the node that is none of the seccomp profiles' directory
  /// (validateSeccompProfileField); an empty path is the directory itself, which is taken.
  func checkSeccomp(_ diagnostics: DiagnosticCollector) {
    guard let profile = checkType(diagnostics) else { return }
    let parts = profile.split(separator: "/", omittingEmptySubsequences: false)
    guard profile.hasPrefix("/") || parts.contains("..") else { return }
    diagnostics.error(
      "the localhostProfile \"\(profile)\" must be relative and without \"..\"",
      at: spans["localhostProfile"], code: "invalid-value")
  }

  /// Reports a profile of no name, or of one that no profile has (validateAppArmorProfileField).
  func checkAppArmor(_ diagnostics: DiagnosticCollector) {
    guard let profile = checkType(diagnostics) else { return }
    if profile.isEmpty {
      diagnostics.error(
        "the type Localhost needs a localhostProfile", at: spans["localhostProfile"],
        code: "missing-field")
    } else if profile.first?.isWhitespace ?? false || profile.last?.isWhitespace ?? false {
      diagnostics.error(
        "the localhostProfile \"\(profile)\" may not begin or end with space",
        at: spans["localhostProfile"], code: "invalid-value")
    }
  }

  /// The profile of the type Localhost; reports that it is missing, or that nothing reads it.
  private func checkType(_ diagnostics: DiagnosticCollector) -> String? {
    if type == "Localhost", localhostProfile == nil {
      diagnostics.error(
        "the type Localhost needs a localhostProfile", at: spans["type"], code: "missing-field")
    } else if type != "Localhost", localhostProfile != nil {
      diagnostics.error(
        "a localhostProfile needs the type Localhost", at: spans["localhostProfile"],
        code: "invalid-value")
      return nil
    }
    return localhostProfile
  }
}

extension PodSecurityContext {
  /// Reports groups and kernel parameters that there can not be (validatePodSpecSecurityContext,
  /// validateSysctls).
  func check(_ diagnostics: DiagnosticCollector) {
    for group in supplementalGroups {
      checkIdentity(group, "supplementalGroups", supplementalGroupsSpan.start, diagnostics)
    }
    seccompProfile?.checkSeccomp(diagnostics)
    appArmorProfile?.checkAppArmor(diagnostics)
    for (index, sysctl) in sysctls.enumerated() {
      if !Self.isParameter(sysctl.name) {
        diagnostics.error(
          "\"\(sysctl.name)\" is no name of a sysctl", at: sysctl.spans["name"],
          code: "invalid-name", help: "as net.core.somaxconn")
      } else if let first = sysctls[..<index].first(where: { $0.name == sysctl.name }) {
        diagnostics.error(
          "the sysctl \(sysctl.name) is set twice", at: sysctl.spans["name"],
          code: "duplicate-name", labels: [(first.spans["name"], "the first is here")])
      }
    }
  }

  /// Words of small letters, digits, `-` and `_` with dots or slashes between
  /// (pkg/apis/core/validation IsValidSysctlName).
  private static func isParameter(_ name: String) -> Bool {
    let words = name.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
    return name.utf8.count <= 253
      && words.allSatisfy { word in
        word.first != "_" && word.last != "_"
          && NameRule.subdomain.problem(with: String(word.map { $0 == "_" ? "a" : $0 })) == nil
      }
  }
}
