/// VirtualServices and DestinationRules about hosts, subsets or ports that do not exist: the
/// proxies answer 503 or never apply them.
package enum MeshRoutes: PlatformCheck {
  /// Reports every such destination.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for route in platform.manifests.virtualServices {
      let connections = (route.tls + route.tcp).flatMap(\.route).map(\.destination)
      let requests = route.http.flatMap { http in
        http.route.map(\.destination) + http.mirrors.map(\.destination)
          + [http.mirror].compactMap { $0 }
      }
      for destination in requests + connections {
        check(destination, of: route, platform, diagnostics)
      }
    }
    for rule in platform.manifests.destinationRules { check(rule, platform, diagnostics) }
  }

  private static func check(
    _ destination: Destination, of route: VirtualService, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    let namespace = route.metadata.home
    let host = MeshHost(destination.host, from: namespace)
    guard host.exists(in: platform) else {
      diagnostics.warning(
        "the VirtualService \(route.metadata.name) leads to \"\(destination.host)\", which no "
          + "Service and no ServiceEntry defines", at: destination.hostSpan,
        code: "unknown-service", help: host.help(in: platform))
      return
    }
    if let subset = destination.subset {
      check(subset, of: host, at: destination.subsetSpan, platform, diagnostics)
    }
    guard let port = destination.port?.number,
      let service = host.service.flatMap({ platform.service($0.name, in: $0.namespace) }),
      !service.ports.contains(where: { $0.port == port })
    else { return }
    diagnostics.warning(
      "the Service \(service.metadata.name) has no port \(port)", at: destination.portSpan,
      code: "closed-port", help: service.portAdvice, labels: [(service.span.start, "the Service")])
  }

  private static func check(
    _ subset: String, of host: MeshHost, at span: SourceSpan, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    let rules = platform.manifests.destinationRules.filter {
      MeshHost($0.host, from: $0.metadata.home).covers(host)
    }
    let known = rules.flatMap(\.subsets).map(\.name)
    guard !known.contains(subset) else { return }
    diagnostics.warning(
      "no DestinationRule defines the subset \"\(subset)\" of \(host.text)", at: span,
      code: "unknown-subset", help: nearest(subset, in: known).map { "did you mean \"\($0)\"?" })
  }

  private static func check(
    _ rule: DestinationRule, _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    let host = MeshHost(rule.host, from: rule.metadata.home)
    guard host.exists(in: platform) else {
      diagnostics.warning(
        "the DestinationRule \(rule.metadata.name) is about \"\(rule.host)\", which no Service and "
          + "no ServiceEntry defines", at: rule.hostSpan, code: "unknown-service",
        help: host.help(in: platform))
      return
    }
    guard let service = host.service.flatMap({ platform.service($0.name, in: $0.namespace) }) else {
      return
    }
    let groups = platform.pods(of: service)
    guard !groups.isEmpty else { return }
    for subset in rule.subsets where !groups.contains(where: { $0.matches(subset.labels) }) {
      diagnostics.warning(
        "no pod of the Service \(service.metadata.name) has the labels of the subset "
          + "\"\(subset.name)\"", at: subset.labelsSpan, code: "empty-selection",
        labels: [(service.span.start, "the Service")])
    }
  }
}

extension MeshHost {
  /// Whether a Service or a ServiceEntry has the host, or it is a pattern.
  fileprivate func exists(in platform: CheckedPlatform) -> Bool {
    if text.contains("*") { return true }
    if let service {
      return platform.services.contains(service.name, in: service.namespace)
        || platform.manifests.mayBeOperated(service.name, in: service.namespace)
        || isEntered(in: platform)
    }
    return isEntered(in: platform)
  }

  private func isEntered(in platform: CheckedPlatform) -> Bool {
    platform.manifests.serviceEntries.flatMap(\.hosts).contains { host in
      host == text || host.hasPrefix("*") && text.hasSuffix(host.dropFirst())
    }
  }

  /// What to write instead.
  fileprivate func help(in platform: CheckedPlatform) -> String? {
    guard let service else {
      let labels = text.split(separator: ".").map(String.init)
      guard labels.count == 2, platform.services.contains(labels[0], in: labels[1]) else {
        return "a ServiceEntry makes a host outside the cluster known"
      }
      return "write \"\(text).svc.cluster.local\": short names are of the own namespace"
    }
    if let home = platform.services.namespace(of: service.name) {
      return "write \"\(service.name).\(home).svc.cluster.local\""
    }
    return platform.services.help(for: service.name, in: service.namespace, isReachable: true)
  }
}
