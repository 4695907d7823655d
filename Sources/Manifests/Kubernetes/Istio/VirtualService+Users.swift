/// VirtualServices and Gateways as users' requests meet them.
extension VirtualService {
  /// Whether it holds for a host that users ask for, as far as one is known.
  package func serves(_ host: String?) -> Bool {
    guard let host else { return true }
    return hosts.contains { $0.matches(host: host) }
  }

  /// The gateways it is bound to, as `namespace/name`.
  package var boundGateways: [String] {
    gateways.filter { $0 != "mesh" }.map {
      $0.contains("/") ? $0 : "\(metadata.home)/\($0)"
    }
  }

  /// Whether one of its rules leads to a Service, or to another VirtualService that may.
  package func leads(to service: ServicePlace) -> Bool {
    let connections = (tls + tcp).flatMap(\.route).map(\.destination.host)
    return !http.leading(to: service, from: metadata.home).isEmpty
      || http.contains(where: \.isDelegated)
      || connections.contains { MeshHost($0, from: metadata.home).service == service }
  }
}

extension Gateway {
  /// Its name as VirtualServices bind to it.
  package var place: String { "\(metadata.home)/\(metadata.name)" }

  /// Whether one of its servers has a host, or some of the hosts that one with `*` means
  /// (istio pilot/pkg/networking/core/gateway.go pickMatchingGatewayHosts).
  ///
  /// A namespace before a server's host says whose VirtualServices may bind to it.
  package func opens(_ host: String) -> Bool {
    openHosts.contains { $0.matches(host: host) || host.matches(host: $0) }
  }

  /// The hosts of its servers.
  package var openHosts: [String] {
    servers.flatMap(\.hosts).map { host in
      host.split(separator: "/").last.map(String.init) ?? host
    }
  }
}

extension String {
  /// Whether a host of a Gateway or a VirtualService, which may begin with `*`, means another.
  func matches(host: String) -> Bool {
    self == host || self == "*" || hasPrefix("*.") && host.hasSuffix(dropFirst())
  }
}

extension [HTTPRoute] {
  /// The rules of a VirtualService of a namespace that lead to a Service.
  package func leading(to service: ServicePlace, from home: String) -> [HTTPRoute] {
    filter { rule in
      rule.route.contains { MeshHost($0.destination.host, from: home).service == service }
    }
  }
}
