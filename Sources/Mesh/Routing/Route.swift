public import SimulationKernel

/// A compiled destination of calls: service, operation, timeout and retries.
///
/// Callers with the same destination and policy share one route.
public struct Route: BitwiseCopyable, Hashable, Sendable {
  /// The service called, by number.
  public let service: UInt32
  /// Whose pods may answer: the service's number or its subset's; of a shared-out route its split.
  @usableFromInline var upstream: UInt32
  /// What is asked of it, in the answering software's own numbering.
  public let operation: UInt32
  /// The class of the timeout, or `neverTimesOut`.
  @usableFromInline let timerClass: UInt32
  /// Attempts after the first.
  @usableFromInline let retries: UInt8
  /// Whether the timeout spans all attempts (Istio's route timeout) or each one.
  @usableFromInline let timeoutSpansAttempts: Bool
  /// Whether only refused connections are tried again (Istio's default), or every failure.
  @usableFromInline let retriesOnlyRefused: Bool
  /// Whether its messages have sizes.
  @usableFromInline let isSized: Bool
  /// What calls along it need beside the way to a pod.
  @usableFromInline var traits = Traits(rawValue: 0)
  /// The base of Envoy's exponential back-off between attempts; zero retries at once.
  @usableFromInline let backOffBase: SimDuration

  /// What calls along a route need beside the way to a pod; nearly all need nothing.
  @usableFromInline
  struct Traits: OptionSet, BitwiseCopyable, Hashable, Sendable {
    @usableFromInline let rawValue: UInt8

    @inlinable @inline(always)
    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Each call takes one of several routes, by their weights.
    static var split: Traits { Traits(rawValue: 1) }
    /// The clients' proxies have a rule for it.
    static var ruled: Traits { Traits(rawValue: 2) }
    /// The clients' proxies guard themselves against its upstream.
    static var guarded: Traits { Traits(rawValue: 4) }
    /// The timeout is the proxies', not the callers' own.
    static var timedByProxy: Traits { Traits(rawValue: 8) }
    /// Further attempts are the proxies', not the callers' own.
    static var retriedByProxy: Traits { Traits(rawValue: 16) }
    /// An attempt whose time is over is followed by another.
    static var retriesTimeouts: Traits { Traits(rawValue: 32) }
    /// All attempts together have a limit beside each one's timeout.
    @inlinable @inline(always) static var limited: Traits { Traits(rawValue: 64) }

    /// What keeps a call from being sent in the ordinary way: split, ruled or guarded.
    @inlinable @inline(always) static var special: Traits { Traits(rawValue: 7) }
  }

  /// Stands for the class of calls that wait for ever.
  @inlinable @inline(always) static var neverTimesOut: UInt32 { UInt32.max }
}

/// How calls along a route give up and try again.
package struct CallPolicy: Hashable, Sendable {
  /// When a client gives up waiting.
  package var timeout: SimDuration
  /// Whether the timeout spans all attempts or each one.
  package var timeoutSpansAttempts: Bool
  /// What all attempts together may take, where the timeout is each one's.
  package var limit: SimDuration?
  /// Attempts after the first.
  package var retries: Int
  /// Whether only refused connections are tried again, or every failure.
  package var retriesOnlyRefused: Bool
  /// Whether an attempt whose time is over is followed by another.
  package var retriesTimeouts = true
  /// The base of the exponential back-off between attempts; zero retries at once.
  package var backOffBase: SimDuration
  /// Whether the timeout is that of the callers' proxies, or the callers' own.
  package var isTimedByProxy = false
  /// Whether further attempts are those of the callers' proxies, or the callers' own.
  package var isRetriedByProxy = false

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
