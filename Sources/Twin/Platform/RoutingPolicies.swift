import Manifests
import Mesh
import SimulationKernel

/// How calls to a service give up and try again, as its VirtualServices, its model and the mesh's
/// defaults say.
struct RoutingPolicies {
  /// How long a client waits where nobody says: a common default of HTTP clients.
  static let defaultTimeout = SimDuration.seconds(30)
  /// Istio's default policy: two more attempts, of refused connections only, from 25 ms on
  /// (istio.io, HTTPRetry; pilot/pkg/networking/core/route/retry).
  private static let istioRetries = 2
  private static let istioBackOff = SimDuration.milliseconds(25)

  let virtualServices: [VirtualService]

  /// The policy of calls to an operation of a service; a VirtualService wins over the model's own
  /// defaults.
  func policy(
    of service: ServicePlace, _ operation: String, isMeshed: Bool, clients: CallSettings
  ) -> CallPolicy {
    var policy = CallPolicy(
      timeout: clients.timeout ?? Self.defaultTimeout, retries: clients.retries ?? 0)
    guard isMeshed else { return policy }
    if clients.retries == nil { applyIstioDefault(&policy) }
    guard let route = route(to: service, operation) else { return policy }
    if let timeout = route.timeout, timeout > .zero {
      policy.timeout = timeout
      policy.timeoutSpansAttempts = true
    }
    guard let retries = route.retries else { return policy }
    policy.retries = retries.attempts
    policy.backOffBase = retries.backoff ?? Self.istioBackOff
    policy.retriesOnlyRefused = !retriesErrors(retries.retryOn)
    if let each = retries.perTryTimeout, each > .zero {
      policy.timeout = each
      policy.timeoutSpansAttempts = false
    }
    return policy
  }

  private func applyIstioDefault(_ policy: inout CallPolicy) {
    policy.retries = Self.istioRetries
    policy.retriesOnlyRefused = true
    policy.backOffBase = Self.istioBackOff
    policy.timeoutSpansAttempts = true
  }

  /// The rule inside the mesh for a service's host that calls which say nothing of who makes them
  /// come under.
  private func route(to service: ServicePlace, _ operation: String) -> HTTPRoute? {
    virtualServices.first { $0.isBoundToMesh && $0.names(service) }?
      .http.rule(for: operation, from: nil)
  }

  private func retriesErrors(_ conditions: String) -> Bool {
    let names = conditions.split(separator: ",").map {
      $0.trimmingPrefix { $0 == " " }
    }
    return names.contains {
      ["5xx", "gateway-error", "reset", "retriable-status-codes"].contains($0)
    }
      || names.contains { Int($0) != nil }
  }
}
