public import SimulationKernel

/// A compiled destination of calls: which operation of which service, and when a call along it
/// times out and is retried.
///
/// Callers with the same destination and policy share one route. `Mesh.edgeLegs`, `sizes`,
/// `proxyRules` and `nextUpstreams` hold more of each route, by its number.
public struct Route: BitwiseCopyable, Hashable, Sendable {
  /// The service called, by number.
  public let service: UInt32
  /// The upstream whose pods may answer: the service's own, or that of a subset; with the trait
  /// `split` the first of the route's shares in `Mesh.splits`.
  @usableFromInline var upstream: UInt32
  /// The operation that is asked for, in the answering software's numbering.
  public let operation: UInt32
  /// The class of the timeout, or `neverTimesOut`.
  @usableFromInline let timerClass: UInt32
  /// Attempts after the first.
  @usableFromInline let retries: UInt8
  /// Whether the timeout spans all attempts (Istio's route timeout) or each one.
  @usableFromInline let timeoutSpansAttempts: Bool
  /// Whether only calls that were refused are retried (Istio's default), or every failure is.
  @usableFromInline let retriesOnlyRefused: Bool
  /// Whether its messages have sizes.
  @usableFromInline let isSized: Bool
  /// What calls along it need besides being sent to a pod.
  @usableFromInline var traits = Traits(rawValue: 0)
  /// The base of Envoy's exponential back-off between attempts; with zero a retry is made at once.
  @usableFromInline let backOffBase: SimDuration

  /// What calls along a route need besides being sent to a pod; nearly all routes have no trait.
  @usableFromInline
  struct Traits: OptionSet, BitwiseCopyable, Hashable, Sendable {
    @usableFromInline let rawValue: UInt8

    @inlinable @inline(always)
    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Each call takes one of several routes, chosen by their weights.
    static var split: Traits { Traits(rawValue: 1) }
    /// The clients' proxies have a rule for its calls (`ProxyRule`).
    static var ruled: Traits { Traits(rawValue: 2) }
    /// The clients' proxies limit connections to its upstream or eject its failing pods
    /// (`UpstreamGuard`).
    static var guarded: Traits { Traits(rawValue: 4) }
    /// The timeout is one of the clients' proxies, not of the callers' software.
    static var timedByProxy: Traits { Traits(rawValue: 8) }
    /// Retries are made by the clients' proxies, not by the callers' software.
    static var retriedByProxy: Traits { Traits(rawValue: 16) }
    /// An attempt that timed out is retried.
    static var retriesTimeouts: Traits { Traits(rawValue: 32) }
    /// All attempts together have a time limit besides the timeout of each (`AttemptLimits`).
    @inlinable @inline(always) static var limited: Traits { Traits(rawValue: 64) }
    /// The client is a proxy of nginx that passes requests on to other pods (`NextUpstream`).
    static var passesOn: Traits { Traits(rawValue: 128) }

    /// The traits with which `Mesh.call` must do more than pick a pod and send: split, ruled or
    /// guarded.
    @inlinable @inline(always) static var needsDetail: Traits { Traits(rawValue: 7) }
  }

  /// The timeout class of calls that wait for ever.
  @inlinable @inline(always) static var neverTimesOut: UInt32 { UInt32.max }
}
