package import SimulationKernel

/// Keeper's timers as its server and its clients have them.
package struct KeeperTimers: Equatable, Sendable {
  /// How long a client's session lasts without a sign of life (ZooKeeperConstants.h).
  package var session = SimDuration.seconds(30)
  /// The shortest session that the server grants (CoordinationSettings.cpp).
  package var shortestSession = SimDuration.seconds(10)
  /// The longest session that the server grants.
  package var longestSession = SimDuration.seconds(100)
  /// How long a client waits for an operation.
  package var operation = SimDuration.seconds(10)
  /// How long it waits for a connection to a server before it tries the next.
  package var connection = SimDuration.seconds(1)
  /// Entries between two snapshots.
  package var snapshotDistance = 100_000
  /// Entries before a snapshot that the log keeps.
  package var reservedLogItems = 100_000
  /// Time between the leader's heartbeats.
  package var heartbeat = SimDuration.milliseconds(500)
  /// The ends of a follower's election timeout.
  package var election = SimDuration.seconds(1)...SimDuration.seconds(2)

  /// Makes the timers of a Keeper of which nothing is set.
  package init() {}
}
