package import SimulationKernel

/// What the proxy of callers does with a call before it lets it go anywhere: a VirtualService's
/// faults and direct response.
///
/// Envoy's fault filter stands before its router. So the delay comes before the timeout of the
/// route begins, and what the proxy answers by itself is tried again by none of the route's
/// retries. Each fault is drawn by itself, once for a call and all its attempts (Envoy,
/// extensions/filters/http/fault; istio.io HTTPFaultInjection).
package struct ProxyRule: BitwiseCopyable, Hashable, Sendable {
  /// How likely a call is delayed.
  package var delayChance = Probability.never
  /// By how long.
  package var delay = SimDuration.zero
  /// How likely a call is answered in place of its destination.
  package var abortChance = Probability.never
  /// What such a call is answered.
  package var abort = ProxyAnswer(.faultInjected, status: 503)
  /// What every other call is answered; nil where it goes to its destination.
  package var answer: ProxyAnswer?

  /// Makes a rule that lets every call go.
  package init() {}
}

/// What a proxy answers by itself.
package struct ProxyAnswer: BitwiseCopyable, Hashable, Sendable {
  /// Why it does, as Envoy's response flags tell it apart.
  package enum Reason: BitwiseCopyable, Sendable {
    /// A fault was injected.
    case faultInjected
    /// A rule says what to answer.
    case directResponse
    /// No rule of the host's holds for the call.
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
