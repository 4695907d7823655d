package import Manifests
package import SimulationKernel

/// How long the software of the engines takes to start: from its container's start until it
/// listens.
///
/// Lengths are those of a store that was running before, with little to read. What else lies
/// between a start and the first write (elections, sessions, a copy that catches up) has laws of
/// its own.
///
/// | Engine | Seconds | Source |
/// |---|---|---|
/// | Redis | 0.1 to 0.5 | too quick to be measured (docker-library/elasticsearch#159) |
/// | NATS | 0.1 to 0.5 | an estimate: it only reads the beginnings of its streams' files |
/// | etcd | 0.3 to 1 | an estimate: its database is mapped, its log read |
/// | MinIO | 1 to 2 | measured (docker-library/elasticsearch#159) |
/// | PostgreSQL | 1 to 3 | an estimate: the end of recovery from a recent checkpoint |
/// | ClickHouse | 3 to 5 | an estimate: 2.4 with no table (ClickHouse/clickhousectl#330) |
/// | RabbitMQ | 8 to 12 | 12 on a laptop, 5 of them before its first line (docker-library/rabbitmq#614) |
/// | Kafka | 8 to 15 | an estimate: 4 to 5 with nothing in it (strimzi/test-container#8) |
/// | Neo4j | 12 to 20 | an estimate: its Java process, then each database |
/// | Elasticsearch | 15 to 25 | 15 and 20 (docker-library/elasticsearch#159, testcontainers-java#7429) |
package enum EngineStartup {
  /// The time of an engine of whose start nothing is set.
  package static func usual(of engine: StoreEngine) -> ClosedRange<SimDuration> {
    switch engine {
    case .redis, .nats: .milliseconds(100)...(.milliseconds(500))
    case .etcd: .milliseconds(300)...(.seconds(1))
    case .minio: .seconds(1)...(.seconds(2))
    case .postgresql: .seconds(1)...(.seconds(3))
    case .clickhouse: .seconds(3)...(.seconds(5))
    case .rabbitmq: .seconds(8)...(.seconds(12))
    case .kafka: .seconds(8)...(.seconds(15))
    case .neo4j: .seconds(12)...(.seconds(20))
    case .elasticsearch: .seconds(15)...(.seconds(25))
    }
  }

  /// The time of the software that coordinates an engine's members from pods of its own; nil where
  /// that is the engine's, or there is none.
  ///
  /// Keeper is ClickHouse's program without tables, a controller of Kafka has no partitions to load
  /// (estimates).
  static func ofCoordinators(of engine: StoreEngine) -> ClosedRange<SimDuration>? {
    switch engine {
    case .clickhouse: .seconds(1)...(.seconds(2))
    case .kafka: .seconds(4)...(.seconds(8))
    case .postgresql: usual(of: .etcd)
    case .redis, .nats, .etcd, .minio, .rabbitmq, .neo4j, .elasticsearch: nil
    }
  }
}
