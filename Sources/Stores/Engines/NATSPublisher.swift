package import SimulationKernel

/// A JetStream publisher's timers (nats.go `defaultRequestWait`, ADR-22).
///
/// Only the leader of a stream listens to its subject. A server that knows of no listener says so
/// at once, and the publisher tries again a few times; where the servers still believe in one that
/// fell silent, nobody answers and the publisher waits in vain.
package struct NATSPublisher: Equatable, Sendable {
  /// How long it waits for a confirmation.
  package var wait = SimDuration.seconds(5)
  /// How often it tries again when nobody listens to the subject.
  package var retries = 2
  /// How long it waits before that.
  package var retryWait = SimDuration.milliseconds(250)

  /// Makes a publisher of which nothing is set.
  package init() {}

  /// What its timers come to.
  func findings(_ options: EngineOptions) -> [String] {
    let election = options.range("electionTimeout", .seconds(4)...(.seconds(9)))
    guard mayTimeOut(election: election) else { return [] }
    return [
      "a publish under way when a leader is lost may time out after \(wait.seconds) s: an election "
        + "takes up to \(election.upperBound.seconds) s"
    ]
  }

  /// Whether a publish that is under way when the leader is lost may time out before there is
  /// another.
  package func mayTimeOut(election: ClosedRange<SimDuration>) -> Bool {
    election.upperBound > wait
  }
}
