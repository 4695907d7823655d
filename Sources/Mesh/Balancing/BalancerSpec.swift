/// By which rule the clients of a service pick one of its pods.
package struct BalancerSpec: Hashable, Sendable {
  /// The rule of choice.
  package enum Policy: Sendable {
    /// The less loaded of two random pods (Envoy's LEAST_REQUEST).
    case powerOfTwoChoices
    /// The least loaded of all pods; the first of several.
    case leastLoaded
    /// Any pod with equal probability, drawn for every call.
    case random
    /// Any pod with equal probability, drawn for every new connection; a call takes an idle
    /// connection where there is one (keep-alive behind kube-proxy).
    case connections
    /// One pod after another.
    case roundRobin
  }

  /// The rule of choice.
  package var policy: Policy
  /// Whether a client counts the calls of all clients as a pod's load, or only its own, as each
  /// Envoy does.
  package var hasSharedView: Bool
  /// Whether both choices may fall on one pod (as Envoy's do).
  package var drawsWithReplacement: Bool
  /// The connection limits and the outlier detection of the clients' proxies; nil without any.
  package var guarding: UpstreamGuard?

  /// Makes a balancer.
  package init(policy: Policy, hasSharedView: Bool = false, drawsWithReplacement: Bool = true) {
    self.policy = policy
    self.hasSharedView = hasSharedView
    self.drawsWithReplacement = drawsWithReplacement
  }

  /// Envoy's default under Istio: two choices with replacement, each proxy counting its own calls.
  package static var envoy: BalancerSpec { BalancerSpec(policy: .powerOfTwoChoices) }
  /// kube-proxy's choice when no mesh is in between: made once for every connection.
  package static var kubeProxy: BalancerSpec { BalancerSpec(policy: .connections) }
}
