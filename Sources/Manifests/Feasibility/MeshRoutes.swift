/// VirtualServices and DestinationRules about hosts, subsets or ports that do not exist: the proxies
/// answer 503 or never apply them.
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
      check(subset, of: host, at: destination.subsetSpan, from: namespace, platform, diagnostics)
    }
    guard let port = destination.port?.number,
      let service = host.name.flatMap({ platform.service($0.name, in: $0.namespace) }),
      !service.ports.contains(where: { $0.port == port })
    else { return }
    diagnostics.warning(
      "the Service \(service.metadata.name) has no port \(port)", at: destination.portSpan,
      code: "closed-port", help: service.portAdvice, labels: [(service.span.start, "the Service")])
  }

  private static func check(
    _ subset: String, of host: MeshHost, at span: SourceSpan, from namespace: String,
    _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
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
    guard let service = host.name.flatMap({ platform.service($0.name, in: $0.namespace) }) else {
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

/// A host as Istio's resources name it: short names are completed with the resource's namespace.
private struct MeshHost {
  let text: String
  private let namespace: String
  /// The Service that is meant; nil for hosts outside the cluster and patterns.
  let name: (name: String, namespace: String)?

  init(_ text: String, from namespace: String) {
    self.text = text
    self.namespace = namespace
    let labels = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if text.contains("*") {
      name = nil
    } else if labels.count == 1 {
      name = (text, namespace)
    } else if labels.count >= 3, labels[2] == "svc" {
      name = (labels[0], labels[1])
    } else {
      name = nil
    }
  }

  /// Whether a Service or a ServiceEntry has the host, or it is a pattern.
  func exists(in platform: CheckedPlatform) -> Bool {
    if text.contains("*") { return true }
    if let name {
      return platform.services.contains(name.name, in: name.namespace)
        || platform.manifests.mayBeOperated(name.name, in: name.namespace)
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
  func help(in platform: CheckedPlatform) -> String? {
    guard let name else {
      let labels = text.split(separator: ".").map(String.init)
      guard labels.count == 2, platform.services.contains(labels[0], in: labels[1]) else {
        return "a ServiceEntry makes a host outside the cluster known"
      }
      return "write \"\(text).svc.cluster.local\": short names are of the own namespace"
    }
    if let home = platform.services.namespace(of: name.name) {
      return "write \"\(name.name).\(home).svc.cluster.local\""
    }
    return platform.services.help(for: name.name, in: name.namespace, isReachable: true)
  }

  /// Whether a rule about this host is one about another.
  func covers(_ other: MeshHost) -> Bool {
    if let name, let meant = other.name { return name == meant }
    return text == other.text || text.contains("*")
  }
}
