import SimulationKernel

/// Databases, caches and object stores.
extension ImageCatalog {
  static let databases = [
    postgres, redis, minio, neo4j, clickHouse, elasticsearch, etcd, mySQL, mongoDB, memcached,
    cassandra, distributedSQL, directory,
  ]

  // pgbench, read-only: 50,000 to 80,000 transactions a second on 8 vCPU, 0.1 to 0.16 ms each,
  // and 8,000 to 15,000 of the TPC-B kind, 0.5 to 1 ms each.
  private static let pgbench = "kb.ekarisky.com, pgbench on 8 vCPU"
  private static let postgres = ImageEntry(
    names: ["postgres", "postgresql", "postgresql-repmgr", "postgis", "timescaledb", "spilo"],
    role: .store(
      .postgresql,
      read: OperationFigures(
        cpu: .known(.lognormal(p50: 150e-6, p99: 1e-3), pgbench), bytes: .guess(.constant(2048))),
      write: OperationFigures(
        cpu: .known(.lognormal(p50: 700e-6, p99: 3e-3), pgbench),
        disk: .guess(.constant(16_384)))),
    ports: [5432])

  // 72,000 to 79,000 SET a second on one core, 13 us each.
  private static let redisBenchmark = "redis.io, benchmarks: 72,000 SET a second and core"
  private static let redisOperation = OperationFigures(
    cpu: .known(.lognormal(p50: 13e-6, p99: 60e-6), redisBenchmark))
  private static let redis = ImageEntry(
    names: [
      "redis", "redis-stack", "redis-stack-server", "redis-cluster", "redis-follower",
      "redis-slave", "redis-leader", "valkey", "keydb", "dragonfly",
    ],
    role: .store(.redis, read: redisOperation, write: redisOperation), ports: [6379])

  private static let minio = ImageEntry(
    names: ["minio"],
    role: .store(
      .minio,
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 5e-3, p99: 30e-3)), disk: .guess(.constant(65_536)),
        bytes: .guess(.constant(65_536))),
      write: OperationFigures(
        cpu: .guess(.lognormal(p50: 10e-3, p99: 50e-3)), disk: .guess(.constant(131_072)),
        bytes: .guess(.constant(65_536)))))

  private static let neo4j = ImageEntry(
    names: ["neo4j"],
    role: .store(
      .neo4j, read: OperationFigures(cpu: .guess(.lognormal(p50: 5e-3, p99: 30e-3))),
      write: OperationFigures(
        cpu: .guess(.lognormal(p50: 10e-3, p99: 50e-3)), disk: .guess(.constant(32_768)))),
    ports: [7687])

  private static let clickHouse = ImageEntry(
    names: ["clickhouse", "clickhouse-server"],
    role: .store(
      .clickhouse,
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 50e-3, p99: 300e-3)), disk: .guess(.constant(1_048_576)),
        bytes: .guess(.constant(16_384))),
      write: OperationFigures(
        cpu: .guess(.lognormal(p50: 5e-3, p99: 30e-3)), disk: .guess(.constant(65_536)))))

  private static let elasticsearch = ImageEntry(
    names: ["elasticsearch", "opensearch"],
    role: .store(
      .elasticsearch,
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 20e-3, p99: 100e-3)), bytes: .guess(.constant(16_384))),
      write: OperationFigures(
        cpu: .guess(.lognormal(p50: 10e-3, p99: 50e-3)), disk: .guess(.constant(32_768)))),
    ports: [9200])

  // 16,622 reads a second on 2 vCPU, 120 us each.
  private static let etcd = ImageEntry(
    names: ["etcd"],
    role: .store(
      .etcd,
      read: OperationFigures(
        cpu: .known(
          .lognormal(p50: 120e-6, p99: 500e-6),
          "etcd.io, Benchmarking etcd v3: 16,622 reads a second on 2 vCPU")),
      write: OperationFigures(
        cpu: .guess(.lognormal(p50: 200e-6, p99: 1e-3)), disk: .guess(.constant(4096)))),
    ports: [2379])

  private static let mySQL = ImageEntry(
    names: ["mysql", "mysql-server", "mariadb", "mariadb-galera", "percona", "percona-server"],
    role: .database(
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 200e-6, p99: 2e-3)), bytes: .guess(.constant(2048))),
      write: OperationFigures(cpu: .guess(.lognormal(p50: 700e-6, p99: 3e-3)))),
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 8, p99: 25)), startupCPU: .guess(.seconds(3)),
      memory: .guess(400 << 20), memoryPerRequest: .guess(256 << 10)),
    ports: [3306])

  private static let mongoDB = ImageEntry(
    names: ["mongo", "mongodb", "mongodb-community-server"],
    role: .database(
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 150e-6, p99: 1e-3)), bytes: .guess(.constant(2048))),
      write: OperationFigures(cpu: .guess(.lognormal(p50: 300e-6, p99: 2e-3)))),
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 5, p99: 15)), startupCPU: .guess(.seconds(1)),
      memory: .guess(200 << 20), memoryPerRequest: .guess(128 << 10)),
    ports: [27_017])

  private static let memcached = ImageEntry(
    names: ["memcached"],
    role: .database(
      read: OperationFigures(cpu: .guess(.lognormal(p50: 10e-6, p99: 50e-6))),
      write: OperationFigures(cpu: .guess(.lognormal(p50: 10e-6, p99: 50e-6)))),
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 0.2, p99: 1)), startupCPU: .guess(.milliseconds(20)),
      memory: .guess(64 << 20), memoryPerRequest: .guess(4096)),
    ports: [11_211])

  private static let cassandra = ImageEntry(
    names: ["cassandra", "dse-server", "scylla"],
    role: .database(
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 300e-6, p99: 3e-3)), bytes: .guess(.constant(2048))),
      write: OperationFigures(cpu: .guess(.lognormal(p50: 150e-6, p99: 1e-3)))),
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 30, p99: 90)), startupCPU: .guess(.seconds(15)),
      memory: .guess(1 << 30), memoryPerRequest: .guess(64 << 10)),
    ports: [9042])

  private static let distributedSQL = ImageEntry(
    names: ["cockroach", "yugabyte", "tidb", "mssql-server", "influxdb", "couchdb"],
    role: .database(
      read: OperationFigures(
        cpu: .guess(.lognormal(p50: 500e-6, p99: 5e-3)), bytes: .guess(.constant(2048))),
      write: OperationFigures(cpu: .guess(.lognormal(p50: 1e-3, p99: 10e-3)))),
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 8, p99: 25)), startupCPU: .guess(.seconds(3)),
      memory: .guess(512 << 20), memoryPerRequest: .guess(256 << 10)),
    ports: [26_257, 1433])

  private static let directory = ImageEntry(
    names: ["zookeeper", "kubernetes-zookeeper", "cp-zookeeper", "consul", "vault"],
    role: .database(
      read: OperationFigures(cpu: .guess(.lognormal(p50: 100e-6, p99: 1e-3))),
      write: OperationFigures(cpu: .guess(.lognormal(p50: 300e-6, p99: 2e-3)))),
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 4, p99: 12)), startupCPU: .guess(.seconds(1)),
      memory: .guess(128 << 20), memoryPerRequest: .guess(32 << 10)),
    ports: [2181])
}
