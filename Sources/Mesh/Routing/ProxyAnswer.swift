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
