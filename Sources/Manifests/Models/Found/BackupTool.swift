/// What a Job's command line shows that it copies the data of an engine.
enum BackupTool {
  /// Words of the tools' command lines; one is enough.
  static func marks(of engine: StoreEngine) -> [String] {
    switch engine {
    case .postgresql: ["pg_dump", "pg_basebackup", "pgbackrest", "wal-g", "barman-cloud-backup"]
    case .redis: ["--rdb", "BGSAVE", "bgsave"]
    case .minio: ["mc mirror", "mc replicate"]
    case .neo4j: ["neo4j-admin"]
    case .clickhouse:
      ["clickhouse-backup", "/backup/actions", "BACKUP DATABASE", "BACKUP TABLE", "BACKUP ALL"]
    case .elasticsearch: ["_snapshot", "elasticdump"]
    case .nats: ["nats stream backup", "nats account backup", "stream backup", "account backup"]
    case .kafka: ["kcat", "kafkacat", "kafka-console-consumer"]
    case .rabbitmq: ["definitions"]
    case .etcd: ["snapshot save"]
    }
  }

  /// The hosts of the URLs in a text, in order.
  static func hosts(in text: String) -> [String] {
    text.split(separator: "://", omittingEmptySubsequences: false).dropFirst().map { rest in
      let authority = rest.prefix { !"/:\"' \n\t,;?".contains($0) }
      return String(authority.split(separator: "@").last ?? authority)
    }
  }

  /// The names in a text: what stands between characters that no host has.
  static func names(in text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
  }
}
