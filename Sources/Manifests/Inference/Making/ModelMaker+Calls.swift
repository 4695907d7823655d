import SimulationKernel

/// What a call means in steps.
extension ModelMaker {
  /// How something is asked.
  private enum Asked {
    /// An endpoint of a service.
    case endpoint(ServiceReference, String)
    /// A data system's service: its reading and its writing endpoint.
    case database(ServiceReference)
    /// Operations of a store.
    case store(ServiceReference, read: String?, write: String?)
    /// A broker's topic.
    case broker(ServiceReference)
    /// A given model without anything to ask.
    case nothing
  }

  /// The steps of a request that makes a call.
  func steps(for call: InferredCall, by caller: Int) -> [Step] {
    let span = call.span
    let operation = { (store: ServiceReference, name: String) in
      StoreStep(
        store: store, operation: name, operationSpan: span, settings: .unset, isOptional: false)
    }
    let request = { (service: ServiceReference, endpoint: String) in
      Step.call(
        CallStep(
          service: service, endpoint: endpoint, endpointSpan: span, settings: .unset,
          isOptional: false))
    }
    switch asked(call, from: software.workloads[caller].namespace) {
    case .endpoint(let service, let endpoint): return [request(service, endpoint)]
    case .database(let service):
      return Self.steps(
        reading: request(service, "read"), writing: request(service, "write"), call.access)
    case .store(let store, let read, let write):
      return Self.steps(
        reading: read.map { .read(operation(store, $0)) },
        writing: write.map { .write(operation(store, $0)) }, call.access)
    case .broker(let store):
      return [
        .publish(
          PublishStep(
            store: store, topic: Self.topic, topicSpan: span, bytes: nil, settings: .unset,
            isOptional: false))
      ]
    case .nothing: return []
    }
  }

  /// Every request reads, and some write as well.
  private static func steps(reading: Step?, writing: Step?, _ access: StoreAccess) -> [Step] {
    guard let writing, access != .reading else { return reading.map { [$0] } ?? [] }
    let sometimes = Step.chance(
      ChanceStep(probability: writeShare, steps: [writing], otherwise: []))
    guard let reading, access != .writing else { return [sometimes] }
    return [reading, sometimes]
  }

  private func asked(_ call: InferredCall, from namespace: String) -> Asked {
    let index = call.workload
    let reference = { (name: String, home: String) in
      ServiceReference(name: name, namespace: home == namespace ? nil : home, span: call.span)
    }
    if let model = given.services[index] {
      let service = reference(model.service ?? model.name, model.namespace)
      return model.mainEndpoint.map { .endpoint(service, $0) } ?? .nothing
    }
    if let model = given.stores[index] {
      return .store(
        reference(model.name, model.namespace),
        read: model.operations.first { $0.kind == .read }?.name,
        write: model.operations.first { $0.kind == .write }?.name)
    }
    let home = software.workloads[index].namespace
    let service = software.services.services[reached[index] ?? call.service].name
    switch software.profiles[index].role {
    case .store: return .store(reference(names[index], home), read: "read", write: "write")
    case .broker: return .broker(reference(names[index], home))
    case .database: return .database(reference(service, home))
    case .edge: return .endpoint(reference(service, home), ServiceModel.forward)
    case .application, .proxy, .telemetry:
      return .endpoint(reference(service, home), Self.serve)
    }
  }

  /// What a call was drawn from.
  func finding(of call: InferredCall, by caller: Int) -> InferenceFinding {
    let name = software.services.services[call.service].name
    let verb: String
    switch asked(call, from: software.workloads[caller].namespace) {
    case .endpoint: verb = "calls \(name)"
    case .database, .store: verb = Self.verb(call.access, name)
    case .broker: verb = "publishes to \(name), whose consumers are not known"
    case .nothing: verb = "would call \(name), whose model has nothing to ask"
    }
    return InferenceFinding(
      software.workloads[caller].subject, "\(verb): \(call.origin)", at: call.span)
  }

  private static func verb(_ access: StoreAccess, _ name: String) -> String {
    switch access {
    case .reading: "reads \(name)"
    case .writing: "writes \(name) in one request of five"
    case .all: "reads \(name), and writes it in one request of five"
    }
  }
}

extension ServiceModel {
  /// What somebody who knows only the service asks: the first endpoint but that of a proxy.
  var mainEndpoint: String? {
    (endpoints.first { $0.name != Self.forward } ?? endpoints.first)?.name
  }
}
