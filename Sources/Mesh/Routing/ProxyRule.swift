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

/// An answer that a proxy gives by itself.
package struct ProxyAnswer: BitwiseCopyable, Hashable, Sendable {
  /// Why it answers by itself, by the distinctions of Envoy's response flags.
  package enum Reason: BitwiseCopyable, Sendable {
    /// A fault was injected.
    case faultInjected
    /// The matching rule has a direct response.
    case directResponse
    /// The host has rules, and none of them matches the call.
    case noRoute
    /// The proxy has as many calls under way as it may.
    case overflow
  }

  /// Why.
  package let reason: Reason
  /// The HTTP status.
  package let status: UInt16
  /// Whether it is a failure for the caller.
  package let isFailure: Bool

  /// Makes an answer; it is a failure as its status says, which gRPC's status may overrule.
  package init(_ reason: Reason, status: UInt16, isFailure: Bool? = nil) {
    self.reason = reason
    self.status = status
    self.isFailure = isFailure ?? (status >= 400)
  }
}

/// How many calls to a service the proxies of their callers answered in one way.
package struct ProxyAnswerCount: Sendable {
  /// The service that was called.
  package let service: Int
  /// The answer.
  package let answer: ProxyAnswer
  /// Calls.
  package internal(set) var count: UInt64 = 0
}
