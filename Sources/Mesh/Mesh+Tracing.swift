public import SimulationKernel

/// Traces of sampled journeys.
extension Mesh {
  /// Begins the trace of a journey; calls on its behalf name the span as their parent's.
  package mutating func beginTrace(ofJourney journey: Int, at now: SimTime) -> UInt32 {
    traces.begin(journey: journey, at: now)
  }

  /// Ends the trace of a journey.
  package mutating func endTrace(_ span: UInt32, failed: Bool, at now: SimTime) {
    traces.close(span, server: .max, failed: failed, at: now)
  }

  /// Opens the span of a call that is made under a span.
  @usableFromInline @inline(never)
  mutating func openSpan(along route: UInt32, under parent: UInt32, at now: SimTime) -> UInt32 {
    traces.open(.call(route: route), under: parent, at: now)
  }

  /// Closes the span of an attempt whose client knows the outcome.
  @usableFromInline @inline(never)
  mutating func closeSpan(_ span: UInt32, server: UInt32, failed: Bool, at now: SimTime) {
    traces.close(span, server: server, failed: failed, at: now)
  }

  /// The span of the attempt that follows one; none where that was not traced.
  mutating func spanOfAttempt(after call: Call, at now: SimTime) -> UInt32 {
    call.span == TraceLog.none ? call.span : traces.repeating(call.span, at: now)
  }

  /// Adds the span of a request to a host outside the cluster, made for a traced call.
  package mutating func traceExternal(
    host: UInt32, for handle: Handle<Call>, from start: SimTime, to end: SimTime, failed: Bool
  ) {
    let parent = calls[handle].span
    guard parent != TraceLog.none else { return }
    traces.add(.external(host: host), under: parent, from: start, to: end, failed: failed)
  }

  /// The spans that ended since this was last asked.
  package mutating func takeSpans() -> [Span] { traces.takeEnded() }

  /// The service and the operation that a route leads to, by number.
  package func target(ofRoute route: UInt32) -> (service: Int, operation: Int) {
    let route = routes[Int(route)]
    return (Int(route.service), Int(route.operation))
  }
}
