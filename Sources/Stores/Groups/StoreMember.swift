import SimulationKernel

/// One pod's part in a store.
package struct StoreMember {
  /// The store.
  package let store: Int
  /// The pod's number among the store's pods; those of a separate coordinating workload follow.
  package let ordinal: Int
  /// Whether the software runs.
  package internal(set) var isUp = false
  /// Whether it stopped without closing its connections: its machine lost power, or it is frozen.
  package internal(set) var isSilent = false
  /// When the software started last.
  var startedAt = SimTime.zero
  /// When the software first started with a disk that is empty now; nil where that did not happen.
  var emptySince: SimTime?
  /// When the software stopped last.
  var stoppedAt = SimTime.zero
  /// The failure detector for it, where the others know members by sessions.
  var session: SessionDetector?
  /// Whether its process is refused because the session of the process before it still lasts
  /// (Kafka).
  var isUnregistered = false
  /// Whether it got SIGTERM and shuts down in order.
  package internal(set) var isStopping = false
  /// Whether its process is frozen by SIGSTOP: it runs no instruction and answers nothing.
  package internal(set) var isFrozen = false
  /// Whether the Kubernetes API calls its pod ready.
  package internal(set) var isReady = true
  /// Whether the pod reaches the Kubernetes API.
  package internal(set) var seesAPI = true
  /// Whether its machine does, so that the API hears what the kubelet finds.
  package internal(set) var isNodeHeard = true
  /// How often the software has started; what was sent to an earlier start is lost.
  package internal(set) var epoch: UInt32 = 0
  /// The set of members of the store with which it can exchange packets, by ordinal.
  package internal(set) var reach = UInt64.max
  /// Operations answered.
  package internal(set) var answered: UInt64 = 0
  var disk: Disk
  /// The memory of its pod; nil without a limit.
  let memoryBytes: Int64?
  /// The node that its pod is on, by the cluster's numbering; -1 before the first pod.
  var machine = -1
  /// The rate of that node's network interface, in bytes a second.
  var line = Double.infinity
  /// What is on the disk by its age, where data is deleted by its age.
  var retained = RetainedLog(age: .zero)
  /// Its write-ahead log, where its engine recycles that (PostgreSQL).
  var log = RecycledLog()
  /// The capacity of the log's own disk in bytes; nil where the log is on the disk of the data.
  var logCapacity: Int64?
  /// Bytes of the write-ahead log since it last rolled over, where the engine keeps them in memory.
  var walBytes: Int64 = 0
  /// Since when it and a majority of the store's members hear nothing of each other; nil while they
  /// do.
  var isolatedSince: SimTime?
  /// How long after that they take each other for gone.
  var isolationLimit = SimDuration.infinity
  /// Since when its disk has answered nothing; nil while it answers.
  var stalledSince: SimTime?
  /// Whether the flood-stage watermark of its disk makes its indices read-only (Elasticsearch).
  var isReadOnly = false
  /// The events that a frozen process handles when it is thawed, in order.
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
  /// Redis Cluster: the bus between the members.
  var bus: ClusterBus?
  /// Redis Cluster: when the master of each shard last voted for a replica of each other shard.
  var votedAt: [SimTime?] = []
  /// Redis: its Sentinels.
  var sentinels: SentinelWatch?
  /// When page caches are next written to disk.
  var nextLazyFlush = SimTime.zero
  /// When its regular checks are due.
  var beats = StoreBeats()
  /// Whether the API permits the store's operator to carry out a failover.
  package internal(set) var isOperatorAllowed = true
  /// Whether the store's operator is at work, which also schedules its backups.
  package internal(set) var isOperatorAtWork = true
  /// Its base backups; nil where it is not backed up.
  package internal(set) var backup: BackupState?
  /// The archive to which its log is shipped; nil without one.
  var archive: LogArchive?
  /// The restore drill under way.
  var drill: RunningDrill?
  /// What backups and restores move through the network now.
  var streams: [MemberStream] = []
  /// Bytes that its writes have put into the log.
  var loggedBytes: Int64 = 0
  /// Of these, the bytes of which the archive knows.
  var archivedBytes: Int64 = 0
  /// Bytes of its writes without what the log adds to them.
  var storedBytes: Int64 = 0
  /// When the members' write-ahead logs are next recycled.
  var nextRecycling = SimTime.zero
  /// When the replicated logs were last compacted.
  var compactedAt = SimTime.zero
  /// The store that holds its backups; nil for a destination outside.
  var backupHolder: Int?
  /// Writes acknowledged by the end of each second.
  var history = AcceptedHistory()
  /// The spans of writes that it lacks since it was restored from a backup.
  package internal(set) var restored: [RestoredSpan] = []
  /// A loss of all data from which it is being restored; nil without one.
  var loss: DataLoss?
  /// The bytes that this loss destroyed.
  var dataAtLoss: Int64 = 0
  /// Since when the coordinating group commits nothing.
  var uncoordinatedSince: SimTime?
  /// Elasticsearch: the health of its worst shard.
  package internal(set) var health = ShardHealth.green
  /// When data that is too old is next deleted.
  var nextExpiry = SimTime.zero
  /// RabbitMQ: whether an alarm blocks publishers.
  package internal(set) var isBlocked = false
  /// Copies that are being made anew.
  var recoveries: [RunningRecovery] = []
  /// Snapshots on their way from leaders of replicated logs to followers.
  var snapshots: [RunningSnapshot] = []
  /// Requests answered without error.
  package internal(set) var answered: UInt64 = 0
  /// Requests answered with an error.
  package internal(set) var failed: UInt64 = 0
  /// Reads answered by a copy that lacked an acknowledged write.
  package internal(set) var staleReads: UInt64 = 0
}
