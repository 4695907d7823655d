package import SimulationKernel

/// A span of a sampled trace, as Jaeger shows it.
package struct SpanRow: Sendable {
  /// The trace it is part of.
  package var trace: UInt64
  /// Its own number, unique within the trace.
  package var span: UInt64
  /// The span that caused it; nil for the first of a trace.
  package var parent: UInt64?
  /// The service that did the work.
  package var service: String
  /// Its endpoint.
  package var operation: String
  /// The pod that did it, `namespace/name`; empty for the client's side.
  package var pod: String
  /// When it began.
  package var start: SimTime
  /// How long it took.
  package var duration: SimDuration
  /// Whether it failed.
  package var failed: Bool

  /// Describes a span.
  package init(
    trace: UInt64, span: UInt64, parent: UInt64?, service: String, operation: String, pod: String,
    start: SimTime, duration: SimDuration, failed: Bool
  ) {
    self.trace = trace
    self.span = span
    self.parent = parent
    self.service = service
    self.operation = operation
    self.pod = pod
    self.start = start
    self.duration = duration
    self.failed = failed
  }
}
