/// Tells Services from other hosts, without a list of names.
struct ClusterHostRule {
  let platform: CheckedPlatform
  private let namespaces: Set<String>

  /// URLs behind these schemes name hosts; others name files, buckets, identities.
  private static let schemes: Set = [
    "http", "https", "ws", "wss", "grpc", "grpcs", "tcp", "tls", "udp", "redis", "rediss",
    "sentinel", "mongodb", "mysql", "mariadb", "postgres", "postgresql", "pgsql", "sqlserver",
    "clickhouse", "cassandra", "elasticsearch", "amqp", "amqps", "nats", "kafka", "pulsar", "mqtt",
    "bolt", "neo4j", "memcached", "ldap", "smtp", "etcd", "consul", "zipkin", "otlp",
  ]
  /// Words of settings that are about the pod itself or the outside.
  static let ownWords: Set = [
    "ADVERTISE", "ADVERTISED", "ALLOWED", "BIND", "COOKIE", "EXTERNAL", "LISTEN", "LISTENER",
    "LISTENERS", "LOCAL", "NODE", "POD", "PUBLIC", "SELF", "TRUSTED", "VIRTUAL",
  ]
  private static let hostWords: Set = ["ADDR", "ADDRESS", "HOST", "HOSTS", "HOSTNAME", "SVC"]
  private static let words: Set = [
    "localhost", "true", "false", "yes", "no", "on", "off", "none", "null", "auto", "any", "all",
    "default", "kubernetes",
  ]

  /// What is wrong with a host, behind "NAME asks ".
  struct Problem {
    let code: String
    let message: String
    var help: String?
  }

  init(_ platform: CheckedPlatform) {
    self.platform = platform
    let named = platform.manifests.namespaces.map(\.metadata.name)
    namespaces = Set(named + platform.pods.map(\.namespace))
  }

  /// Whether a mention can only be a Service's name.
  func isMeant(
    _ mention: HostMention, in text: ConfigurationText, from home: String
  ) -> Bool {
    let labels = mention.host.split(separator: ".", omittingEmptySubsequences: false).map(
      String.init)
    let isName = labels.allSatisfy { NameRule.label.problem(with: $0) == nil }
    guard isName, !Self.words.contains(mention.host),
      labels.contains(where: { $0.utf8.contains { $0 > UInt8(ascii: "9") } })
    else { return false }
    if labels.count >= 3, labels.dropFirst(2).contains("svc") { return true }
    let isURL = mention.scheme.map(Self.schemes.contains) ?? false
    switch labels.count {
    case 1:
      // nginx calls groups of servers by names of its own.
      if text.text.contains("upstream \(mention.host)") { return false }
      return isURL || isHostSetting(mention, isFile: text.text.contains("\n"))
    case 2:
      let isKnown =
        namespaces.contains(labels[1])
        || platform.software.services.resolve(mention.host, from: home) != nil
      return isKnown && (isURL || mention.key.map(HostKey.isHost) ?? false)
    default: return false
    }
  }

  private func isHostSetting(_ mention: HostMention, isFile: Bool) -> Bool {
    guard mention.scheme == nil, let key = mention.key, HostKey.isHost(key) else { return false }
    let words = HostKey.words(key)
    guard Self.ownWords.isDisjoint(with: words), key != "HOSTNAME" else { return false }
    return mention.port != nil || !isFile && words.last.map(Self.hostWords.contains) ?? false
  }

  /// What is wrong with a Service's name and port, as seen from a namespace.
  ///
  /// - Parameter texts: the whole configuration in which the mention's text stands.
  func problem(
    with mention: HostMention, in text: ConfigurationText, of texts: [ConfigurationText],
    from home: String, isAdvised: Bool
  ) -> Problem? {
    var labels = mention.host.split(separator: ".").map(String.init)
    if let end = labels.dropFirst(2).firstIndex(of: "svc") { labels = Array(labels[..<end]) }
    if let index = platform.software.services.resolve(mention.host, from: home) {
      let service = platform.software.services.services[index]
      return unknownPod(labels, of: service, from: home)
        ?? closedPort(of: service, mention, in: text, of: texts)
    }
    guard let name = labels.count > 2 ? labels.dropFirst().first : labels.first else { return nil }
    let namespace = labels.count > 1 ? labels[labels.count - 1] : home
    let isEntered = platform.manifests.serviceEntries.flatMap(\.hosts).contains(mention.host)
    guard !platform.services.contains(name, in: namespace), !isEntered,
      !platform.manifests.mayBeOperated(name, in: namespace)
    else { return nil }
    return Problem(
      code: "unknown-service",
      message: "the Service \"\(mention.host)\", which no manifest defines in the namespace "
        + "\"\(namespace)\"",
      help: isAdvised ? platform.services.help(for: name, in: namespace, isReachable: true) : nil)
  }
}
