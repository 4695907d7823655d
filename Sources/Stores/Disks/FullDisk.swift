/// What happens to a member whose disk has no room for what it must write.
package enum FullDisk: Equatable, Sendable {
  /// It stops, and stops again while there is no room: PostgreSQL's PANIC, Kafka without a log
  /// directory, etcd that can not save.
  case stops
  /// It refuses what arrives at it: Redis, NATS, Neo4j, MinIO's drives, ClickHouse.
  case refusesWrites
}
