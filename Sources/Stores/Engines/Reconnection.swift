package import SimulationKernel

/// How Kafka's clients open a connection anew that was not made (`ClusterConnectionStates`;
/// `CommonClientConfigs`, `ProducerConfig`).
///
/// The pauses and the patience double with each failure in a row. The fifth by which a client draws
/// each of them longer or shorter is left out.
package struct Reconnection: Equatable, Sendable {
  /// The pause after the first failure (`reconnect.backoff.ms`).
  package var pauseMin = SimDuration.milliseconds(50)
  /// The longest pause (`reconnect.backoff.max.ms`).
  package var pauseMax = SimDuration.seconds(1)
  /// How long the first connection is waited for (`socket.connection.setup.timeout.ms`).
  package var patienceMin = SimDuration.seconds(10)
  /// How long any is (`socket.connection.setup.timeout.max.ms`).
  package var patienceMax = SimDuration.seconds(30)

  /// How long in all a producer waits for the map (`max.block.ms`).
  package var limit = SimDuration.minutes(1)

  /// Makes the timers of a client of which nothing is set.
  package init() {}

  /// The pause after so many failures in a row, at least one.
  package func pause(after failures: Int) -> SimDuration {
    min(pauseMax, pauseMin * Self.growth(failures - 1))
  }

  /// How long a connection is waited for after so many failures in a row.
  package func patience(after failures: Int) -> SimDuration {
    min(patienceMax, patienceMin * Self.growth(failures))
  }

  private static func growth(_ doublings: Int) -> Int64 { 1 << Int64(min(max(doublings, 0), 16)) }
}
