import SimulationKernel

/// One store: its engine's configuration, members and groups.
package struct StoreState {
  /// The system's name.
  package let name: String
  let configuration: EngineConfiguration
  /// The members of the data shards.
  package let members: Range<Int>
  /// The members of the coordinating group, or without one, those that hold no data.
  package let coordinators: Range<Int>
  /// Elasticsearch: the members that vote about the master, and may be it.
  let electors: [Int]
  /// The groups of the shards.
  package let shards: Range<Int>
  /// The coordinating group.
  package let coordination: Int?
  var random: EntityRandom
  /// Draws how long the starts of its members take.
  var startRandom: EntityRandom
  /// Redis Cluster: the bus between the members.
  var bus: ClusterBus?
  /// Elasticsearch: the member that was elected master.
  package internal(set) var master: Int?
  /// Elasticsearch: since when no master was heard, while none is elected.
  var masterlessSince: SimTime?
  /// Elasticsearch: until when its master waits for members to take its first cluster state.
  var publishingUntil = SimTime.zero
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
  /// Elasticsearch: when its operator looks at the health next.
  var nextHealthLook = SimTime.zero
  /// When data that is too old is next deleted.
  var nextExpiry = SimTime.zero
  /// RabbitMQ: whether an alarm blocks publishers.
  package internal(set) var isBlocked = false
  /// etcd: since when an alarm refuses writes, because a member's database reached its quota.
  var spaceAlarmAt: SimTime?
  /// The member whose alarm that is, of which no event was recorded yet.
  var spaceAlarm: Int?
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
