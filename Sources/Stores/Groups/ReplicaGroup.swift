import SimulationKernel

/// One shard of a store, or its coordinating group: members that hold copies of the same data.
package struct ReplicaGroup {
  /// Where the state of the group's protocol lives.
  enum Place {
    /// First place among all Raft members.
    case raft(Int)
    /// Place among all log-shipping groups.
    case shipping(Int)
    case erasure(ErasureSet)
    case registered
  }

  let store: Int
  /// The shard's number; -1 for a coordinating group.
  let shard: Int
  /// The members that hold copies, by slot.
  package internal(set) var members: [Int]
  let place: Place
  var pending = PendingWrites()
  /// Requests that wait for a leader.
  var parked: [Handle<StoreRequest>] = []
  /// The slot that takes writes; nil while there is none.
  package internal(set) var leader: Int?
  /// What each slot's pod is labelled with: whether it takes the group's writes.
  var published: [Bool?]
  /// The slot that took writes last.
  var lastLeader: Int?
  var lastAcceptedAt = SimTime.zero
  /// When a member first acted on a loss that has no record yet.
  var detectedAt: SimTime?
  /// When a successor is promoted.
  var decisionAt: SimTime?
  /// The record of an outage that waits for the first write after it.
  var openRecord: Int?
  /// The record of what the group lacks now, and whether it ever had everything.
  var openQuorum: Int?
  var wasWhole = false
  /// The last record of the group.
  var lastRecord: Int?
  /// Since when the primary sees no majority of the store's members.
  var isolatedSince: SimTime?
  /// A promoted-over primary that still answers clients on its side, and until when.
  var deposed: (slot: Int, until: SimTime)?
  /// Mean bytes of a log entry, for what is sent again.
  var entryBytes: Int64 = 256
  /// Raft: the last index acknowledged to clients or known to be committed.
  var acknowledged: UInt64 = 0
  var acknowledgedTerm: UInt32 = 0
  /// Shipping: the last place sent to each slot.
  var shipped: [UInt64]
  /// Shipping: since when a slot has not received the stream.
  var unlinkedSince: [SimTime?]
  /// Shipping: slots that receive all data anew, because the primary no longer keeps what they lack.
  var resyncing: UInt64 = 0
  /// Shipping: when a slot was last seen with every acknowledged write.
  var completeAt: [SimTime]
  /// What the leader of an in-sync set knows of its followers.
  var inSync: InSyncWatch
  /// How the shard stands, where an in-sync set is kept whose copies answer reads.
  var health = ShardHealth.green
  /// Bytes of a copy.
  var dataBytes: Int64 = 0
  /// Raft: the last entry of each slot that is counted on its disk, where none waits for a flush.
  var grown: [UInt64] = []
  /// The indices that it is made of, where they come and go.
  var lifecycle: IndexLifecycle?
  /// Which slots hold which blocks, where copies are no common log.
  package internal(set) var holders = HolderTable()
  /// Slots of a replicated log that lost their disk and have not caught up since.
  var destroyed: UInt64 = 0
  /// The term of each slot's group when its disk was lost.
  var lossTerms: [UInt32]
  /// Of those, slots that were removed and added anew, so that they take part.
  var readmitted: UInt64 = 0
  /// Slots whose copy is to be made anew.
  var rebuilding: UInt64 = 0
  /// Active parts of each slot, where writes make parts that are merged (ClickHouse).
  var parts: [MergedParts] = []
  /// Until when clients do not know yet who leads.
  var unknownUntil = SimTime.zero
  /// Sentinels: slots whose process follows nobody, or another than the primary, until it is told to;
  /// and whether clients do not know the primary yet.
  var unattached: UInt64 = 0
  var isUnannounced = false
  /// Sentinels: the master before a promotion that clients do not know of, while its process lives,
  /// and the slots that did not follow it.
  var unseated: (slot: Int, strangers: UInt64)?
  /// Sentinels: what promotions cost that clients do not know of yet.
  var unheard: UnheardPromotion?
  /// Redis: each replica's plans to replace its master.
  var elections: [ReplicaElection] = []
  /// Patroni: the leader key, and whether its holder saw the key's store at the last look.
  var leaderKey: LeaderKey?
  var sawKeyStore = true
  /// Patroni: when the database of a primary that started again is ready to take writes.
  var databaseAt: SimTime?
  /// CloudNativePG: the primary's lease.
  var lease: PrimaryLease?

  init(store: Int, shard: Int, members: [Int], place: Place) {
    self.store = store
    self.shard = shard
    self.members = members
    self.place = place
    shipped = Array(repeating: 0, count: members.count)
    completeAt = Array(repeating: .zero, count: members.count)
    published = Array(repeating: nil, count: members.count)
    unlinkedSince = Array(repeating: nil, count: members.count)
    inSync = InSyncWatch(copies: members.count)
    lossTerms = Array(repeating: 0, count: members.count)
  }

  /// The slot of a member, if it holds a copy.
  func slot(of member: Int) -> Int? {
    for slot in members.indices where members[slot] == member { return slot }
    return nil
  }

  /// Remembers a mean over about the last eight entries.
  mutating func note(entryBytes bytes: Int64) { entryBytes = (7 * entryBytes + bytes) / 8 }
}
