package import SimulationKernel

/// What an engine is made of: protocols of Replication/ with their timers, and who holds what.
package struct EngineConfiguration: Sendable {
  /// How the copies of a shard agree.
  package enum Agreement: Sendable {
    /// A Raft group a shard.
    case raft(RaftParameters)
    /// A primary that ships its log, and the rule by which another takes over.
    case shipping(LogShipping.Acknowledgement, FailoverRule)
    /// Erasure-coded stripes without a leader.
    case erasure(ErasureSet)
    /// Any copy takes a write once a coordinating Raft group has registered it; the other copies
    /// fetch it afterwards.
    case registered
  }

  /// Who notices that a primary is gone, and what must be true before another is promoted.
  package enum FailoverRule: Equatable, Sendable {
    /// Redis Cluster: the other masters agree by gossip, a replica is elected by their majority.
    case gossip(nodeTimeout: SimDuration, requiresFullCoverage: Bool)
    /// A lease or session that ends: Kafka's brokers, Elasticsearch's checks, Patroni's key.
    case session(SessionRule)
    /// An operator watches the primary pod's readiness in the Kubernetes API (CloudNativePG).
    case podReadiness(PodReadinessRule)
  }

  /// A session's timers and the decision that follows its end.
  package struct SessionRule: Equatable, Sendable {
    /// Time between renewals.
    package var interval: SimDuration
    /// How long a renewal lasts.
    package var timeout: SimDuration
    /// Whether a closed connection ends the session at once (Elasticsearch).
    package var noticesClosedConnections: Bool
    /// Time from the session's end to the promotion, drawn uniformly.
    package var decision: ClosedRange<SimDuration>
    /// Who must have a majority for a promotion.
    package var electorate: Electorate
  }

  /// Whose majority decides about a promotion.
  package enum Electorate: Equatable, Sendable {
    /// The store's own members (Elasticsearch's masters).
    case members
    /// The coordinating Raft group (Kafka's controllers).
    case coordination
    /// A store outside the group that is taken to be there (Patroni's DCS).
    case outside
  }

  /// An operator's timers.
  package struct PodReadinessRule: Equatable, Sendable {
    /// Time from an unready primary to the promotion of another, drawn uniformly.
    package var decision: ClosedRange<SimDuration>
    /// The further time for which a candidate must have seen the primary's lease unchanged, when
    /// the primary did not release it (CloudNativePG failover.md: 15 s).
    package var leaseTakeover: SimDuration
  }

  /// Which copies answer reads.
  package enum Readers: Equatable, Sendable {
    /// Only the leader or primary.
    case leader
    /// The copy at which the request arrived, if it holds the shard.
    case anyCopy
  }

  /// A pod label that tells the primary from the others, so that Services can select by it.
  package struct RoleLabel: Equatable, Sendable {
    /// The label's key.
    package var key: String
    /// Its value on the primary's pod.
    package var primary: String
    /// Its value on the pods of the other copies.
    package var replica: String
  }

  /// How the copies of a shard agree.
  package var agreement: Agreement
  /// The members of each shard by their number among the store's pods, first primary first.
  package var shards: [[Int]]
  /// How hash slots lie on the shards; nil where keys are spread evenly.
  package var slots: SlotMap?
  /// The Raft group that coordinates the store, and how many pods it has; nil without one.
  package var coordination: RaftParameters?
  /// Whether a request that arrives at another member is passed on to the right one, as drivers do
  /// that know the cluster's map; otherwise it is refused.
  package var forwards = true
  /// Which copies answer reads.
  package var readers = Readers.leader
  /// Whether a write is on the primary's disk before it is acknowledged.
  package var flushesWrites = true
  /// Whether the primary ships only what it has flushed (PostgreSQL), or at once.
  package var shipsAfterFlush = false
  /// Whether copies flush what they receive before they confirm it.
  package var copiesFlush = false
  /// How often what was only written to the page cache reaches the disk.
  package var lazyFlush: SimDuration?
  /// How long a request waits in the store for a leader before it is refused.
  package var patience = SimDuration.zero
  /// After how long without a majority in sight a primary refuses writes by itself.
  package var fencing = SimDuration.infinity
  /// How long a copy may have been without the stream and still be promoted (Redis).
  package var replicaValidity: SimDuration?
  /// Bytes of log that a promoted copy may lack (Patroni).
  package var maximumLag: Int64?
  /// For how long a member that fell silent is still asked for its shards (MinIO).
  package var silenceTolerance = SimDuration.zero
  /// Copies that hold a registered write before it is acknowledged (ClickHouse insert_quorum).
  package var insertQuorum = InsertQuorum(replicas: 1)
  /// How long an insert waits for its quorum (ClickHouse insert_quorum_timeout).
  package var insertQuorumTimeout = SimDuration.infinity
  /// How long a member goes without its coordinating group before it refuses writes (ClickHouse).
  package var sessionLength = SimDuration.infinity
  /// What guards against more parts than merges keep up with (ClickHouse).
  package var partsPressure: PartsPressure?
  /// Whether parity stays as it is when drives are offline (MinIO).
  package var savesCapacity = false
  /// How copies are made anew; nil where that needs an operator.
  package var recovery: ShardRecovery.Rule?
  /// What happens to a member whose disk is full.
  package var whenFull = FullDisk.refusesWrites
  /// How long what is written is kept; nil for ever.
  package var retention: Retention?
  /// When a write-ahead log that is no data goes; nil where the log is the data (PostgreSQL).
  package var logRecycling: RecycledLog.Rule?
  /// When indices roll over and are deleted; nil where they grow (Elasticsearch).
  package var lifecycle: IndexLifecycle.Rule?
  /// How full disks may be (Elasticsearch).
  package var watermarks: DiskWatermarks?
  /// How long a member may fail to apply what its cluster publishes (Elasticsearch).
  package var applyLag: SimDuration?
  /// What blocks those who publish (RabbitMQ).
  package var alarms: ResourceAlarms?
  /// How long after it lost sight of a majority a member pauses; nil where none does (RabbitMQ).
  package var minorityPause: ClosedRange<SimDuration>?
  /// For how long a follower may be behind its leader and stay in the in-sync set (Kafka).
  package var lagLimit: SimDuration?
  /// Whether a leader that shuts down gives its shards to others first (Kafka).
  package var handsOverOnShutdown = false
  /// How often shards go back to the first copy of their assignment (Kafka).
  package var leaderRebalance: SimDuration?
  /// How long clients take to learn of a new leader, drawn uniformly (Kafka).
  package var clientRefresh: ClosedRange<SimDuration>?
  /// Who restarts the pods.
  package var manager = StoreOperator.statefulSet
  /// The label that follows the primary.
  package var roleLabel: RoleLabel?
  /// Whether a repeated write is recognised and has no second effect.
  package var deduplicates = false
  /// How messages are handed to consumers; nil for a store that is no broker.
  package var delivery: DeliveryRules?

  /// Makes a configuration; everything else has a default to change.
  package init(agreement: Agreement, shards: [[Int]]) {
    self.agreement = agreement
    self.shards = shards
  }
}
