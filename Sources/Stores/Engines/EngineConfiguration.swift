package import Manifests
package import SimulationKernel

/// What an engine is made of: protocols of Replication/ with their timers, and who holds what.
package struct EngineConfiguration: Sendable {
  /// How the copies of a shard agree.
  package enum Agreement: Sendable {
    /// A Raft group a shard.
    case raft(RaftParameters)
    /// A primary that ships its log, and the rule by which another takes over.
    case shipping(LogShipping.Acknowledgement, FailoverRule)
    /// Erasure-coded stripes without a leader, and the set of each shard.
    case erasure([ErasureSet])
    /// Any copy takes a write once a coordinating Raft group has registered it; the other copies
    /// fetch it afterwards.
    case registered
  }

  /// Who notices that a primary is gone, and what must be true before another is promoted.
  package enum FailoverRule: Equatable, Sendable {
    /// Redis Cluster: the other masters agree by gossip, a replica is elected by their majority.
    case gossip(GossipRule)
    /// Redis' Sentinels: their majority votes for one that promotes a replica.
    case sentinel(SentinelRules)
    /// A lease or session that ends: Kafka's brokers, Elasticsearch's checks.
    case session(SessionRule)
    /// Patroni: a key in a store outside the group that its holder renews.
    case leaderKey(LeaderKeyRule)
    /// An operator watches the primary pod's readiness in the Kubernetes API (CloudNativePG).
    case podReadiness(PodReadinessRule)
    /// Nobody replaces a primary (servers that no cluster software and no operator looks after).
    case byHand
  }

  /// Redis Cluster's settings.
  package struct GossipRule: Equatable, Sendable {
    /// What follows from cluster-node-timeout.
    package var bus: ClusterBusRules
    /// Whether a connection that is refused counts as a ping at once.
    package var reportsRefusalAtOnce = false
    /// cluster-require-full-coverage.
    package var requiresFullCoverage = true
    /// cluster-replica-validity-factor; 0 takes any age.
    package var validityFactor = 10.0
    /// repl-ping-replica-period.
    package var pingPeriod = SimDuration.seconds(10)

    /// Makes the settings of a node timeout.
    package init(nodeTimeout: SimDuration) { bus = ClusterBusRules(nodeTimeout: nodeTimeout) }
  }

  /// A session's timers and the decision that follows its end.
  package struct SessionRule: Equatable, Sendable {
    /// The timers of a member's session.
    package var ofMembers: Renewal
    /// Whether a closed connection ends the session at once (Elasticsearch).
    package var noticesClosedConnections: Bool
    /// Time from the session's end to the promotion, drawn uniformly.
    package var decision: ClosedRange<SimDuration>
    /// Who must have a majority for a promotion.
    package var electorate: Electorate
    /// The same of the elected master, whom the other members check; nil where it is as any of them
    /// (Elasticsearch's LeaderChecker).
    package var ofMaster: Renewal?
    /// How long a member that is elected to keep the sessions waits for every member to take its
    /// first cluster state, and publishes no other (Elasticsearch's `cluster.publish.timeout`).
    package var firstPublication = SimDuration.zero
    /// How much longer a member is believed in whose machine is mute, for nothing refuses the
    /// connections to it (repmgr).
    package var silencePatience = SimDuration.zero
  }

  /// Whose majority decides about a promotion.
  package enum Electorate: Equatable, Sendable {
    /// The store's own members (Elasticsearch's masters).
    case members
    /// The coordinating Raft group (Kafka's controllers).
    case coordination
    /// The store's members but the primary, which nobody fences (repmgr's standbys).
    case followers
  }

  /// Patroni's settings.
  package struct LeaderKeyRule: Equatable, Sendable {
    /// ttl, loop_wait and retry_timeout.
    package var timers: PatroniTimers
    /// Bytes of log that a promoted copy may lack.
    package var maximumLag: Int64
    /// failsafe_mode: a primary without the key's store goes on while all members agree.
    package var isFailsafe = false
    /// How long a database may take to start before its member gives the key up.
    package var startTimeout = SimDuration.minutes(5)
    /// Ending recovery and moving the endpoint, drawn uniformly.
    package var promotion: ClosedRange<SimDuration>
    /// From a primary's container that starts again to its database that takes writes, drawn
    /// uniformly.
    package var restart: ClosedRange<SimDuration>
    /// How long an agent's try to start a database takes that can not start, drawn uniformly.
    package var failedStart: ClosedRange<SimDuration>
  }

  /// An operator's timers.
  package struct PodReadinessRule: Equatable, Sendable {
    /// Time from an unready primary to the order to promote another, drawn uniformly.
    package var decision: ClosedRange<SimDuration>
    /// leaseDurationSeconds, renewDeadlineSeconds and retryPeriodSeconds of the primary's lease; a
    /// candidate must have seen it unchanged for the first unless it was released.
    package var lease: (duration: SimDuration, renewDeadline: SimDuration, retry: SimDuration)
    /// Whether a failover needs a quorum of the synchronous candidates (failoverQuorum).
    package var needsQuorum = false
    /// Whether the operator lets everything be while an instance is down because the disk of its
    /// log is full: another primary would not mend that, and make it harder to.
    package var waitsForRoom = false

    /// The lease that these times would make is one: it outlasts the tries to renew it.
    package var isLeaseValid: Bool {
      PrimaryLease.isValid(
        duration: lease.duration, renewDeadline: lease.renewDeadline, retryPeriod: lease.retry)
    }

    /// Whether two rules are the same.
    package static func == (left: Self, right: Self) -> Bool {
      left.decision == right.decision && left.lease == right.lease
        && left.needsQuorum == right.needsQuorum && left.waitsForRoom == right.waitsForRoom
    }
  }

  /// What a process that ends takes with it.
  package enum MemoryRule: Equatable, Sendable {
    /// Nothing: what it wrote is in the page cache or on the disk.
    case kept
    /// What was written since the last snapshot of the data in memory (Redis without AOF).
    case sinceSnapshot(SavePoints)
    /// All data (Redis without AOF and snapshots).
    case lost
    /// Nothing, for it holds nothing: what it is told it passes on (NATS without JetStream).
    case empty
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
  /// The label of a member's machine that names its rack, over which copies are spread (Kafka under
  /// Strimzi); nil where racks say nothing, or were known before.
  package var rackLabel: String?
  /// How hash slots lie on the shards; nil where keys are spread evenly.
  package var slots: SlotMap?
  /// The Raft group that coordinates the store, and how many pods it has; nil without one.
  package var coordination: RaftParameters?
  /// Whether a request that arrives at another member gets to the right one; otherwise it is
  /// refused.
  package var forwards = true
  /// Whether it gets there from its client, which asks any member for the cluster's map and keeps
  /// it, and not through the member at which it arrived (Kafka's metadata, Redis' slots and MOVED).
  package var isMapKnown = false
  /// How a client that reached nobody for its map tries again by itself (Kafka); nil where its
  /// caller hears of the failure.
  package var reconnection: Reconnection?
  /// Which copies answer reads.
  package var readers = Readers.leader
  /// Whether each server has its own data and serves whoever arrives at it.
  package var servesAlone = false
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
  /// How those who write try again where nobody listens (JetStream); nil where writes wait.
  package var publisher: NATSPublisher?
  /// After how long without a majority in sight a primary refuses writes by itself.
  package var fencing = SimDuration.infinity
  /// What of its data a member keeps when its process ends while its machine lives.
  package var memory = MemoryRule.kept
  /// For how long a member that fell silent is still asked for its shards (MinIO).
  package var silenceTolerance = SimDuration.zero
  /// Copies that hold a registered write before it is acknowledged (ClickHouse insert_quorum).
  package var insertQuorum = InsertQuorum(replicas: 1)
  /// How long an insert waits for its quorum (ClickHouse insert_quorum_timeout).
  package var insertQuorumTimeout = SimDuration.infinity
  /// How long a member goes without its coordinating group before it refuses writes (ClickHouse).
  package var sessionLength = SimDuration.infinity
  /// How long a member waits for a connection to one of the coordinating group before it tries
  /// another, where each speaks to one of them (ClickHouse); nil elsewhere.
  package var keeperConnection: SimDuration?
  /// What guards against more parts than merges keep up with (ClickHouse).
  package var partsPressure: PartsPressure?
  /// Whether parity stays as it is when drives are offline (MinIO).
  package var savesCapacity = false
  /// How copies are made anew; nil where that needs an operator.
  package var recovery: ShardRecovery.Rule?
  /// Whether a process that starts again follows nobody until it is told whom to (Spotahome's
  /// operator of Redis).
  package var startsAsReplica = false
  /// Whether an operator makes a pod the master where the Sentinels can not (Spotahome's).
  package var picksMaster = false
  /// Whether a master that is told to end asks the Sentinels for a failover first.
  package var yieldsToSentinels = false
  /// Whether a process that starts beside a primary deletes its data and copies all anew (the entry
  /// point of Bitnami's image under repmgr).
  package var clonesAtStart = false
  /// Whether a member is ready only once it has its data (PostgreSQL).
  package var isReadyWithData = false
  /// What a member does that starts with an empty disk and is still known to the others by the name
  /// that it had.
  package var emptyStart = EmptyStart.staysOutside
  /// How long after it started an administrator makes a member with a new disk one again, where the
  /// system does not by itself; nil where nobody does.
  package var memberReplacement: SimDuration?
  /// What happens to a member whose disk is full.
  package var whenFull = FullDisk.refusesWrites
  /// The pauses between the tries of a member's software to reach the Kubernetes API, without which
  /// it does not start and after which it ends; empty where it does not need the API.
  package var startPauses: [SimDuration] = []
  /// From the start of a member's container until its software listens, takes part and answers
  /// probes, drawn uniformly; nil where it does at once.
  package var startup: ClosedRange<SimDuration>?
  /// The same of the pods that carry the coordinating group alone; nil where it is as `startup`.
  package var coordinatorStartup: ClosedRange<SimDuration>?
  /// How long what is written is kept; nil for ever.
  package var retention: Retention?
  /// The bytes at which a member's database is full and the cluster refuses writes (etcd).
  package var spaceQuota: Int64?
  /// How long after that an administrator makes room; nil where nobody does.
  package var spaceReclaim: SimDuration?
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
  /// From a node's silence until the others call it gone and end what hung on it; nil where nobody
  /// does (RabbitMQ).
  package var netTicks: ClosedRange<SimDuration>?
  /// What elections are made of that detectors begin, not silence (RabbitMQ).
  package var raTimers = RaTimers()
  /// Whether a member to which the majority is gone pauses (RabbitMQ).
  package var pausesMinority = false
  /// For how long a follower may be behind its leader and stay in the in-sync set (Kafka).
  package var lagLimit: SimDuration?
  /// Whether a leader that shuts down gives its shards to others first (Kafka).
  package var handsOverOnShutdown = false
  /// Whether a process is refused as long as the session of the one before it lasts (Kafka).
  package var refusesSecondRegistration = false
  /// How often shards go back to the first copy of their assignment (Kafka).
  package var leaderRebalance: SimDuration?
  /// How long clients take to learn of a new leader, drawn uniformly (Kafka).
  package var clientRefresh: ClosedRange<SimDuration>?
  /// Who restarts the pods.
  package var manager = StoreOperator.statefulSet
  /// Bytes of log that a primary keeps for copies that lag; one that lacks more gets all data anew.
  package var retainedLog = Int64.max
  /// min-replicas-to-write: replicas that must follow for a master to take writes (Redis).
  package var leastReplicas = 0
  /// min-replicas-max-lag: how old their last confirmation may be.
  package var greatestReplicaLag = SimDuration.seconds(10)
  /// The label that follows the primary.
  package var roleLabel: RoleLabel?
  /// Whether a repeated write is recognised and has no second effect.
  package var deduplicates = false
  /// How messages are handed to consumers; nil for a store that is no broker.
  package var delivery: DeliveryRules?

  /// The most time of acknowledged writes that a loss of power on all machines at once takes along.
  package var powerLossWindow: SimDuration { lazyFlush ?? .zero }

  /// Makes a configuration; everything else has a default to change.
  package init(agreement: Agreement, shards: [[Int]]) {
    self.agreement = agreement
    self.shards = shards
  }
}
