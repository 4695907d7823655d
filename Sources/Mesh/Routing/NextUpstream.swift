package import SimulationKernel

/// When a proxy of nginx gives up on a pod and passes the request on to the next one
/// (nginx, ngx_http_upstream_next; `proxy_next_upstream`).
package struct NextUpstream: BitwiseCopyable, Hashable, Sendable {
  /// How a try may end, after which the request is passed on.
  package struct Cases: OptionSet, BitwiseCopyable, Hashable, Sendable {
    /// The bits.
    package let rawValue: UInt8

    /// Makes a set of cases from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The connection was refused or reset.
    package static var error: Cases { Cases(rawValue: 1) }
    /// There was no connection, or no answer, in time.
    package static var timeout: Cases { Cases(rawValue: 2) }
    /// The pod answered with an error other than 503, which is taken for a status 500.
    package static var failure: Cases { Cases(rawValue: 4) }
    /// The pod answered 503: it had no room for the request.
    package static var unavailable: Cases { Cases(rawValue: 8) }
  }

  /// How long a connection is waited for; zero leaves that to the client's kernel or sidecar.
  package var connectTimeout = SimDuration.zero
  /// After which ends of a try the request is passed on.
  package var cases: Cases = []
  /// Whether that includes a request that was sent: one of a method that changes nothing twice.
  package var repeatsSent = true
  /// After how long from the first try on no other begins; zero for no limit.
  package var limit = SimDuration.zero

  /// Makes the rule of clients that do not pass requests on.
  package init() {}
}
