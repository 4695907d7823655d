import Cluster
import Manifests
import Mesh
import SimulationKernel
import Stores
import Workload

/// Finds the workload and the Service of every model, and enters what can be called.
struct ModelBinder {
  let platform: Platform
  let diagnostics: DiagnosticCollector

  /// Finds the workload of every service's model and hands its pods to the room of models.
  func bindServices(in cluster: inout Cluster) -> [BoundModel] {
    platform.services.compactMap { model in
      guard let index = workload(model.workload, model.namespace, in: cluster) else { return nil }
      checkContainer(of: model, in: cluster.workloads[index].spec.template.containers)
      cluster.setSoftware(
        workload: index, room: .workload, container: model.container, threads: model.threads,
        processes: model.tasks, reportsMemory: model.statesMemory, answersProbes: true)
      bindLog(of: model, to: index, in: &cluster)
      return BoundModel(model: model, workload: index)
    }
  }

  /// Reports a container that the pods of a model's workload do not have.
  private func checkContainer(of model: ServiceModel, in containers: [ContainerSpec]) {
    let names = containers.map(\.name)
    guard let container = model.container, !names.contains(container) else { return }
    diagnostics.error(
      "the pods of \(model.workload.name) have no container \"\(container)\"",
      at: model.containerSpan, code: "unknown-container",
      help: nearest(container, in: names).map { "did you mean \"\($0)\"?" }
        ?? "they have \(names.joined(separator: ", "))")
  }

  /// What callers can name.
  func directory(
    of services: [BoundModel], _ stores: [StoreBinding], _ routing: MeshRouting,
    in cluster: borrowing Cluster
  ) -> Directory {
    var directory = Directory(routing: routing)
    for (number, binding) in services.enumerated() {
      enter(binding, number, services, cluster, &directory)
    }
    for (number, binding) in stores.enumerated() {
      enter(binding, number, stores, &directory)
    }
    for service in platform.manifests.services {
      guard let target = platform.manifests.service(meantBy: service), target != service.place
      else { continue }
      directory.alias(
        service.metadata.name, in: service.place.namespace, for: target.name,
        in: target.namespace)
    }
    return directory
  }

  /// Namespaces whose pods have a sidecar.
  var meshedNamespaces: [String] {
    MeshedNamespaces(platform.manifests, platform.machines?.mesh).names
  }

  /// The number of the workload that a document means.
  func workload(
    _ reference: WorkloadReference, _ home: String, in cluster: borrowing Cluster
  ) -> Int? {
    let namespace = reference.namespace ?? home
    let kind = reference.kind.map { String($0.prefix { $0 != "." }) }
    let index =
      kind.flatMap {
        cluster.workloadIndex(kind: $0, namespace: namespace, name: reference.name)
          ?? made(of: $0, reference.name, namespace, in: cluster)
      } ?? cluster.workloadIndex(namespace: namespace, name: reference.name)
      ?? derived(from: reference, kind, namespace, in: cluster)
    if index == nil {
      let known = cluster.workloads.map(\.name)
      diagnostics.error(
        "no workload \(namespace)/\(reference.name) in the manifests", at: reference.span,
        code: "unknown-workload",
        help: nearest(reference.name, in: known).map { "the nearest is `\($0)`" })
    }
    return index
  }

  /// The first workload that an operator makes of a resource.
  private func made(
    of kind: String, _ name: String, _ namespace: String, in cluster: borrowing Cluster
  ) -> Int? {
    cluster.workloads.firstIndex {
      $0.spec.userName == name && $0.namespace == namespace && $0.userKind.lowercased() == kind
    }
  }

  /// What an operator makes of the resource that a reference names.
  ///
  /// It carries the resource's name with the pool's or the kind's (`kafka-broker`,
  /// `prometheus-main`). A Kafka resource's pool of controllers alone holds no records.
  private func derived(
    from reference: WorkloadReference, _ kind: String?, _ namespace: String,
    in cluster: borrowing Cluster
  ) -> Int? {
    let made = cluster.workloads.indices.filter { index in
      let candidate = cluster.workloads[index]
      return candidate.namespace == namespace && candidate.spec.isOperators
        && (kind.map { candidate.userKind.lowercased().hasPrefix($0) } ?? true)
        && (candidate.name.hasPrefix(reference.name + "-")
          || candidate.name.hasSuffix("-" + reference.name))
    }
    let holding = made.filter {
      cluster.workloads[$0].spec.template.labels["strimzi.io/broker-role"] != "false"
    }
    return holding.first ?? made.first
  }

