import Cluster
import Manifests
import Mesh
import Metrics
import Observability
import SimulationKernel
import Stores
import Traffic
import Workload

/// Builds the rooms of one run from a platform.
///
/// Names are resolved here, once: models to the cluster's workloads and Services, calls to routes,
/// and the requests of journeys to the edge proxies in front of their services.
struct WorldBuilder {
  let platform: Platform
  let seed: UInt64
  let loadScale: Double
  let diagnostics: DiagnosticCollector

  private var chains: EdgeChains {
    EdgeChains(manifests: platform.manifests, models: platform.services)
  }

  private var requests: [EdgeChains.RoutedRequest] { chains.requests(of: platform.journeys) }

  /// Builds the rooms and starts them at time zero; returns nil when a name can not be resolved.
  func build(in simulation: inout Simulation) -> World? {
    var cluster = Cluster(platform.cluster, seed: seed)
    let binder = ModelBinder(platform: platform, diagnostics: diagnostics)
    let services = binder.bindServices(in: &cluster)
    let data = binder.bindStores(in: &cluster)
    guard !diagnostics.hasErrors else { return nil }
    let routing = MeshRouting(platform.manifests, requests, cluster)
    let directory = binder.directory(of: services, data, routing, in: cluster)
    // Where a model's Service is not there, neither is what asks for the model.
    guard !diagnostics.hasErrors else { return nil }
    let unreached = binder.unreachedConsumers(services, in: cluster)
    var mesh = makeMesh(services, unreached.count, binder.meshedNamespaces, routing, cluster)
    let consumers = ConsumerBinder(binder: binder, services: services, stores: data)
      .bind(unreached: unreached, in: cluster, &mesh)
    let compiled = ModelCompiler(
      services, workloadCount: cluster.workloads.count, directory: directory,
      diagnostics: diagnostics
    ).compile(routes: &mesh)
    let workload = Workload(compiled, seed: seed)
    let stores = Stores(
      data, consumers: consumers, state: binder.bindState(in: &cluster), on: platform.cluster,
      seed: seed, gates: &mesh)
    let traffic = makeTraffic(chains, directory, &mesh)
    resolveNames(directory, hosts: workload.hosts, of: services, cluster, &mesh)
    setGates(data, consumers, cluster, &mesh)
    cacheNames(directory, &cluster, &mesh)
    guard !diagnostics.hasErrors else { return nil }
    let systems = systems(services, data, count: cluster.workloads.count)
    let observability = makeObservability(systems, binder.meshedNamespaces, cluster)
    var world = World(
      cluster: cluster, mesh: mesh, workload: workload, stores: stores, traffic: traffic,
      observability: observability, directory: directory, systems: systems,
      consumerServices: consumerServices(unreached, services, cluster))
    world.mesh.handOverArrivals()
    addLoad(to: &world)
    check(world)
    guard !diagnostics.hasErrors else { return nil }
    start(&world, in: &simulation)
    return world
  }

  /// Reports load that is too much, thresholds about groups that no store has, and faults of hosts
  /// that no model asks.
  private func check(_ world: borrowing World) {
    RunLimits.check(platform.scenario.load, world.traffic, diagnostics)
    ThresholdGroups(world.stores).report(on: platform.scenario, diagnostics)
    FaultHosts.report(on: platform.scenario, asked: world.workload.hosts, diagnostics)
  }

  private func addLoad(to world: inout World) {
    let scenario = platform.scenario
    for load in scenario.load {
      world.traffic.add(load, scale: loadScale, cut: scenario.cut(of: load), seed: seed)
    }
  }

  /// Names for the deliveries to consumers without a Service.
  private func consumerServices(
    _ unreached: [Int], _ services: [BoundModel], _ cluster: borrowing Cluster
  ) -> [ServiceName] {
    unreached.map { number in
      let model = services[number].model
      return ServiceName(
        service: "\(model.name).\(model.namespace)", system: model.system,
        workload: cluster.workloads[services[number].workload].qualifiedName)
    }
  }

  /// The system that each workload is counted under.
  private func systems(
    _ services: [BoundModel], _ stores: [StoreBinding], count: Int
  ) -> [String?] {
    var systems = [String?](repeating: nil, count: count)
    for binding in services { systems[binding.workload] = binding.model.system }
    for binding in stores {
      for workload in binding.workloads { systems[workload] = binding.model.name }
    }
    return systems
  }

  private func start(_ world: inout World, in simulation: inout Simulation) {
    world.cluster.routesByLabels = world.mesh.watchesLabels
    world.cluster.start(in: &simulation)
    for service in world.cluster.services.indices {
      world.mesh.adoptEndpoints(of: service, from: world.cluster)
    }
    world.mesh.learnNetworkPolicies(of: world.cluster)
    world.mesh.startProxies(in: &simulation)
    world.stores.start(in: &simulation)
    world.traffic.start(in: &simulation)
    world.observability.start(in: &simulation)
  }

  private func makeTraffic(
    _ chains: EdgeChains, _ directory: Directory, _ mesh: inout Mesh
  ) -> Traffic {
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
        to: entry, from: .outside, in: directory,
        policy: userPolicy(entry.policy, timeout: request.timeout), edge: edge)
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

  /// The policy of users: the journey's timeout and the model's retries; retries that the mesh
  /// makes are made by its proxies, not by users.
  private func userPolicy(_ policy: CallPolicy, timeout: SimDuration) -> CallPolicy {
    CallPolicy(timeout: timeout, retries: policy.retriesOnlyRefused ? 0 : policy.retries)
  }

  private func makeObservability(
    _ systems: [String?], _ meshed: [String], _ cluster: borrowing Cluster
  ) -> Observability {
    var inventory = Observability.Inventory()
    let manifests = platform.manifests
    inventory.certificates = manifests.certificates.count
    inventory.operatedResources =
      manifests.postgresClusters.count + manifests.kafkaClusters.count + manifests.operated.count
      + manifests.kafkaTopics.count + manifests.redisClusters.count + manifests.redisFailovers.count
      + manifests.prometheuses.count + manifests.alertmanagers.count
      + manifests.serviceMonitors.count + manifests.podMonitors.count
      + manifests.prometheusRules.count
    let names = cluster.workloads.indices.map { systems[$0] ?? cluster.workloads[$0].name }
    return Observability(
      cluster, systems: names, inventory: inventory, isMeshed: !meshed.isEmpty)
  }
}
