/// Names of settings, and what their words tell.
enum HostKey {
  private static let hostWords: Set = [
    "ADDR", "ADDRS", "ADDRESS", "ADDRESSES", "BACKEND", "BOOTSTRAP", "BROKER", "BROKERS", "DSN",
    "ENDPOINT", "ENDPOINTS", "HOST", "HOSTS", "HOSTNAME", "MASTER", "NODES", "SEEDS", "SERVER",
    "SERVERS", "SERVICE", "SVC", "TARGET", "UPSTREAM", "URI", "URIS", "URL", "URLS",
  ]
  /// Data systems after which their host's setting is called: `REDIS: cache`.
  private static let systemWords: Set = [
    "CASSANDRA", "CLICKHOUSE", "ELASTICSEARCH", "KAFKA", "MARIADB", "MEMCACHED", "MINIO", "MONGO",
    "MONGODB", "MYSQL", "NATS", "POSTGRES", "POSTGRESQL", "RABBITMQ", "REDIS", "ZOOKEEPER",
  ]
  private static let telemetryWords: Set = [
    "COLLECTOR", "JAEGER", "OTEL", "OTLP", "STATSD", "TRACING", "ZIPKIN",
  ]

  /// Whether a setting's value is a host: its last word says so.
  static func isHost(_ key: String) -> Bool {
    words(key).last.map { hostWords.contains($0) || systemWords.contains($0) } ?? false
  }

  /// Whether a setting is about metrics, logs or traces.
  static func isTelemetry(_ key: String) -> Bool { !telemetryWords.isDisjoint(with: words(key)) }

  /// The words of `REDIS_HOST`, `redis.host`, `redisHost` in upper case; digits are left out.
  static func words(_ key: String) -> [String] {
    var words: [String] = [""]
    var wasLower = false
    for character in key.unicodeScalars {
      let isLetter = character.properties.isAlphabetic
      if !isLetter || (wasLower && character.properties.isUppercase) { words.append("") }
      if isLetter { words[words.count - 1] += String(character).uppercased() }
      wasLower = character.properties.isLowercase
    }
    return words.filter { !$0.isEmpty }
  }
}
