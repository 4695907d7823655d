package import SimulationKernel

/// What Ra's election timers are made of.
package struct RaTimers: Sendable {
  /// Ra's broadcast time.
  package var broadcast = SimDuration.milliseconds(100)
  /// Ra's election multiplier.
  package var multiplier: Int64 = 5
  /// How often aten looks at who fell silent, 1 s of its own; also the least wait after it found
  /// somebody (rabbitmq/ra `ra_server_proc.erl`, `election_timeout_action`).
  package var poll = SimDuration.seconds(1)

  /// Ra's own defaults, and aten's.
  package init() {}
}
