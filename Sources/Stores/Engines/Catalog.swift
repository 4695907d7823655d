package import Manifests

/// The data systems that can run: one line an engine.
package enum EngineCatalog {
  /// What an engine is made of under some options.
  package static func configuration(
    of engine: StoreEngine, _ options: EngineOptions
  ) -> EngineConfiguration {
    switch engine {
    case .postgresql: PostgreSQL.configuration(options)
    case .redis: RedisCluster.configuration(options)
    case .minio: MinIO.configuration(options)
    case .neo4j: Neo4j.configuration(options)
    case .clickhouse: ClickHouse.configuration(options)
    case .elasticsearch: Elasticsearch.configuration(options)
    case .nats: NATS.configuration(options)
    case .kafka: Kafka.configuration(options)
    case .rabbitmq: RabbitMQ.configuration(options)
    case .etcd: Etcd.configuration(options)
    }
  }

  /// The settings of an engine that its document may write and that change nothing here.
  package static func settingsNotModelled(of engine: StoreEngine) -> [String] {
    switch engine {
    case .clickhouse: ["sessionTimeout"]
    case .elasticsearch: ["delayedTimeout"]
    case .kafka: ["replicaLagTimeMax"]
    case .postgresql, .redis, .minio, .neo4j, .nats, .rabbitmq, .etcd: []
    }
  }
}
