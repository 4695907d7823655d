package import SimulationKernel

/// A JetStream publisher's timers (nats.go `defaultRequestWait`, ADR-22).
package struct NATSPublisher: Equatable, Sendable {
  /// How long it waits for a confirmation.
  package var wait = SimDuration.seconds(5)

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
