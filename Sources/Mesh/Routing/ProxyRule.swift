package import SimulationKernel

/// What a caller's proxy does with a call before it routes it: the faults and the direct response
/// of a VirtualService.
///
/// Envoy's fault filter stands before its router. So the route's timeout begins after the delay,
/// and the route's retries never repeat a call that the proxy answered by itself. Delay and abort
/// are drawn independently, once for a call and all its attempts (Envoy,
/// extensions/filters/http/fault; istio.io HTTPFaultInjection).
package struct ProxyRule: BitwiseCopyable, Hashable, Sendable {
  /// The probability that a call is delayed.
  package var delayChance = Probability.never
  /// By how long.
  package var delay = SimDuration.zero
  /// The probability that the proxy answers a call in place of its destination.
  package var abortChance = Probability.never
  /// The answer to such a call.
  package var abort = ProxyAnswer(.faultInjected, status: 503)
  /// The proxy's answer to every other call; nil where these go to their destination.
  package var answer: ProxyAnswer?

  /// Makes a rule under which every call goes to its destination undelayed.
  package init() {}
}
