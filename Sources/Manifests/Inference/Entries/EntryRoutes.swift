/// Collects entry points from routes: one for every host and path.
struct EntryRoutes {
  private let points: EntryPoints
  private var seen: Set<String> = []
  private(set) var found: [EntryPoint] = []
  private(set) var findings: [InferenceFinding] = []

  init(_ points: EntryPoints) { self.points = points }

  /// The rules of an Ingress; its default backend where it has none.
  mutating func add(_ ingress: Ingress) {
    let namespace = ingress.metadata.namespace ?? "default"
    let isRouted = hasController(of: ingress)
    let origin = "Ingress \(ingress.metadata.name)"
    for rule in ingress.rules {
      for path in rule.http.paths {
        guard let backend = path.backend.service, !backend.isAction else { continue }
        let name = backend.name
        let position = points.software.services.position(name, in: namespace)
        add(
          position, named: name, host: rule.host, path: path.path.isEmpty ? "/" : path.path,
          isRouted: isRouted, origin, ingress.span)
      }
    }
    if ingress.rules.isEmpty, let name = ingress.defaultBackend?.service?.name {
      let position = points.software.services.position(name, in: namespace)
      add(position, named: name, host: nil, path: "/", isRouted: false, origin, ingress.span)
    }
  }

  /// The routes of a VirtualService that is bound to a Gateway; each goes where most of its weight
  /// does.
  mutating func add(_ route: VirtualService) {
    guard route.gateways.contains(where: { $0 != "mesh" }) else { return }
    let namespace = route.metadata.namespace ?? "default"
    let gateways = gateways(of: route)
    let open = gateways.flatMap(\.openHosts)
    for host in route.hosts.map({ Self.host($0, among: open) }) {
      let isOpen = gateways.contains { $0.opens(host) }
      for http in route.http {
        let most = http.route.max { $0.weight < $1.weight }
        guard let target = most?.destination.host else { continue }
        let position = points.software.services.resolve(target, from: namespace)
        let place = MeshHost(target, from: namespace).service
        let isRouted = isOpen && place.map(route.leads) ?? false
        for path in Self.paths(of: http) {
          add(
            position, named: target, host: host == "*" ? nil : host, path: path,
            isRouted: isRouted, "VirtualService \(route.metadata.name)", route.span)
        }
      }
    }
  }

  /// The host by which users come to a route of one with `*`: the first that is open, or for a
  /// route of any host an example of the first `*.` that is.
  private static func host(_ host: String, among open: [String]) -> String {
    guard host.contains("*") else { return host }
    let exact = open.first { !$0.contains("*") && host.matches(host: $0) }
    let wildcard = host == "*" ? open.first { $0.hasPrefix("*.") } : nil
    return exact ?? wildcard.map { "www" + $0.dropFirst() } ?? host
  }

  private static func paths(of route: HTTPRoute) -> [String] {
    let paths = route.match.map { $0.uri?.exact ?? $0.uri?.prefix ?? "/" }
    return paths.isEmpty ? ["/"] : paths.map { $0.isEmpty ? "/" : $0 }
  }

  private mutating func add(
    _ position: Int?, named name: String, host: String?, path: String, isRouted: Bool,
    _ origin: String, _ span: SourceSpan
  ) {
    let shown = "\(host ?? "any host")\(path)"
    guard let position, let workload = points.software.services.services[position].workloads.first
    else {
      skip("leads \(shown) to \(name), behind which there are no pods", origin, span)
      return
    }
    guard points.isForUsers(workload) else {
      skip("leads \(shown) to \(name), which is no service for users", origin, span)
      return
    }
    let service = points.software.services.services[position]
    guard seen.insert("\(host ?? "") \(path) \(position)").inserted else { return }
    let isExact = !(host?.contains("*") ?? false)
    found.append(
      EntryPoint(
        name: EntryPoint.name(host ?? service.name, path),
        host: isRouted && isExact ? host ?? service.name : nil, path: path, service: position,
        workload: workload, origin: "\(origin) leads \(shown) there", span: span))
  }

  private mutating func skip(_ what: String, _ origin: String, _ span: SourceSpan) {
    findings.append(InferenceFinding(origin, what, at: span))
  }

  /// Whether the manifests hold the controller of an Ingress, known by its name.
  private func hasController(of ingress: Ingress) -> Bool {
    let isNginx = points.manifests.ingressClasses.contains {
      $0.metadata.name == ingress.ingressClassName && $0.controller.hasSuffix("ingress-nginx")
    }
    return points.hasProxy { $0.name.contains(isNginx ? "nginx" : "ingress") }
  }

  /// The Gateways of a route whose pods the manifests hold; none where sidecars route so too.
  private func gateways(of route: VirtualService) -> [Gateway] {
    guard !route.gateways.contains("mesh") else { return [] }
    return points.manifests.gateways.filter { gateway in
      route.boundGateways.contains(gateway.place) && !gateway.selector.isEmpty
        && points.hasProxy {
          $0.kind == "deployment" && gateway.selector.isSubset(of: $0.labels)
        }
    }
  }
}
