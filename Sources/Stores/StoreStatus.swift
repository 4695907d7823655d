package import Cluster
package import SimulationKernel

/// The status of a store, as its exporter would report it.
package struct StoreStatus: Sendable {
  /// One of its pods.
  package struct Member: Sendable {
    /// The member's pod; `none` before its first pod.
    package var pod: PodHandle
    /// Whether its software runs.
    package var isUp: Bool
    /// How many shards it takes the writes of.
    package var ledShards = 0
    /// How many copies of those shards receive its stream.
    package var connectedCopies = 0
    /// For how long a copy on this member has lacked an acknowledged write, of its copies the one
    /// that is furthest behind; zero on a primary.
    package var lag = SimDuration.zero
  }

  /// The pods with data, in their order.
  package var members: [Member]
  /// The number of shards.
  package var shards = 0
  /// How many shards have no member that takes writes.
  package var leaderless = 0
  /// How many shards have a copy that is not up or does not receive the stream.
  package var underReplicated = 0
}
