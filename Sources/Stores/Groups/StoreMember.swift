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
  /// When the software started last.
  var startedAt = SimTime.zero
  /// When the software first started with the disk that is empty; nil before.
  var emptySince: SimTime?
  /// When the software stopped last.
  var stoppedAt = SimTime.zero
  /// What says whether it is there, where members are known by sessions.
  var session: SessionDetector?
  /// Whether its process is refused while the session of the one before it lasts (Kafka).
  var isUnregistered = false
  /// Whether it is shutting down in order.
  package internal(set) var isStopping = false
  /// Whether its process was stopped by a signal; it gives no sign of life.
  package internal(set) var isFrozen = false
  /// What the Kubernetes API says about the pod's readiness.
  package internal(set) var isReady = true
  /// Whether the pod reaches the Kubernetes API.
  package internal(set) var seesAPI = true
  /// Whether its machine does, so that the API hears what the kubelet finds.
  package internal(set) var isNodeHeard = true
  /// How often the software started; what was sent to an earlier start is lost.
  package internal(set) var epoch: UInt32 = 0
  /// Which members of the store it can exchange packets with, by ordinal.
  package internal(set) var reach = UInt64.max
  /// Operations answered.
  package internal(set) var answered: UInt64 = 0
  var disk: Disk
  /// The memory of its pod; nil without a limit.
  let memoryBytes: Int64?
  /// The machine that it is on, by the cluster's numbering, and the bytes a second of that machine's
  /// line; with -1 nothing limits it.
  var machine = -1
  var line = Double.infinity
  /// What is on the disk by its age, where it is deleted by age.
  var retained = RetainedLog(age: .zero)
  /// Its write-ahead log, where that is recycled, and what the log's own disk holds; nil where it is
  /// on the disk of the data.
  var log = RecycledLog()
  var logCapacity: Int64?
  /// Bytes of the write-ahead log since it last rolled over, where the engine keeps them in memory.
  var walBytes: Int64 = 0
  /// Since when it and a majority of the store's members hear nothing of each other, and how long
  /// after that they call each other gone.
  var isolatedSince: SimTime?
  var isolationLimit = SimDuration.infinity
  /// Since when its disk answers nothing.
  var stalledSince: SimTime?
  /// Whether the watermarks of its disk make its indices read-only.
  var isReadOnly = false
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
  /// Redis: its Sentinels.
  var sentinels: SentinelWatch?
  var nextLazyFlush = SimTime.zero
  /// When it looks after its members.
  var beats = StoreBeats()
  /// Whether the API lets the store's operator do what a failover takes.
  package internal(set) var isOperatorAllowed = true
  /// Whether the operator that schedules its backups does its work.
  package internal(set) var isKeeperAtWork = true
  /// Its base backups, and the log that is shipped.
  package internal(set) var backup: BackupState?
  var archive: LogArchive?
  /// The drill under way, and what backups and restores move through the network now.
  var drill: RunningDrill?
  var streams: [MemberStream] = []
  /// Bytes that its writes put into the log, and those that the archive has seen.
  var loggedBytes: Int64 = 0
  var archivedBytes: Int64 = 0
  /// Bytes of its writes without what the log adds to them.
  var storedBytes: Int64 = 0
  /// When the logs are next looked at.
  var nextRecycling = SimTime.zero
  /// When the replicated logs were looked at.
  var compactedAt = SimTime.zero
  /// The store that holds its backups; nil for a destination outside.
  var backupHolder: Int?
  /// Writes acknowledged by the end of each second.
  var history = AcceptedHistory()
  /// What it lacks since it was brought back from a backup.
  package internal(set) var restored: [RestoredSpan] = []
  /// A loss of all data that is being made good, and the bytes that were lost.
  var loss: DataLoss?
  var dataAtLoss: Int64 = 0
  /// Since when the coordinating group commits nothing.
  var uncoordinatedSince: SimTime?
  /// How the worst of its shards stands.
  package internal(set) var health = ShardHealth.green
  /// When old data is next looked for.
  var nextExpiry = SimTime.zero
  /// Whether an alarm blocks those who publish.
  package internal(set) var isBlocked = false
  /// Copies that are made anew.
  var recoveries: [RunningRecovery] = []
  /// States on their way from leaders of replicated logs to followers.
  var snapshots: [RunningSnapshot] = []
  /// Requests answered without error.
  package internal(set) var answered: UInt64 = 0
  /// Requests answered with an error.
  package internal(set) var failed: UInt64 = 0
  /// Reads answered by a copy that lacked an acknowledged write.
  package internal(set) var staleReads: UInt64 = 0
}
