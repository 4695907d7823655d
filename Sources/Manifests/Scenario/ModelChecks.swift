/// What must fit together between the models of a platform.
///
/// Only what is named in models that exist is checked: services and stores without a model are
/// inferred from the manifests.
struct ModelChecks {
  let models: PlatformModels
  let diagnostics: DiagnosticCollector

  /// Reports everything that does not fit.
  func run() {
    checkWorkloads()
    for service in models.services {
      check(service.consumers, "endpoint", among: endpoints(of: service), from: service.namespace)
      for endpoint in service.endpoints { check(endpoint.steps, of: service) }
    }
    for store in models.stores {
      check(store.consumers, "operation", among: operations(of: store), from: store.namespace)
    }
    for journey in models.journeys { check(journey.steps, of: journey) }
  }

  /// A workload behaves in one way.
  private func checkWorkloads() {
    let described =
      models.services.map { ($0.workload, $0.namespace) }
      + models.stores.flatMap { store in
        ([store.workload] + store.further).map { ($0, store.namespace) }
      }
    for (index, (workload, home)) in described.enumerated() {
      let first = described[..<index].first { other, otherHome in
        other.name == workload.name && (other.namespace ?? otherHome) == workload.namespace ?? home
          && (other.kind == nil || workload.kind == nil || other.kind == workload.kind)
      }
      guard let first else { continue }
      diagnostics.error(
        "two models describe the workload \(workload.name)", at: workload.span,
        code: "duplicate-object", labels: [(first.0.span, "the first is here")])
    }
  }

  /// Names of what a service is asked, those with errors among them.
  private func endpoints(of service: ServiceModel) -> [String] {
    names(service.endpoints.map(\.name), models.unread("endpoints", at: service.span))
  }

  private func operations(of store: StoreModel) -> [String] {
    names(store.operations.map(\.name), models.unread("operations", at: store.span))
  }

  private func names(_ read: [String], _ unread: [String]) -> [String] {
    read + unread.filter { !read.contains($0) }
  }

  private func check(
    _ consumers: [ConsumerModel], _ what: String, among names: [String], from namespace: String
  ) {
    for consumer in consumers {
      diagnostics.checkName(consumer.endpoint, at: consumer.endpointSpan, what, among: names)
      check(consumer, from: namespace)
    }
  }

  private func check(_ consumer: ConsumerModel, from namespace: String) {
    guard let broker = models.store(consumer.store, from: namespace) else { return }
    let others = broker.operations.filter { $0.kind != .write }.map(\.name)
    diagnostics.checkName(
      consumer.topic, at: consumer.topicSpan, "topic of \(broker.name)",
      among: operations(of: broker).filter { !others.contains($0) })
  }

  private func check(_ steps: [Step], of service: ServiceModel) {
    for step in steps {
      switch step {
      case .call(let call):
        checkEndpoint(call.endpoint, call.endpointSpan, of: call.service, from: service.namespace)
      case .read(let step): checkOperation(step, .read, from: service.namespace)
      case .write(let step): checkOperation(step, .write, from: service.namespace)
      case .acquire(let step):
        diagnostics.checkName(
          step.pool, at: step.span, "pool",
          among: names(service.pools.map(\.name), models.unread("pools", at: service.span)))
        check(step.steps, of: service)
      case .parallel(let steps): check(steps, of: service)
      case .cache(let step): check(step.miss, of: service)
      case .chance(let step):
        check(step.steps, of: service)
        check(step.otherwise, of: service)
      case .repeated(let step): check(step.steps, of: service)
      case .cpu, .wait, .publish, .stream, .firstByte, .batch, .external: break
      }
    }
  }

  private func check(_ steps: [JourneyStep], of journey: Journey) {
    for step in steps {
      switch step {
      case .request(let request):
        checkEndpoint(
          request.endpoint, request.endpointSpan, of: request.service, from: journey.namespace)
      case .repeated(_, let steps): check(steps, of: journey)
      case .think: break
      }
    }
  }

  private func checkEndpoint(
    _ name: String, _ span: SourceSpan, of reference: ServiceReference, from namespace: String?
  ) {
    guard let callee = models.service(reference, from: namespace) else { return }
    diagnostics.checkName(
      name, at: span, "endpoint of \(callee.name)", among: endpoints(of: callee))
  }

  private func checkOperation(
    _ step: StoreStep, _ kind: StoreOperation.Kind, from namespace: String
  ) {
    guard let store = models.store(step.store, from: namespace) else { return }
    diagnostics.checkName(
      step.operation, at: step.operationSpan, "operation of \(store.name)",
      among: operations(of: store))
    guard let operation = store.operations.first(where: { $0.name == step.operation }),
      operation.kind != kind
    else { return }
    diagnostics.error(
      "\(operation.name) of \(store.name) is a \(operation.kind.rawValue), not a \(kind.rawValue)",
      at: step.operationSpan, code: "conflicting-fields",
      help: "write `\(operation.kind.rawValue): \(step.store.text)/\(operation.name)`")
  }
}
