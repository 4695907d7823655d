import Cluster
import Manifests
import Mesh
import SimulationKernel
import Traffic
import Workload
import struct Workload.Workload

/// Builds the rooms of one run from a platform.
///
/// Names are resolved here once: models to the cluster's workloads and Services, calls to routes,
/// journeys to the proxies before their services.
struct WorldBuilder {
  let platform: Platform
  let seed: UInt64
  let loadScale: Double
  let diagnostics: DiagnosticCollector

  /// The rooms, started at time zero, or nil when a name leads nowhere.
  func build(in simulation: inout Simulation) -> World? {
    var cluster = Cluster(platform.cluster, seed: seed)
    let bound = bind(in: &cluster)
    guard !diagnostics.hasErrors else { return nil }
    let meshed = Self.meshedNamespaces(platform)
    let policies = RoutingPolicies(virtualServices: platform.manifests.virtualServices)
    var directory = Directory()
    for (number, binding) in bound.enumerated() {
      enter(binding, number, bound, policies, meshed, cluster, &directory)
    }
    var mesh = makeMesh(bound, meshed, cluster)
    let compiled = ModelCompiler(
      bound, workloadCount: cluster.workloads.count, directory: directory,
      diagnostics: diagnostics
    ).compile(routes: &mesh)
    let workload = Workload(compiled, seed: seed)
    var traffic = makeTraffic(directory, &mesh)
    guard !diagnostics.hasErrors else { return nil }
    for load in platform.scenario.load { traffic.add(load, scale: loadScale, seed: seed) }
    cluster.start(in: &simulation)
    for service in cluster.services.indices { mesh.learnEndpoints(of: service, from: cluster) }
    traffic.start(in: &simulation)
    return World(cluster: cluster, mesh: mesh, workload: workload, traffic: traffic)
  }

  /// Finds the workload of every model and hands its pods' software to the room of models.
  private func bind(in cluster: inout Cluster) -> [BoundModel] {
    platform.services.compactMap { model in
      let reference = model.workload
      let namespace = reference.namespace ?? model.namespace
      let index =
        reference.kind.flatMap {
          cluster.workloadIndex(kind: $0, namespace: namespace, name: reference.name)
        } ?? cluster.workloadIndex(namespace: namespace, name: reference.name)
      guard let index else {
        let known = cluster.workloads.map(\.name)
        diagnostics.error(
          "no workload \(namespace)/\(reference.name) in the manifests", at: reference.span,
          code: "unknown-workload",
          help: nearest(reference.name, in: known).map { "the nearest is `\($0)`" })
        return nil
      }
      cluster.setSoftware(
        workload: index, room: .workload, container: model.container, threads: model.threads)
      return BoundModel(model: model, workload: index)
    }
  }

  /// The number of the Service by which a model is reached.
  private func service(of binding: BoundModel, in cluster: borrowing Cluster) -> Int? {
    let namespace = binding.model.namespace
    if let name = binding.model.service {
      return cluster.serviceIndex(namespace: namespace, name: name)
    }
    let labels = cluster.workloads[binding.workload].spec.template.labels
    let named = cluster.serviceIndex(namespace: namespace, name: binding.model.workload.name)
    return named
      ?? cluster.services.firstIndex {
        $0.namespace == namespace && !$0.spec.selector.isEmpty
          && $0.spec.selector.isSubset(of: labels)
      }
  }

  private func enter(
    _ binding: BoundModel, _ number: Int, _ bound: [BoundModel], _ policies: RoutingPolicies,
    _ meshed: [String], _ cluster: borrowing Cluster, _ directory: inout Directory
  ) {
    guard let service = service(of: binding, in: cluster) else { return }
    let model = binding.model
    let state = cluster.services[service]
    let policy = policies.policy(
      name: state.name, namespace: state.namespace,
      isMeshed: meshed.contains(state.namespace), clients: model.clients)
    var names = [state.name]
    if model.name != state.name { names.append(model.name) }
    for name in names {
      for (place, endpoint) in model.endpoints.enumerated() {
        directory.add(
          .init(
            namespace: state.namespace, name: name, operation: endpoint.name, service: service,
            number: ModelCompiler.number(of: number, endpoint: place, in: bound),
            policy: policy))
      }
    }
  }

  /// Namespaces whose pods have a sidecar.
  static func meshedNamespaces(_ platform: Platform) -> [String] {
    if let mesh = platform.machines?.mesh {
      guard mesh.isEnabled else { return [] }
      if let namespaces = mesh.namespaces { return namespaces }
    }
    return platform.manifests.namespaces
      .filter { $0.metadata.labels["istio-injection"] == "enabled" }.map(\.metadata.name)
  }

  private func makeTraffic(_ directory: Directory, _ mesh: inout Mesh) -> Traffic {
    let chains = EdgeChains(manifests: platform.manifests, models: platform.services)
    var compiler = JourneyCompiler(diagnostics: diagnostics)
    for journey in platform.journeys {
      let edge = mesh.compile(journey.latency)
      let routes = journey.steps.flatMap(\.requests).compactMap { request in
        route(of: request, of: journey, edge, chains, directory, &mesh)
      }
      compiler.add(journey, routes: routes)
    }
    return Traffic(compiler)
  }

  private func route(
    of request: RequestStep, of journey: Journey, _ edge: Sampler, _ chains: EdgeChains,
    _ directory: Directory, _ mesh: inout Mesh
  ) -> Int? {
    guard let hop = chains.firstHop(of: request, from: journey.namespace) else { return nil }
    let resolution = directory.resolve(
      hop.service.name, namespace: hop.service.namespace,
      callerNamespace: journey.namespace ?? "", operation: hop.endpoint)
    switch resolution {
    case .found(let entry):
      return mesh.route(
        to: entry.service, operation: entry.number,
        policy: CallPolicy(timeout: request.timeout), edge: edge)
    case .unknownName(let known):
      diagnostics.error(
        "no service is called `\(hop.service.text)`", at: request.service.span,
        code: "unknown-service",
        help: nearest(hop.service.name, in: known).map { "did you mean `\($0)`?" })
    case .unknownOperation(let known):
      diagnostics.error(
        "`\(request.service.text)` has no `\(request.endpoint)`", at: request.endpointSpan,
        code: "unknown-endpoint",
        help: nearest(request.endpoint, in: known).map { "did you mean `\($0)`?" })
    }
    return nil
  }
}