  /// The number of the Service that a store's document means, or that selects its pods.
  func service(
    _ reference: ServiceReference?, of model: StoreModel, _ workload: Int,
    in cluster: borrowing Cluster
  ) -> Int? {
    guard let reference else {
      let labels = cluster.workloads[workload].spec.template.labels
      let found = selecting(labels, in: model.namespace, cluster)
      if found == nil {
        diagnostics.error(
          "no Service selects the pods of store \(model.name)", at: model.span,
          code: "unknown-service", help: "name one under `services:`")
      }
      return found
    }
    let namespace = reference.namespace ?? model.namespace
    let index = cluster.serviceIndex(namespace: namespace, name: reference.name)
    if index == nil {
      let known = cluster.services.map(\.name)
      diagnostics.error(
        "no Service \(namespace)/\(reference.name) in the manifests", at: reference.span,
        code: "unknown-service",
        help: nearest(reference.name, in: known).map { "the nearest is `\($0)`" })
    }
    return index
  }

  private func selecting(
    _ labels: StringMap, in namespace: String, _ cluster: borrowing Cluster
  ) -> Int? {
    cluster.services.firstIndex {
      $0.namespace == namespace && !$0.spec.selector.isEmpty
        && $0.spec.selector.isSubset(of: labels)
    }
  }

  /// The models that take messages and are reached by no Service.
  func unreachedConsumers(_ services: [BoundModel], in cluster: borrowing Cluster) -> [Int] {
    services.indices.filter { number in
      let model = services[number].model
      return !model.consumers.isEmpty && model.service == nil
        && service(of: services[number], in: cluster) == nil
    }
  }

  /// The number of the Service by which a model is reached.
  func service(of binding: BoundModel, in cluster: borrowing Cluster) -> Int? {
    let namespace = binding.model.namespace
    if let name = binding.model.service {
      let index = cluster.serviceIndex(namespace: namespace, name: name)
      if index == nil {
        let known = cluster.services.map(\.name)
        diagnostics.error(
          "no Service \(namespace)/\(name) in the manifests", at: binding.model.serviceSpan,
          code: "unknown-service",
          help: nearest(name, in: known).map { "the nearest is `\($0)`" })
      }
      return index
    }
    let labels = cluster.workloads[binding.workload].spec.template.labels
    return cluster.serviceIndex(namespace: namespace, name: binding.model.workload.name)
      ?? selecting(labels, in: namespace, cluster)
  }

  private func enter(
    _ binding: BoundModel, _ number: Int, _ bound: [BoundModel], _ cluster: borrowing Cluster,
    _ directory: inout Directory
  ) {
    guard let service = service(of: binding, in: cluster) else { return }
    let model = binding.model
    let state = cluster.services[service]
    let policy = CallPolicy(clients: model.clients)
    for name in state.name == model.name ? [state.name] : [state.name, model.name] {
      for (index, endpoint) in model.endpoints.enumerated() {
        directory.add(
          .init(
            namespace: state.namespace, name: name, operation: endpoint.name, service: service,
            number: ModelCompiler.number(of: number, endpoint: index, in: bound),
            policy: policy, proxying: model.clients.retries == nil ? .full : .ownRetries,
            messages: MessageLaws(request: endpoint.request, response: endpoint.response)))
      }
    }
  }

  private func enter(
    _ binding: StoreBinding, _ number: Int, _ bound: [StoreBinding],
    _ directory: inout Directory
  ) {
    let model = binding.model
    let policy = CallPolicy(timeout: model.client.timeout, retries: model.client.retries)
    let connections = model.client.pool.map {
      Directory.ConnectionLimit(
        name: model.name + "." + model.namespace, count: $0, patience: model.client.timeout)
    }
    for (index, operation) in model.operations.enumerated() {
      let service = operation.kind == .write ? binding.writeService : binding.readService
      directory.add(
        .init(
          namespace: model.namespace, name: model.name, operation: operation.name,
          service: service,
          number: StoreBinding.number(of: number, operation: index, in: bound), policy: policy,
          messages: operation.messages, connections: connections))
    }
  }
}

extension StoreOperation {
  /// A write's bytes come with its request, a read's with its answer.
  fileprivate var messages: MessageLaws {
    kind == .write ? MessageLaws(request: bytes) : MessageLaws(response: bytes)
  }
}
