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
    compiled.code.append(
      Instruction(code: .calls, count: UInt16(count), target: UInt32(first)))
  }

  private func site(of step: Step, _ mesh: inout Mesh) -> CallSite? {
    switch step {
    case .call(let call):
      site(
        call.service, call.endpoint, call.endpointSpan, call.settings, call.isOptional, &mesh)
    case .read(let store), .write(let store):
      site(
        store.store, store.operation, store.operationSpan, store.settings, store.isOptional,
        &mesh)
    case .publish(let publish):
      site(
        publish.store, publish.topic, publish.topicSpan, publish.settings, publish.isOptional,
        &mesh)
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
    _ settings: CallSettings, _ isOptional: Bool, _ mesh: inout Mesh
  ) -> CallSite? {
    let resolution = directory.resolve(
      reference.name, namespace: reference.namespace, callerNamespace: model.namespace,
      operation: operation)
    switch resolution {
    case .found(let entry):
      var policy = entry.policy
      if let timeout = settings.timeout {
        policy.timeout = timeout
        policy.timeoutSpansAttempts = false
      }
      if let retries = settings.retries {
        policy.retries = retries
        policy.retriesOnlyRefused = false
      }
      let route = mesh.route(to: entry.service, operation: entry.number, policy: policy)
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
