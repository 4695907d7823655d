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

  /// Silence that aten reports, with its heartbeats of 100 ms.
  private static let shortestSilence = SilenceEstimate.shortestReported(
    heartbeat: .milliseconds(100))

  /// The shortest and the longest wait; each wait is drawn uniformly in whole milliseconds.
  package func electionWait(_ timers: RaTimers) -> ClosedRange<SimDuration> {
    let tick = SimDuration.milliseconds(1)
    let longest = timers.broadcast * timers.multiplier
    switch self {
    case .processDown: return tick...timers.broadcast
    case .connectionClosed: return timers.broadcast + tick...timers.broadcast + longest
    case .silence: return timers.poll + tick...timers.poll + longest * 2
    }
  }

  /// The shortest and the longest time from the loss to the election.
  package func detectionBounds(_ timers: RaTimers) -> ClosedRange<SimDuration> {
    let wait = electionWait(timers)
    guard case .silence = self else { return wait }
    return Self.shortestSilence + wait.lowerBound...Self.shortestSilence + timers.poll
      + wait.upperBound
  }

  /// From the loss to the election, drawn: aten suspects a silent node when its silence exceeds
  /// 1.5 times the 99th percentile of its heartbeats' 100 ms distance, at its next poll.
  package func detectionDelay(_ timers: RaTimers, using random: inout EntityRandom) -> SimDuration {
    let range = electionWait(timers)
    let wait = random.duration(from: range.lowerBound, to: range.upperBound)
    guard case .silence = self else { return wait }
    return Self.shortestSilence + random.duration(below: timers.poll) + wait
  }
}
