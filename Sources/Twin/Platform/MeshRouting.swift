import Cluster
import Manifests
import Mesh

/// Where each caller's calls go by the VirtualServices and DestinationRules among the manifests.
///
/// A sidecar takes the rules of the host it calls, a gateway those that are bound to it. Users come
/// through the gateways whose pods are not among the manifests. Sources: istio.io networking/v1
/// VirtualService, DestinationRule; pilot/pkg/networking/core/route.
struct MeshRouting: CallRouting {
  private let virtualServices: [VirtualService]
  private let destinationRules: [DestinationRule]
  /// The cluster's Services, by number.
  private let services: [ServicePlace]
  /// Whether they speak HTTP/2, by number.
  private let multiplexed: [Bool]
  /// By the workload's number.
  private var callers: [RoutedCaller] = []
  private var users = RoutedCaller()
  /// What users ask for on their ways through proxies.
  private let requests: [EdgeChains.RoutedRequest]

  init(
    _ manifests: ManifestSet, _ requests: [EdgeChains.RoutedRequest], _ cluster: borrowing Cluster
  ) {
    self.requests = requests
    virtualServices = manifests.virtualServices
    destinationRules = manifests.destinationRules
    services = cluster.services.map { ServicePlace(name: $0.name, namespace: $0.namespace) }
    multiplexed = cluster.services.map { state in
      let port = state.spec.ports(preferring: []).first?.port
      let index = manifests.services.indices.first {
        manifests.services[$0].metadata.name == state.name
          && manifests.services[$0].metadata.home == state.namespace
      }
      guard let index else { return false }
      return manifests.services[index].ports.first { $0.port == port }?.speaksHTTP2 ?? false
    }
    users.gateways = virtualServices.flatMap(\.boundGateways)
    for workload in cluster.workloads {
      let template = workload.spec.template
      var caller = RoutedCaller(
        namespace: workload.namespace, name: workload.name, labels: template.labels)
      for gateway in manifests.gateways
      where !gateway.selector.isEmpty && gateway.selector.isSubset(of: template.labels) {
        caller.gateways.append("\(gateway.metadata.home)/\(gateway.metadata.name)")
      }
      users.gateways.removeAll { caller.gateways.contains($0) }
      if caller.gateways.isEmpty, template.isMeshed { caller.gateways = ["mesh"] }
      callers.append(caller)
    }
  }

  func shares(of entry: Directory.Entry, from caller: Caller) -> [TrafficShare] {
    guard case .rule(let owner, let rule) = verdict(on: entry, from: self[caller]) else {
      return []
    }
    let isAlone = rule.route.count == 1
    return rule.route.compactMap { route in
      guard isAlone || route.weight > 0 else { return nil }
      return share(
        of: MeshHost(route.destination.host, from: owner.metadata.home), route.destination.subset,
        weight: isAlone ? 1 : route.weight, instead: entry.service)
    }
  }

  func policy(
    of entry: Directory.Entry, from caller: Caller, by endpoint: String
  ) -> CallPolicy {
    var policy = entry.policy
    let caller = self[caller]
    guard passesProxy(entry, from: caller) else {
      passOn(entry, from: caller, by: endpoint, &policy)
      return policy
    }
    if entry.proxying == .full { policy.applyIstioDefault() }
    if case .rule(_, let rule) = verdict(on: entry, from: caller) { policy.apply(rule) }
    return policy
  }

  /// Lets a controller of ingress-nginx ask as its Ingress says; a sidecar's rules come before it.
  private func passOn(
    _ entry: Directory.Entry, from caller: RoutedCaller, by endpoint: String,
    _ policy: inout CallPolicy
  ) {
    guard entry.proxying != .none, entry.service < services.count, let name = caller.name else {
      return
    }
    let forwarded = requests.first {
      $0.service == services[entry.service] && $0.endpoint == entry.operation
        && $0.asking == endpoint && $0.nginx?.isController(name, in: caller.namespace) ?? false
    }
    guard let edge = forwarded?.nginx else { return }
    policy.apply(edge.settings, isIdempotent: edge.isIdempotent)
  }

  func isProxied(_ entry: Directory.Entry, from caller: Caller) -> Bool {
    passesProxy(entry, from: self[caller])
  }

  private func passesProxy(_ entry: Directory.Entry, from caller: RoutedCaller) -> Bool {
    entry.proxying != .none && caller.namespace != nil && !caller.gateways.isEmpty
  }

