package import SimulationKernel

/// One attempt of a call, a request to a host outside, or a whole journey, of a sampled trace.
package struct Span: BitwiseCopyable, Sendable {
  /// What was done.
  package enum Subject: BitwiseCopyable, Sendable {
    /// A user's way through a journey, by number.
    case journey(UInt32)
    /// An attempt of a call along a route, by number.
    case call(route: UInt32)
    /// A request to a host outside the cluster, by number.
    case external(host: UInt32)
  }

  /// Its number in the run.
  package let number: UInt32
  /// The trace it is part of, counted from 1.
  package let trace: UInt32
  /// The span that caused it; nil for a journey's.
  package let parent: UInt32?
  /// What was done.
  package let subject: Subject
  /// When the client began.
  package let startedAt: SimTime
  /// When the client knew the outcome; infinity before.
  package internal(set) var endedAt = SimTime.infinity
  /// The pod that answered, as a raw handle; `UInt32.max` where none did.
  package internal(set) var server = UInt32.max
  /// Whether it failed.
  package internal(set) var hasFailed = false
}
