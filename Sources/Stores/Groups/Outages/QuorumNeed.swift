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
