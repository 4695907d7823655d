/// The models that the user wrote, bound to the workloads of the manifests.
struct GivenModels: Sendable {
  /// The service model of each workload, by position.
  let services: [ServiceModel?]
  /// The store model of each workload, by position; all of a store's workloads have its model.
  let stores: [StoreModel?]

  init(_ models: PlatformModels, _ workloads: [RunningWorkload]) {
    var positions: [String: [Int]] = [:]
    for (index, workload) in workloads.enumerated() {
      for name in [workload.name] + workload.sets.filter({ $0 != workload.name }) {
        positions["\(workload.namespace)/\(name)", default: []].append(index)
      }
    }
    let named = { (reference: WorkloadReference, namespace: String) -> [Int] in
      let key = "\(reference.namespace ?? namespace)/\(reference.name)"
      return (positions[key] ?? []).filter { workloads[$0].isNamed(by: reference, in: namespace) }
    }
    var services = [ServiceModel?](repeating: nil, count: workloads.count)
    var stores = [StoreModel?](repeating: nil, count: workloads.count)
    for model in models.services {
      for index in named(model.workload, model.namespace) { services[index] = model }
    }
    for model in models.stores {
      for reference in model.workloads {
        for index in named(reference, model.namespace) { stores[index] = model }
      }
    }
    self.services = services
    self.stores = stores
  }

  /// Whether a workload has a model.
  func isModelled(_ workload: Int) -> Bool {
    services[workload] != nil || stores[workload] != nil
  }

  /// The workloads that each given model calls, by position.
  func calls(among models: PlatformModels, reachedBy index: ServiceIndex) -> [[Int]] {
    var positions: [String: [Int]] = [:]
    for (index, model) in services.enumerated() {
      if let model { positions["\(model.namespace)/\(model.name)", default: []].append(index) }
    }
    return services.map { model in
      guard let model else { return [] }
      let callees = model.endpoints.flatMap(\.steps).flatMap(\.callees)
      return callees.flatMap { reference -> [Int] in
        let callee = models.service(reference, from: model.namespace)
        if let callee { return positions["\(callee.namespace)/\(callee.name)"] ?? [] }
        // What has no model is reached by its Service.
        let home = reference.namespace ?? model.namespace
        return index.resolve(reference.name, from: home).map { index.services[$0].workloads } ?? []
      }
    }
  }
}

extension Step {
  /// The services called by a step and the steps in it.
  fileprivate var callees: [ServiceReference] {
    switch self {
    case .call(let call): [call.service]
    case .parallel(let steps): steps.flatMap(\.callees)
    case .cache(let step): step.miss.flatMap(\.callees)
    case .chance(let step): (step.steps + step.otherwise).flatMap(\.callees)
    case .repeated(let step): step.steps.flatMap(\.callees)
    case .acquire(let step): step.steps.flatMap(\.callees)
    case .cpu, .wait, .read, .write, .publish, .stream, .firstByte, .batch, .external: []
    }
  }
}
