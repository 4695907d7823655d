import Manifests
import Mesh
import SimulationKernel

/// Calls to services and stores, compiled to routes.
extension EndpointCompiler {
  /// Appends one instruction that makes the given calls at once.
  func emitCalls(_ steps: [Step], _ compiled: inout CompiledModels, _ mesh: inout Mesh) {
    let first = compiled.callSites.count
    for step in steps {
      guard let site = site(of: step, &mesh) else { continue }
      compiled.callSites.append(site)
    }
    let count = compiled.callSites.count - first
    guard count > 0 else { return }
    precondition(count <= 255, "a step makes at most 255 calls at once")
    let slots = connectionSlots(of: steps)
    for slot in slots { compiled.code.append(Instruction(code: .acquire, slot: UInt8(slot))) }
    compiled.code.append(
      Instruction(code: .calls, count: UInt16(count), target: UInt32(first)))
    for slot in slots { compiled.code.append(Instruction(code: .release, slot: UInt8(slot))) }
  }

  /// The pools of connections that calls made at once need, each once and in one order, so that no
  /// two requests wait for each other.
  private func connectionSlots(of steps: [Step]) -> [Int] {
    let needed = steps.compactMap { directory.connections(of: $0, from: model.namespace) }
    return connections.indices.filter { needed.contains(connections[$0]) }.map {
      model.pools.count + $0
    }
  }

  private func site(of step: Step, _ mesh: inout Mesh) -> CallSite? {
    switch step {
    case .call(let call):
      site(
        call.service, call.endpoint, call.endpointSpan, call.settings, call.isOptional, nil, &mesh)
    case .read(let store), .write(let store):
      site(
        store.store, store.operation, store.operationSpan, store.settings, store.isOptional,
        nil, &mesh)
    case .publish(let publish):
      site(
        publish.store, publish.topic, publish.topicSpan, publish.settings, publish.isOptional,
        publish.bytes, &mesh)
    default: refusal(of: step)
    }
  }

  private func refusal(of step: Step) -> CallSite? {
    let span = if case .external(let external) = step { external.span } else { model.span }
    diagnostics.error(
      "only calls to services and stores can be made at once", at: span,
      code: "not-a-call", help: "put the step into an endpoint of its own and call that")
    return nil
  }

  private func site(
    _ reference: ServiceReference, _ operation: String, _ span: SourceSpan,
    _ settings: CallSettings, _ isOptional: Bool, _ bytes: Distribution?, _ mesh: inout Mesh
  ) -> CallSite? {
    let resolution = directory.resolve(
      reference.name, namespace: reference.namespace, callerNamespace: model.namespace,
      operation: operation)
    switch resolution {
    case .found(let entry):
      var policy = directory.policy(of: entry, from: .workload(workload), by: endpoint)
      if let timeout = settings.timeout {
        policy.timeout = timeout
        policy.nextUpstream = nil
        policy.limit = nil
        policy.isTimedByProxy = false
        policy.timeoutSpansAttempts = false
      }
      if let retries = settings.retries {
        policy.retries = retries
        policy.nextUpstream = nil
        policy.isRetriedByProxy = false
        policy.retriesTimeouts = true
        policy.retriesOnlyRefused = false
      }
      var messages = entry.messages
      messages.request = bytes ?? messages.request
      let route = mesh.route(
        to: entry, from: .workload(workload), in: directory, policy: policy, messages: messages)
      return CallSite(route: UInt32(route), isOptional: isOptional)
    case .unknownName(let known):
      diagnostics.error(
        "nothing is called `\(reference.text)`", at: reference.span, code: "unknown-service",
        help: didYouMean(reference.name, known))
    case .unknownOperation(let known):
      diagnostics.error(
        "`\(reference.text)` has no `\(operation)`", at: span, code: "unknown-endpoint",
        help: didYouMean(operation, known) ?? "it has \(known.joined(separator: ", "))")
    }
    return nil
  }
}

extension Directory {
  /// The connections that a call to a store needs; nil where it needs none.
  func connections(of step: Step, from namespace: String) -> ConnectionLimit? {
    let (store, operation): (ServiceReference, String)
    switch step {
    case .read(let step), .write(let step): (store, operation) = (step.store, step.operation)
    case .publish(let step): (store, operation) = (step.store, step.topic)
    default: return nil
    }
    let resolution = resolve(
      store.name, namespace: store.namespace, callerNamespace: namespace, operation: operation)
    guard case .found(let entry) = resolution else { return nil }
    return entry.connections
  }

  /// The connections that a pod of a model holds: to each store once, as many as its pools allow.
  func connections(of model: ServiceModel) -> [ConnectionLimit] {
    var limits: [ConnectionLimit] = []
    for step in model.endpoints.flatMap(\.steps.calls) {
      guard let limit = connections(of: step, from: model.namespace), !limits.contains(limit),
        model.pools.count + limits.count < PoolState.limit
      else { continue }
      limits.append(limit)
    }
    return limits
  }
}
