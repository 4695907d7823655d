/// The places where users' requests enter: routes of Ingress and Istio Gateways; without any,
/// Services that are open to the outside; without any, those that nobody inside calls.
struct EntryPoints: Sendable {
  let manifests: ManifestSet
  let software: PlatformSoftware
  let given: GivenModels

  init(_ manifests: ManifestSet, _ software: PlatformSoftware, _ given: GivenModels) {
    self.manifests = manifests
    self.software = software
    self.given = given
  }

  /// Entries that the manifests declare, and what was left out.
  var explicit: (found: [EntryPoint], findings: [InferenceFinding]) {
    var routes = EntryRoutes(self)
    for ingress in manifests.ingresses { routes.add(ingress) }
    for route in manifests.virtualServices { routes.add(route) }
    return routes.found.isEmpty ? (open, routes.findings) : (routes.found, routes.findings)
  }

  /// Services that a load balancer or nodes' ports lead to.
  private var open: [EntryPoint] {
    let types: [ServiceType] = [.loadBalancer, .nodePort]
    return entries {
      types.contains($0.type)
    } origin: {
      "Service \($0.name) of type \($0.type.rawValue)"
    }
  }

  /// Services that nobody calls whom anybody could ask; webhooks' are asked by the API server.
  func uncalled(in graph: CallGraph) -> [EntryPoint] {
    var isCalled = [Bool](repeating: false, count: software.workloads.count)
    for (caller, calls) in graph.calls.enumerated()
    where !software.services.services(of: caller).isEmpty {
      for call in calls { isCalled[call.workload] = true }
    }
    let hooks = manifests.webhookConfigurations.flatMap(\.webhooks)
      .compactMap(\.clientConfig.service)
    return entries { service in
      !service.workloads.contains { isCalled[$0] }
        && !hooks.contains { $0.name == service.name && $0.namespace == service.namespace }
    } origin: {
      "nobody in the manifests calls Service \($0.name)"
    }
  }

  /// The Services that lead to software for users; those of `kube-system` are asked by the cluster.
  private func entries(
    where holds: (KnownService) -> Bool, origin: (KnownService) -> String
  ) -> [EntryPoint] {
    var asked: Set<Int> = []
    var entries: [EntryPoint] = []
    for (index, service) in software.services.services.enumerated() {
      guard let workload = service.workloads.first, service.namespace != "kube-system",
        isForUsers(workload), holds(service),
        !isBehindAnother(service, of: workload, where: holds), asked.insert(workload).inserted
      else { continue }
      entries.append(
        EntryPoint(
          name: EntryPoint.name(service.name, ""), host: nil, path: "/", service: index,
          workload: workload, origin: origin(service), span: service.span))
    }
    return entries
  }

  /// Whether a headless Service only names pods that another one leads to.
  private func isBehindAnother(
    _ service: KnownService, of workload: Int, where holds: (KnownService) -> Bool
  ) -> Bool {
    let all = software.services.services
    return service.ports.isEmpty
      && software.services.services(of: workload).contains {
        !all[$0].ports.isEmpty && holds(all[$0])
      }
  }

  /// Whether a workload answers users, rather than store, watch or route for them.
  func isForUsers(_ workload: Int) -> Bool {
    if let model = given.services[workload] {
      return model.endpoints.contains { $0.name != ServiceModel.forward }
    }
    return given.stores[workload] == nil && software.profiles[workload].role.asksOthers
  }

  /// Whether a proxy of the platform has a model that passes requests on.
  func hasProxy(where holds: (RunningWorkload) -> Bool) -> Bool {
    software.workloads.indices.contains { index in
      guard holds(software.workloads[index]) else { return false }
      if let model = given.services[index] {
        return model.endpoint(named: ServiceModel.forward) != nil
      }
      if case .edge = software.profiles[index].role { return given.stores[index] == nil }
      return false
    }
  }
}
