import SimulationKernel

/// One pod's part in a store.
package struct StoreMember {
  /// The store.
  package let store: Int
  /// The pod's number among the store's pods; those of a separate coordinating workload follow.
  package let ordinal: Int
  /// Whether the software runs.
  package internal(set) var isUp = false
  /// Whether it vanished without closing its connections (the machine died).
  package internal(set) var isSilent = false
  /// When the software stopped last.
  var stoppedAt = SimTime.zero
  /// Whether it is shutting down in order.
  package internal(set) var isStopping = false
  /// Whether its process was stopped by a signal; it gives no sign of life.
  package internal(set) var isFrozen = false
  /// What the Kubernetes API says about the pod's readiness.
  package var isReady = true
  /// Whether the pod reaches the Kubernetes API.
  package var seesAPI = true
  /// How often the software started; what was sent to an earlier start is lost.
  package internal(set) var epoch: UInt32 = 0
  /// Which members of the store it can exchange packets with, by ordinal.
  package var reach = UInt64.max
  /// Operations answered.
  package internal(set) var answered: UInt64 = 0
  var disk: Disk
  /// What a stopped process will find when it goes on, in order.
  var backlog: [(event: StoreEvent, argument: UInt32)] = []
}

/// One store: its engine's configuration, members and groups.
package struct StoreState {
  /// The system's name.
  package let name: String
  let configuration: EngineConfiguration
  /// The members of the data shards.
  package let members: Range<Int>
  /// The members of the coordinating group.
  package let coordinators: Range<Int>
  /// The groups of the shards.
  package let shards: Range<Int>
  /// The coordinating group.
  package let coordination: Int?
  var random: EntityRandom
  /// Redis: the bus between the members, and when the master of each shard voted last for a replica
  /// of each other shard's.
  var bus: ClusterBus?
  var votedAt: [SimTime?] = []
  var nextLazyFlush = SimTime.zero
  /// Whether the API lets the store's operator do what a failover takes.
  package var isOperatorAllowed = true
  /// Requests answered without error.
  package internal(set) var answered: UInt64 = 0
  /// Requests answered with an error.
  package internal(set) var failed: UInt64 = 0
  /// Reads answered by a copy that lacked an acknowledged write.
  package internal(set) var staleReads: UInt64 = 0
}
