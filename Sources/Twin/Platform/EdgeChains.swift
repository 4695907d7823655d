import Manifests
import SimulationKernel
import Traffic

/// The proxies between a user and the service that answers a host and path, outermost first.
///
/// An Ingress leads through its class's controller, an Istio Gateway through the workload it
/// selects; a proxy whose model says that it stands before another service comes before that.
struct EdgeChains {
  let manifests: ManifestSet
  let models: [ServiceModel]
  private let ingressRoutes: IngressRoutes

  /// Takes a platform's routes and the models of its proxies and services.
  init(manifests: ManifestSet, models: [ServiceModel]) {
    self.manifests = manifests
    self.models = models
    ingressRoutes = IngressRoutes(manifests.ingresses)
  }

  /// What is asked at a place on a request's way: of a proxy, or of the service itself.
  struct Hop: Sendable {
    let service: ServiceReference
    let endpoint: String
  }

  /// A call on the way of users' requests, with what they asked for.
  struct RoutedRequest: Sendable {
    let service: ServicePlace
    let endpoint: String
    let host: String
    let path: String
    /// The endpoint of the proxy that asks.
    let asking: String
    /// How the asking proxy passes it on, where that is a controller of ingress-nginx.
    let nginx: NginxEdge?
  }

  /// The calls of proxies on the ways of the journeys' requests.
  func requests(of journeys: [Journey]) -> [RoutedRequest] {
    journeys.flatMap { journey in
      journey.steps.flatMap(\.requests).flatMap { request in
        calls(of: request, from: journey)
      }
    }
  }

  private func calls(of request: RequestStep, from journey: Journey) -> [RoutedRequest] {
    guard let host = request.host, let chain = chain(of: request, from: journey.namespace) else {
      return []
    }
    let home = home(of: request, from: journey.namespace)
    let hops = hops(of: request, through: chain, from: journey.namespace)
    return zip(hops, hops.dropFirst()).enumerated().map { index, hop in
      RoutedRequest(
        service: ServicePlace(
          name: hop.0.service.name, namespace: hop.0.service.namespace ?? home),
        endpoint: hop.0.endpoint, host: host, path: request.path, asking: hop.1.endpoint,
        nginx: index == 0 ? nginx(chain.last, for: request, in: home) : nil)
    }
  }

  /// What a request asks first; nil when nothing routes its host to its service.
  func firstHop(of request: RequestStep, from namespace: String?) -> Hop? {
    guard request.host != nil else {
      return Hop(service: request.service, endpoint: request.endpoint)
    }
    return chain(of: request, from: namespace).flatMap {
      hops(of: request, through: $0, from: namespace).last
    }
  }

  /// What is asked on the way of a request: the answering service first, the outermost proxy last.
  ///
  /// A controller of ingress-nginx has an endpoint for each Ingress that leads to a service's, as
  /// each of its locations has settings of its own.
  private func hops(
    of request: RequestStep, through chain: [ServiceReference], from namespace: String?
  ) -> [Hop] {
    let edge = nginx(chain.last, for: request, in: home(of: request, from: namespace))
    var hops = [Hop(service: request.service, endpoint: request.endpoint)]
    for (proxy, next) in zip(chain.reversed(), 0...) {
      let name = ServiceModel.forwarding(
        to: hops[next].service, hops[next].endpoint, next == 0 ? edge?.manner : nil)
      hops.append(Hop(service: proxy, endpoint: name))
    }
    return hops
  }

  /// The models with an endpoint for every way that a journey's requests take through a proxy.
  func expanded(for journeys: [Journey], diagnostics: DiagnosticCollector) -> [ServiceModel] {
    var expanded = models
    for journey in journeys {
      for request in journey.steps.flatMap(\.requests) {
        guard let host = request.host else { continue }
        guard let chain = chain(of: request, from: journey.namespace) else {
          diagnostics.error(
            "no Ingress or Gateway leads from \(host)\(request.path) to `\(request.service.text)`",
            at: request.hostSpan, code: "unrouted-host",
            help: otherTarget(host, request.path) ?? knownHosts(host))
          continue
        }
        forward(hops(of: request, through: chain, from: journey.namespace), in: &expanded)
      }
    }
    return expanded
  }

  private func forward(_ hops: [Hop], in expanded: inout [ServiceModel]) {
    let answering = expanded.first {
      ($0.service ?? $0.workload.name) == hops[0].service.name
        && $0.namespace == hops[0].service.namespace ?? $0.namespace
    }?.endpoint(named: hops[0].endpoint)
    for (next, hop) in zip(hops, hops.dropFirst()) {
      guard
        let index = expanded.firstIndex(where: { ServiceReference($0).text == hop.service.text })
      else { continue }
      expanded[index] = expanded[index].forwarding(
        by: hop.endpoint, to: next.service, endpoint: next.endpoint, answering: answering)
    }
  }