  func proxyRule(of entry: Directory.Entry, from caller: Caller) -> ProxyRule? {
    switch verdict(on: entry, from: self[caller]) {
    case .none: nil
    case .rule(_, let rule): ProxyRule(rule)
    case .noRoute: .unrouted
    }
  }

  /// How the proxies of clients choose among a service's pods.
  func balancer(of service: Int) -> BalancerSpec {
    rules(for: services[service]).lazy.compactMap { $0.trafficPolicy?.loadBalancer }.first
      .map(BalancerSpec.init) ?? .envoy
  }

  /// How the proxies of clients guard themselves against a service's pods, or those of a subset
  /// whose own policy takes the place of its rule's, part by part.
  func guarding(of service: Int, subset: Subset? = nil) -> UpstreamGuard? {
    let policies = [subset?.trafficPolicy] + rules(for: services[service]).map(\.trafficPolicy)
    let pool = policies.lazy.compactMap { $0?.connectionPool }.first
    let outliers = policies.lazy.compactMap { $0?.outlierDetection }.first
    return UpstreamGuard(pool, outliers, isMultiplexed: multiplexed[service])
  }

  private subscript(_ caller: Caller) -> RoutedCaller {
    switch caller {
    case .outside: users
    case .workload(let number): callers[number]
    }
  }

  /// What the VirtualServices say of a caller's calls to an operation.
  private enum Verdict {
    /// Nothing.
    case none
    /// They come under a rule of a VirtualService.
    case rule(VirtualService, HTTPRoute)
    /// A VirtualService has the host and no rule for them: Envoy has no route.
    case noRoute
  }

  private func verdict(on entry: Directory.Entry, from caller: RoutedCaller) -> Verdict {
    guard !virtualServices.isEmpty, entry.proxying != .none, entry.service < services.count else {
      return .none
    }
    let service = services[entry.service]
    let asked = requests.first { $0.service == service && $0.endpoint == entry.operation }
    for candidate in virtualServices where candidate.isVisible(from: caller.namespace) {
      if candidate.isBoundToMesh, caller.gateways == ["mesh"], candidate.names(service) {
        // A proxy gets the rules for its own pods only, and of a VirtualService without any the
        // Service's own route (pilot/pkg/networking/core/route, BuildHTTPRoutesForVirtualService).
        let rules = candidate.http.filter { $0.isGiven(to: caller) }
        guard !rules.isEmpty else { return .none }
        let rule = rules.rule(for: entry.operation.operationPath, from: caller)
        return rule.map { .rule(candidate, $0) } ?? .noRoute
      }
      guard caller.takesRules(of: candidate.boundGateways), candidate.serves(asked?.host) else {
        continue
      }
      let rule = candidate.http.leading(to: service, from: candidate.metadata.home)
        .rule(for: asked?.path ?? entry.operation.operationPath, from: caller)
      if let rule { return .rule(candidate, rule) }
    }
    return .none
  }

  /// A share of the calls; of a host or a subset that nobody defines no pod answers, and Envoy has
  /// no cluster for it.
  private func share(
    of host: MeshHost, _ subset: String?, weight: Int, instead service: Int
  ) -> TrafficShare {
    let wanted = host.service
    guard let number = services.firstIndex(where: { $0 == wanted }) else {
      return TrafficShare(
        service: service,
        subset: ServiceSubset(service: service, labels: nil, balancer: .envoy), weight: weight)
    }
    guard let subset else { return TrafficShare(service: number, weight: weight) }
    let defined = rules(for: services[number]).lazy.compactMap { rule in
      rule.subsets.first { $0.name == subset }
    }.first
    var balancer =
      defined?.trafficPolicy?.loadBalancer.map(BalancerSpec.init) ?? balancer(of: number)
    balancer.guarding = defined.flatMap { guarding(of: number, subset: $0) }
    return TrafficShare(
      service: number,
      subset: ServiceSubset(service: number, labels: defined?.labels, balancer: balancer),
      weight: weight)
  }

  private func rules(for service: ServicePlace) -> [DestinationRule] {
    destinationRules.filter { MeshHost($0.host, from: $0.metadata.home).service == service }
  }
}

extension BalancerSpec {
  /// What a DestinationRule's load balancer is in Envoy.
  fileprivate init(_ settings: LoadBalancerSettings) {
    let policy: Policy =
      switch settings.simple {
      case .roundRobin: .roundRobin
      case .random: .random
      case .unspecified, .leastRequest, .leastConnection, .passthrough: .powerOfTwoChoices
      }
    self.init(policy: policy)
  }
}
