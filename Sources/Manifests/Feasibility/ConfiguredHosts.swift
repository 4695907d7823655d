/// Hosts in environment variables, arguments and mounted files that look like Services and that no
/// manifest defines, and ports that their Services do not have: such calls fail.
package enum ConfiguredHosts: PlatformCheck {
  /// Reports every such host once for each workload, where it is written.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let reader = ConfigurationReader(platform.manifests)
    let scanner = HostScanner(known: nil)
    let rule = ClusterHostRule(platform)
    for workload in platform.manifests.configuredWorkloads {
      var reported: Set<String> = []
      let texts = reader.texts(of: workload) + reader.initialTexts(of: workload)
      let mentions = texts.flatMap { text in
        scanner.mentions(in: text.text, key: text.key).map { ($0, text) }
      }
      for (mention, text) in mentions + reader.waits(of: workload) {
        guard rule.isMeant(mention, in: text) else { continue }
        let problem = rule.problem(
          with: mention, from: workload.namespace, isAdvised: !diagnostics.isFull)
        guard let problem, reported.insert(mention.host + problem.code).inserted else { continue }
        diagnostics.warning(
          "\(workload.subject) asks \(problem.message): \(text.origin)",
          at: mention.span(in: text), code: problem.code, help: problem.help)
      }
    }
  }
}

extension ManifestSet {
  /// Everything whose configuration may name hosts: what serves, and Jobs.
  fileprivate var configuredWorkloads: [RunningWorkload] {
    runningWorkloads
      + jobs.map { workload("job", $0.metadata, $0.spec.template, $0.span) }
      + cronJobs.map { workload("cronjob", $0.metadata, $0.jobTemplate.spec.template, $0.span) }
  }
}

extension HostMention {
  /// Where the host stands: the line of a block of text, else the whole value.
  fileprivate func span(in text: ConfigurationText) -> SourceSpan {
    let whole = text.span
    let number = whole.line + 1 + Int32(clamping: line)
    guard whole.endLine > whole.line, text.text.contains("\n"), number <= whole.endLine else {
      return whole.line == whole.endLine ? whole : whole.start
    }
    return SourceSpan(
      file: whole.file, line: number, column: 1, endLine: number, endColumn: Int32.max)
  }
}

/// Tells Services from other hosts, without a list of names.
private struct ClusterHostRule {
  private let platform: CheckedPlatform
  private let namespaces: Set<String>

  /// URLs behind these schemes name hosts; others name files, buckets, identities.
  private static let schemes: Set = [
    "http", "https", "ws", "wss", "grpc", "grpcs", "tcp", "tls", "udp", "redis", "rediss",
    "sentinel", "mongodb", "mysql", "mariadb", "postgres", "postgresql", "pgsql", "sqlserver",
    "clickhouse", "cassandra", "elasticsearch", "amqp", "amqps", "nats", "kafka", "pulsar", "mqtt",
    "bolt", "neo4j", "memcached", "ldap", "smtp", "etcd", "consul", "zipkin", "otlp",
  ]
  /// Words of settings that are about the pod itself or the outside.
  private static let ownWords: Set = [
    "ADVERTISE", "ADVERTISED", "ALLOWED", "BIND", "COOKIE", "EXTERNAL", "LISTEN", "LISTENER",
    "LISTENERS", "LOCAL", "NODE", "POD", "PUBLIC", "SELF", "TRUSTED", "VIRTUAL",
  ]
  private static let hostWords: Set = ["ADDR", "ADDRESS", "HOST", "HOSTS", "HOSTNAME", "SVC"]
  private static let words: Set = [
    "localhost", "true", "false", "yes", "no", "on", "off", "none", "null", "auto", "any", "all",
    "default", "kubernetes",
  ]

  init(_ platform: CheckedPlatform) {
    self.platform = platform
    let named = platform.manifests.namespaces.map(\.metadata.name)
    namespaces = Set(named + platform.pods.map(\.namespace))
  }

  /// Whether a mention can only be a Service's name.
  func isMeant(_ mention: HostMention, in text: ConfigurationText) -> Bool {
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
      return namespaces.contains(labels[1]) && (isURL || mention.key.map(HostKey.isHost) ?? false)
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
  func problem(
    with mention: HostMention, from home: String, isAdvised: Bool
  ) -> (code: String, message: String, help: String?)? {
    var labels = mention.host.split(separator: ".").map(String.init)
    if let end = labels.dropFirst(2).firstIndex(of: "svc") { labels = Array(labels[..<end]) }
    if let index = platform.software.services.resolve(mention.host, from: home) {
      return closedPort(of: platform.software.services.services[index], mention)
    }
    guard let name = labels.count > 2 ? labels.dropFirst().first : labels.first else { return nil }
    let namespace = labels.count > 1 ? labels[labels.count - 1] : home
    let isEntered = platform.manifests.serviceEntries.flatMap(\.hosts).contains(mention.host)
    guard !platform.services.contains(name, in: namespace), !isEntered,
      !platform.manifests.mayBeOperated(name, in: namespace)
    else { return nil }
    return (
      "unknown-service",
      "the Service \"\(mention.host)\", which no manifest defines in the namespace \"\(namespace)\"",
      isAdvised ? platform.services.help(for: name, in: namespace, isReachable: true) : nil
    )
  }

  private func closedPort(
    of service: KnownService, _ mention: HostMention
  ) -> (code: String, message: String, help: String?)? {
    guard let port = mention.port, !service.ports.isEmpty, !service.ports.contains(port) else {
      return nil
    }
    let isAsked = mention.isURL || mention.key.map(HostKey.isHost) ?? false
    guard isAsked, service.type != .externalName else { return nil }
    return (
      "closed-port", "port \(port) of the Service \"\(mention.host)\", which it does not have",
      "it has \(service.ports.map(String.init).joined(separator: ", "))"
    )
  }
}
