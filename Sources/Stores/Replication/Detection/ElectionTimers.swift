package import SimulationKernel

/// What tells a member of RabbitMQ's Ra that its leader is gone, and how long it then waits before
/// an election (rabbitmq/ra `ra_server_proc.erl`, `election_timeout_action`).
package enum LeaderLoss: Sendable {
  /// The leader's process ended while its node lives.
  case processDown
  /// The connection to the leader's node closed.
  case connectionClosed
  /// The node fell silent and the aten detector suspects it.
  case silence

  /// Ra's broadcast time.
  private static var broadcast: SimDuration { .milliseconds(100) }
  /// Ra's election multiplier.
  private static var multiplier: Int64 { 5 }
  /// Silence that aten reports, with its heartbeats of 100 ms.
  private static let shortestSilence = SilenceEstimate.shortestReported(
    heartbeat: .milliseconds(100))
  /// Aten's poll interval.
  private static var poll: SimDuration { .seconds(1) }

  /// The shortest and the longest wait; each wait is drawn uniformly in whole milliseconds.
  package var electionWait: ClosedRange<SimDuration> {
    let tick = SimDuration.milliseconds(1)
    switch self {
    case .processDown: return tick...Self.broadcast
    case .connectionClosed:
      return Self.broadcast + tick...Self.broadcast + Self.broadcast * Self.multiplier
    case .silence:
      return Self.poll + tick...Self.poll + Self.broadcast * (Self.multiplier * 2)
    }
  }

  /// From the loss to the election, drawn: aten suspects a silent node when its silence exceeds
  /// 1.5 times the 99th percentile of its heartbeats' 100 ms distance, at its next poll.
  package func detectionDelay(using random: inout EntityRandom) -> SimDuration {
    let wait = random.duration(from: electionWait.lowerBound, to: electionWait.upperBound)
    guard case .silence = self else { return wait }
    return Self.shortestSilence + random.duration(below: Self.poll) + wait
  }
}
