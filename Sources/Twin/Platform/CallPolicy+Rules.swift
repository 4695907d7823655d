import Manifests
import Mesh
import SimulationKernel

/// How calls give up and try again, as models and the rules of proxies say.
extension CallPolicy {
  /// How long a client waits where nobody says: a common default of HTTP clients.
  private static let defaultTimeout = SimDuration.seconds(30)
  /// Istio's default policy: two more attempts, of refused connections only, from 25 ms on
  /// (istio.io, HTTPRetry; pilot/pkg/networking/core/route/retry).
  private static let istioRetries = 2
  private static let istioBackOff = SimDuration.milliseconds(25)
  /// How long a kernel sends again to a peer that is gone (tcp_retries2 15), which is what ends the
  /// call of a proxy without a timeout.
  private static let connectionEnd = SimDuration.seconds(925)

  /// What a service's model says of its clients.
  init(clients: CallSettings) {
    self.init(timeout: clients.timeout ?? Self.defaultTimeout, retries: clients.retries ?? 0)
  }

  /// Does as proxies of Istio do where no rule says otherwise.
  mutating func applyIstioDefault() {
    retries = Self.istioRetries
    retriesOnlyRefused = true
    backOffBase = Self.istioBackOff
    timeoutSpansAttempts = true
    isRetriedByProxy = true
  }

  /// Does as a controller of ingress-nginx for the requests of an Ingress.
  ///
  /// Requests of methods that change something are passed on only while nothing was sent, unless
  /// `non_idempotent` is named (nginx, `proxy_next_upstream`).
  mutating func apply(_ settings: NginxProxySettings, isIdempotent: Bool) {
    let named = settings.nextUpstream
    var next = NextUpstream()
    next.connectTimeout = settings.connectTimeout
    next.limit = settings.nextUpstreamTimeout
    next.repeatsSent = isIdempotent || named.contains("non_idempotent")
    if !named.contains("off") {
      if named.contains("error") { next.cases.insert(.error) }
      if named.contains("timeout") { next.cases.insert(.timeout) }
      if named.contains("http_500") { next.cases.insert(.failure) }
      if named.contains("http_503") { next.cases.insert(.unavailable) }
    }
    nextUpstream = next
    timeout = settings.readTimeout
    isTimedByProxy = true
    timeoutSpansAttempts = false
    retries = settings.tries > 0 ? settings.tries - 1 : Int.max
    isRetriedByProxy = true
    retriesOnlyRefused = false
    retriesTimeouts = next.cases.contains(.timeout) && next.repeatsSent
  }

  /// Does as a rule of routing says.
  mutating func apply(_ rule: HTTPRoute) {
    if let length = rule.timeout {
      // Zero turns the timeout off (istio.io, HTTPRoute).
      timeout = length > .zero ? length : Self.connectionEnd
      isTimedByProxy = true
      timeoutSpansAttempts = true
    }
    guard let again = rule.retries else { return }
    let conditions = again.retryOn.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }
    retries = again.attempts
    isRetriedByProxy = true
    backOffBase = again.backoff ?? Self.istioBackOff
    // Each of these covers a connection that was reset, as which Envoy takes an attempt whose time
    // is over (source/common/router/retry_state_impl.cc); a status code covers answers only.
    retriesTimeouts = conditions.contains { ["5xx", "gateway-error", "reset"].contains($0) }
    retriesOnlyRefused = !retriesTimeouts && !conditions.contains { Int($0) != nil }
    if let each = again.perTryTimeout, each > .zero, each < timeout {
      limit = timeout
      timeout = each
      isTimedByProxy = true
      timeoutSpansAttempts = false
    }
  }
}
