import SimulationKernel

/// One shard of a store, or its coordinating group: members that hold copies of the same data.
///
/// Fields whose comment names a protocol or an engine are used by that one only.
package struct ReplicaGroup {
  /// The protocol that the group runs, and where that one's state is kept.
  enum ProtocolState {
    /// Raft: the index of the first slot's state in `StoreGroups.rafts`; the other slots follow.
    case raft(Int)
    /// Log shipping: the index of the group's state in `StoreGroups.shippings`.
    case shipping(Int)
    /// Erasure coding (MinIO).
    case erasure(ErasureSet)
    /// Asynchronous replicas whose writes the coordinating group registers (ClickHouse).
    case registered
  }

  let store: Int
  /// The shard's number; -1 for a coordinating group.
  let shard: Int
  /// The members that hold copies, by slot.
  package internal(set) var members: [Int]
  let protocolState: ProtocolState
  var pending = PendingWrites()
  /// Requests that wait for a leader.
  var parked: [Handle<StoreRequest>] = []
  /// The slot that takes writes; nil while there is none.
  package internal(set) var leader: Int?
  /// By slot: whether its pod is labelled as the one that takes the group's writes; nil before a
  /// label.
  var published: [Bool?]
  /// The slot that took writes last.
  var lastLeader: Int?
  /// When the last write was acknowledged.
  var lastAcceptedAt = SimTime.zero
  /// When the loss of the leader was detected that is not settled yet; nil without one.
  var detectedAt: SimTime?
  /// When a successor may be promoted; nil while none is sought.
  var decisionAt: SimTime?
  /// The record, in `StoreGroups.failovers`, of an outage after which no write was acknowledged
  /// yet.
  var openRecord: Int?
  /// The record, in `StoreGroups.quorums`, of what the group lacks now; nil while it lacks nothing.
  var openQuorum: Int?
  /// Whether the group has ever lacked nothing; until then it is still being set up.
  var wasWhole = false
  /// The last failover record of the group.
  var lastRecord: Int?
  /// Since when the leader sees no majority; nil while it does.
  var isolatedSince: SimTime?
  /// A former primary that was replaced and still answers clients on its side of a partition, and
  /// until when it does.
  var deposed: (slot: Int, until: SimTime)?
  /// The mean size of a log entry in bytes, for the size of what is sent again.
  private(set) var entryBytes: Int64 = 256
  /// Whether that is the size of entries that were written.
  private var isEntryKnown = false
  /// Raft: the last index that was acknowledged to clients or is known to be committed, and its
  /// term.
  var acknowledged = (index: 0 as UInt64, term: 0 as UInt32)
  /// Log shipping: by slot, the primary's stream to it.
  var links: [CopyLink]
  /// Log shipping: the set of slots that receive all data anew, because the primary's log no longer
  /// holds what they lack.
  var resyncing = BitSet()
  /// repmgr: the set of slots whose process started and will clone the primary's data.
  var cloning = BitSet()
  /// Kafka and Elasticsearch: what the leader of an in-sync set knows of its followers.
  var inSync: InSyncWatch
  /// Elasticsearch: the health of the shard.
  var health = ShardHealth.green
  /// The size of a copy in bytes.
  var dataBytes: Int64 = 0
  /// Raft: by slot, the last entry that is counted as used space of its disk, where entries do not
  /// wait for a flush.
  var grown: [UInt64] = []
  /// Elasticsearch: the indices that the shard is made of, where a lifecycle policy rolls them
  /// over.
  var lifecycle: IndexLifecycle?
  /// Which slots hold which blocks of data, where the copies do not follow one log.
  package internal(set) var holders = HolderTable()
  /// Raft: the slots that lost their disks.
  var lostDisks: LostDisks
  /// The set of slots whose copy is to be made anew.
  var rebuilding = BitSet()
  /// ClickHouse: by slot, the active parts, which writes make and merges reduce.
  var parts: [MergedParts] = []
  /// Until when clients do not know the present leader yet.
  var unknownUntil = SimTime.zero
  /// Sentinels: the set of slots whose process replicates from nobody, or from another than the
  /// primary, until a Sentinel tells it otherwise.
  var unattached = BitSet()
  /// Sentinels: the promotion that clients do not know yet.
  var promotion = SentinelPromotion()
  /// Redis Cluster: by slot, the election by which the replica would replace its master.
  var elections: [ReplicaElection] = []
  /// Patroni: the leader key and the primary's agent.
  var patroni: PatroniState?
  /// CloudNativePG: the primary's lease.
  var lease: PrimaryLease?

  init(store: Int, shard: Int, members: [Int], protocolState: ProtocolState) {
    self.store = store
    self.shard = shard
    self.members = members
    self.protocolState = protocolState
    links = Array(repeating: CopyLink(), count: members.count)
    published = Array(repeating: nil, count: members.count)
    inSync = InSyncWatch(copies: members.count)
    lostDisks = LostDisks(of: members.count)
  }

  /// The slot of a member, if it holds a copy.
  func slot(of member: Int) -> Int? {
    for slot in members.indices where members[slot] == member { return slot }
    return nil
  }

  /// Updates the mean size of an entry: that of the first, then an exponential mean that weighs the
  /// new entry by an eighth, rounded towards it, so that entries of one size have that size.
  mutating func note(entryBytes bytes: Int64) {
    let upwards: Int64 = bytes > entryBytes ? 7 : 0
    entryBytes = isEntryKnown ? (7 * entryBytes + bytes + upwards) / 8 : bytes
    isEntryKnown = true
  }

  /// Raft: bytes that go to the disk with new entries; a vote is as long as one.
  func bytes(ofEntries new: UInt64) -> Int64 { Int64(max(new, 1)) * entryBytes }
}
