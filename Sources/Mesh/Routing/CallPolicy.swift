package import SimulationKernel

/// When a caller's calls time out, and which failures are retried.
package struct CallPolicy: Hashable, Sendable {
  /// After how long a client gives up waiting.
  package var timeout: SimDuration
  /// Whether the timeout spans all attempts or each one.
  package var timeoutSpansAttempts: Bool
  /// How long all attempts together may take, where the timeout is that of each attempt.
  package var limit: SimDuration?
  /// Attempts after the first.
  package var retries: Int
  /// Whether only refused connections are tried again, or every failure.
  package var retriesOnlyRefused: Bool
  /// Whether an attempt that timed out is retried.
  package var retriesTimeouts = true
  /// The base of the exponential back-off between attempts; zero retries at once.
  package var backOffBase: SimDuration
  /// Whether the timeout is one of the callers' proxies rather than of their software.
  package var isTimedByProxy = false
  /// Whether retries are made by the callers' proxies rather than by their software.
  package var isRetriedByProxy = false
  /// When the caller passes a request on to another pod, as a proxy of nginx; nil for others.
  package var nextUpstream: NextUpstream?

  /// Makes a policy.
  package init(
    timeout: SimDuration, timeoutSpansAttempts: Bool = false, retries: Int = 0,
    retriesOnlyRefused: Bool = false, backOffBase: SimDuration = .zero
  ) {
    self.timeout = timeout
    self.timeoutSpansAttempts = timeoutSpansAttempts
    self.retries = retries
    self.retriesOnlyRefused = retriesOnlyRefused
    self.backOffBase = backOffBase
  }

  /// The pause before an attempt: uniform below the doubled base, capped at ten times the base
  /// (Envoy, source/common/common/backoff_strategy.cc).
  package static func pause(
    before attempt: UInt8, base: SimDuration, bits: UInt64
  ) -> SimDuration {
    let doubled = base.nanoseconds << Int64(min(attempt, 8) - 1)
    let ceiling = min(doubled, base.nanoseconds * 10)
    return SimDuration(nanoseconds: Int64(bits.multipliedFullWidth(by: UInt64(ceiling)).high))
  }
}
