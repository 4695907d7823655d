/// The calls that ingress controllers and Istio gateways among the manifests make for the routes
/// that they serve.
struct RoutedCalls {
  private let platform: CheckedPlatform
  /// Each with the proxy's position among the workloads.
  private(set) var calls: [(proxy: Int, call: NeededCall)] = []

  init(_ platform: CheckedPlatform) {
    self.platform = platform
    for ingress in platform.manifests.ingresses { add(ingress) }
    for route in platform.manifests.virtualServices { add(route) }
  }

  private mutating func add(_ ingress: Ingress) {
    guard let proxy = controller(of: ingress) else { return }
    let backends = ingress.rules.flatMap(\.http.paths).map(\.backend) + [ingress.defaultBackend]
    for backend in backends.compactMap({ $0?.service }) {
      let service = platform.service(backend.name, in: ingress.metadata.home)
      let named = service?.ports.first { $0.name != nil && $0.name == backend.port.name }?.port
      add(
        platform.software.services.position(backend.name, in: ingress.metadata.home), of: proxy,
        port: backend.port.number ?? named, "the Ingress \(ingress.metadata.name)",
        backend.nameSpan)
    }
  }

  private mutating func add(_ route: VirtualService) {
    for proxy in gateways(of: route) {
      for destination in route.http.flatMap(\.route).map(\.destination) {
        add(
          platform.software.services.resolve(destination.host, from: route.metadata.home),
          of: proxy, port: destination.port?.number,
          "the VirtualService \(route.metadata.name)", route.span.start)
      }
    }
  }

  private mutating func add(
    _ service: Int?, of proxy: Int, port: Int?, _ origin: String, _ span: SourceSpan
  ) {
    guard let service,
      !calls.contains(where: { $0.proxy == proxy && $0.call.service == service })
    else { return }
    calls.append(
      (
        proxy,
        NeededCall(service: service, port: port, origin: origin, isRouted: true, span: span)
      ))
  }

  /// The edge that serves an Ingress, known by its name.
  private func controller(of ingress: Ingress) -> Int? {
    let isNginx = platform.manifests.ingressClasses.contains {
      $0.metadata.name == ingress.ingressClassName && $0.controller.hasSuffix("ingress-nginx")
    }
    return edge { $0.name.contains(isNginx ? "nginx" : "ingress") }
  }

  /// The edges whose pods the Gateways of a route select.
  private func gateways(of route: VirtualService) -> [Int] {
    let names = route.gateways.compactMap { $0.split(separator: "/").last.map(String.init) }
    return platform.manifests.gateways.filter { names.contains($0.metadata.name) }
      .compactMap { gateway in
        gateway.selector.isEmpty
          ? nil : edge { gateway.selector.isSubset(of: $0.labels) }
      }
  }

  private func edge(where holds: (RunningWorkload) -> Bool) -> Int? {
    platform.software.workloads.indices.first { index in
      guard case .edge = platform.software.profiles[index].role else { return false }
      return holds(platform.software.workloads[index])
    }
  }
}
