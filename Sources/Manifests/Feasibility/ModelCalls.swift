/// Models and journeys that ask services which neither a model nor a manifest knows.
package enum ModelCalls: PlatformCheck {
  /// Reports every such name; a run of the platform would refuse it too.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    // Models alone say nothing of the platform that they are for.
    guard platform.isWhole || !platform.pods.isEmpty else { return }
    let names = CallableNames(platform)
    for service in platform.models.services {
      for endpoint in service.endpoints {
        for reference in endpoint.steps.flatMap(\.asked) {
          names.check(reference, from: service.namespace, diagnostics)
        }
      }
    }
    for journey in platform.models.journeys {
      for request in journey.requests {
        names.check(request.service, from: journey.namespace ?? "default", diagnostics)
      }
    }
  }
}

/// Everything that a step can name.
private struct CallableNames {
  private var names: NamedObjects
  private let isWhole: Bool

  init(_ platform: CheckedPlatform) {
    names = platform.services
    isWhole = platform.isWhole
    for model in platform.models.services {
      for name in [model.service, model.name, model.workload.name].compactMap({ $0 }) {
        names.add(name, in: model.namespace)
      }
    }
    for store in platform.models.stores { names.add(store.name, in: store.namespace) }
    for group in platform.pods { names.add(group.name, in: group.namespace) }
  }

  /// Without a namespace a name means a service of any.
  func check(
    _ reference: ServiceReference, from home: String, _ diagnostics: DiagnosticCollector
  ) {
    let isKnown =
      reference.namespace.map { names.contains(reference.name, in: $0) }
      ?? (names.namespace(of: reference.name) != nil)
    guard !isKnown else { return }
    diagnostics.report(
      Diagnostic(
        severity: isWhole ? .error : .warning, code: "unknown-service",
        message: "nothing is called `\(reference.text)`", span: reference.span,
        help: names.help(
          for: reference.name, in: reference.namespace ?? home, isReachable: true)))
  }
}

extension Step {
  /// The services and stores asked by a step and the steps in it.
  var asked: [ServiceReference] {
    switch self {
    case .call(let call): [call.service]
    case .read(let step), .write(let step): [step.store]
    case .publish(let step): [step.store]
    case .parallel(let steps): steps.flatMap(\.asked)
    case .cache(let step): step.miss.flatMap(\.asked)
    case .chance(let step): (step.steps + step.otherwise).flatMap(\.asked)
    case .repeated(let step): step.steps.flatMap(\.asked)
    case .acquire(let step): step.steps.flatMap(\.asked)
    case .cpu, .wait, .stream, .firstByte, .batch, .external: []
    }
  }
}
