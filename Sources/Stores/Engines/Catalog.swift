package import Manifests

/// The data systems that can run: one line an engine.
package enum EngineCatalog {
  /// What an engine is made of under some options.
  package static func configuration(
    of engine: StoreEngine, _ options: EngineOptions
  ) -> EngineConfiguration {
    var configuration = parts(of: engine, options)
    configuration.startup = options.range("startup", EngineStartup.usual(of: engine))
    configuration.coordinatorStartup = EngineStartup.ofCoordinators(of: engine)
    return configuration
  }

  private static func parts(
    of engine: StoreEngine, _ options: EngineOptions
  ) -> EngineConfiguration {
    switch engine {
    case .postgresql: PostgreSQL.configuration(options)
    case .redis:
      if let arrangement = PlainServers.arrangement(options) {
        PlainServers.redis(arrangement, options)
      } else if options.isReplicated {
        RedisSentinel.configuration(options)
      } else {
        RedisCluster.configuration(options)
      }
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

  /// What an engine's layout and settings come to, in sentences.
  static func findings(of engine: StoreEngine, _ options: EngineOptions) -> [String] {
    switch engine {
    case .minio: MinIO.findings(options)
    case .rabbitmq: RabbitMQ.findings(options)
    case .nats: NATS.findings(options)
    case .neo4j: Neo4j.findings(options)
    case .postgresql: Repmgr.findings(options)
    case .redis, .clickhouse, .elasticsearch, .kafka, .etcd: []
    }
  }
}