  /// The namespace of the service that answers a request.
  private func home(of request: RequestStep, from namespace: String?) -> String {
    request.service.namespace ?? namespace ?? home(of: request.service.name)
  }

  /// The proxies on the way of a request to a host, outermost first; nil when nothing routes it.
  private func chain(of request: RequestStep, from namespace: String?) -> [ServiceReference]? {
    request.host.flatMap {
      chain(
        host: $0, path: request.path, to: request.service.name,
        in: home(of: request, from: namespace))
    }
  }

  private func home(of service: String) -> String {
    models.first { ($0.service ?? $0.workload.name) == service }?.namespace ?? "default"
  }

  /// Where an Ingress leads a host and path instead.
  private func otherTarget(_ host: String, _ path: String) -> String? {
    ingressRoutes.targets(host: host, path: path).first.map {
      "the Ingress \($0.ingress.metadata.name) leads it to `\($0.service)`"
    }
  }

  private func knownHosts(_ host: String) -> String? {
    let hosts =
      manifests.ingresses.flatMap { $0.rules.compactMap(\.host) }
      + manifests.virtualServices.filter { !$0.boundGateways.isEmpty }.flatMap(\.hosts)
    return nearest(host, in: hosts).map { "the nearest routed host is \($0)" }
  }

  /// The services on the way of a request, the answering one left out; nil when nothing routes the
  /// host there.
  private func chain(
    host: String, path: String, to service: String, in namespace: String
  ) -> [ServiceReference]? {
    let entry =
      ingressController(host: host, path: path, service: service, namespace: namespace)
      ?? gateway(host: host, service: service, namespace: namespace)
    guard let entry else { return nil }
    return before(entry, depth: 0) + [entry]
  }

  /// The proxies that stand before a service, outermost first.
  private func before(_ service: ServiceReference, depth: Int) -> [ServiceReference] {
    guard depth < 8,
      let proxy = models.first(where: { model in
        model.proxies.contains { $0.name == service.name }
      })
    else { return [] }
    let reference = ServiceReference(proxy)
    return before(reference, depth: depth + 1) + [reference]
  }

  private func ingress(
    host: String, path: String, service: String, namespace: String
  ) -> Ingress? {
    ingressRoutes.targets(host: host, path: path).first {
      ($0.ingress.metadata.namespace ?? "default") == namespace && $0.service == service
    }?.ingress
  }

  /// Whether the class of an Ingress is one of ingress-nginx.
  private func isOfNginx(_ ingress: Ingress) -> Bool {
    manifests.ingressClasses.contains {
      $0.metadata.name == ingress.ingressClassName && $0.controller.hasSuffix("ingress-nginx")
    }
  }

  /// How the proxy next to the answering service passes a request on, where an Ingress leads there
  /// through a controller of ingress-nginx.
  private func nginx(
    _ proxy: ServiceReference?, for request: RequestStep, in namespace: String
  ) -> NginxEdge? {
    guard let proxy, let host = request.host,
      let way = ingress(
        host: host, path: request.path, service: request.service.name, namespace: namespace),
      let model = models.first(where: { ServiceReference($0).text == proxy.text })
    else { return nil }
    let controller = ingressController(
      host: host, path: request.path, service: request.service.name, namespace: namespace)
    return NginxEdge(
      model, of: way, method: request.method,
      isOfClass: isOfNginx(way) && controller?.text == proxy.text, in: manifests)
  }

  /// The Service of the controller that serves an Ingress with this host and path.
  private func ingressController(
    host: String, path: String, service: String, namespace: String
  ) -> ServiceReference? {
    guard let ingress = ingress(host: host, path: path, service: service, namespace: namespace)
    else { return nil }
    let isNginx = isOfNginx(ingress)
    return proxy { model in
      isNginx ? model.workload.name.contains("nginx") : model.workload.name.contains("ingress")
    }
  }

  /// The Service of the pods that an Istio Gateway selects, one that opens a host and for which a
  /// VirtualService leads the host to a service.
  private func gateway(host: String, service: String, namespace: String) -> ServiceReference? {
    let place = ServicePlace(name: service, namespace: namespace)
    let bound = manifests.virtualServices.filter { $0.serves(host) && $0.leads(to: place) }
      .flatMap(\.boundGateways)
    let gateways = manifests.gateways.filter {
      bound.contains($0.place) && !$0.selector.isEmpty && $0.opens(host)
    }
    return gateways.lazy.compactMap { gateway in
      manifests.deployments.first { gateway.selector.isSubset(of: $0.template.metadata.labels) }
    }.compactMap { deployment in
      proxy { $0.workload.name == deployment.metadata.name }
    }.first
  }

  /// The first model of a proxy that a condition holds for.
  private func proxy(where holds: (ServiceModel) -> Bool) -> ServiceReference? {
    models.first { $0.endpoint(named: ServiceModel.forward) != nil && holds($0) }
      .map(ServiceReference.init)
  }
}
