package import SimulationKernel

/// What a group needs a number of before it can accept a write.
package enum QuorumNeed: String, Equatable, Sendable {
  /// Members of a Raft group that reach each other.
  case voters = "members of the Raft group"
  /// Drives of an erasure set.
  case drives
  /// Servers that lock an object's name (MinIO).
  case lockers = "servers that lock a name"
  /// Copies that run, of which one takes the writes.
  case copies
  /// Copies that may take over from a lost primary by the system's own rules.
  case candidates = "copies that may take over"
  /// Complete copies that run (Kafka's in-sync set, Elasticsearch's).
  case completeCopies = "in-sync copies"
  /// Standbys that confirm a write before its client hears of it.
  case standbys = "synchronous standbys"
  /// Replicas that follow closely enough (Redis, min-replicas-to-write).
  case replicas = "replicas that follow"
  /// Masters that reach each other (Redis Cluster).
  case masters
  /// Shards with a copy, where all must have one (Redis Cluster, full coverage).
  case coveredShards = "shards with a copy"
  /// Nodes that can elect a master (Elasticsearch).
  case electors = "nodes that elect a master"
  /// Coordinating groups with a majority (ClickHouse's Keeper).
  case coordination = "coordinating groups with a majority"
  /// Members that see the store of the leader key (Patroni).
  case keyStores = "members that see the leader key's store"
}

/// What a group lacks at a time.
package struct QuorumLack: Equatable, Sendable {
  /// What there is too little of.
  package let need: QuorumNeed
  /// How much of it a write takes.
  package let needed: Int
  /// How much of it there is.
  package let there: Int
  /// Whether nobody answers reads either.
  package var stopsReads = false
}

/// One time during which a group could accept no write for want of members, copies or agreement.
///
/// A change of leaders that the rest of the group brings about by itself is none
/// (`FailoverRecord`).
package struct QuorumRecord: Equatable, Sendable {
  /// The store.
  package let store: Int
  /// The shard, or -1 for the coordinating group.
  package let shard: Int
  /// When it began.
  package let lostAt: SimTime
  /// When there was enough again; nil while there is not.
  package internal(set) var regainedAt: SimTime?
  /// What was lacking first, at its least; it stopped reads if it ever did.
  package internal(set) var lack: QuorumLack
}
