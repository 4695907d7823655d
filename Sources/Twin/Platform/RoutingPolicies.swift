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

  /// The policy of calls to a service; a VirtualService wins over the model's own defaults.
  func policy(
    name: String, namespace: String, isMeshed: Bool, clients: CallSettings
  ) -> CallPolicy {
    var policy = CallPolicy(
      timeout: clients.timeout ?? Self.defaultTimeout, retries: clients.retries ?? 0)
    guard isMeshed else { return policy }
    if clients.retries == nil { applyIstioDefault(&policy) }
    guard let route = route(name: name, namespace: namespace) else { return policy }
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

  /// The first route inside the mesh for a service's host that asks for nothing special.
  private func route(name: String, namespace: String) -> HTTPRoute? {
    let service = virtualServices.first { candidate in
      candidate.gateways.contains("mesh")
        && candidate.hosts.contains {
          Self.host($0, in: candidate.metadata.namespace ?? "default", names: name, namespace)
        }
    }
    return service?.http.first { $0.match.allSatisfy { $0.headers.isEmpty } }
  }

  /// Whether a VirtualService's host means a service: a short name is of its own namespace.
  static func host(
    _ host: String, in home: String, names name: String, _ namespace: String
  ) -> Bool {
    let parts = host.split(separator: ".", maxSplits: 2).map(String.init)
    guard parts.first == name else { return false }
    return (parts.count > 1 ? parts[1] : home) == namespace
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
