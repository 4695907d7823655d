/// A call that a platform needs: of a model, or one that the configuration speaks of.
struct NeededCall: Sendable {
  /// The Service asked, by position.
  let service: Int
  /// The Service's port, where one is written.
  let port: Int?
  /// Where it is asked for: "environment variable CART_ADDR".
  let origin: String
  /// Whether it follows a route by the addresses of pods, for which no name is looked up.
  var isRouted = false
  let span: SourceSpan
}

/// The calls of every workload.
struct NeededCalls: Sendable {
  /// By the workload's position, each Service once.
  private(set) var calls: [[NeededCall]]

  init(_ platform: CheckedPlatform) {
    let software = platform.software
    let given = GivenModels(platform.models, software.workloads)
    let reader = CallReader(platform.manifests, software)
    calls = software.workloads.indices.map { index in
      if let model = given.services[index] { return Self.calls(of: model, platform) }
      guard !given.isModelled(index), software.profiles[index].role.asksOthers else { return [] }
      return reader.calls(of: index).calls.map {
        NeededCall(service: $0.service, port: $0.port, origin: $0.origin, span: $0.span)
      }
    }
    for routed in RoutedCalls(platform).calls { calls[routed.proxy].append(routed.call) }
  }

  private static func calls(
    of model: ServiceModel, _ platform: CheckedPlatform
  ) -> [NeededCall] {
    var calls: [NeededCall] = []
    for reference in model.endpoints.flatMap(\.steps).flatMap(\.asked) {
      guard let service = service(reference, from: model.namespace, platform),
        !calls.contains(where: { $0.service == service })
      else { continue }
      calls.append(
        NeededCall(
          service: service, port: nil, origin: "the model \(model.name)", span: reference.span))
    }
    return calls
  }

  /// The Service that a step's reference leads to.
  private static func service(
    _ reference: ServiceReference, from namespace: String, _ platform: CheckedPlatform
  ) -> Int? {
    let services = platform.software.services
    if let model = platform.models.service(reference, from: namespace) {
      return services.position(model.service ?? model.workload.name, in: model.namespace)
    }
    if let store = platform.models.store(reference, from: namespace) {
      let named = store.services.write ?? store.services.read
      return services.position(
        named?.name ?? store.workload.name, in: named?.namespace ?? store.namespace)
    }
    return services.position(reference.name, in: reference.namespace ?? namespace)
  }
}
