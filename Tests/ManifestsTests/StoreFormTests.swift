import Manifests
import SimulationKernel
import Testing

/// The forms in which stores' software takes its configuration: blocks on one line, nested YAML,
/// tags, flags and variables say the same.
@Suite("Forms of stores' configurations")
struct StoreFormTests {
  private static func settings(_ store: ConfiguredStore) throws -> StoreSettings {
    let (settings, messages) = try store.read()
    #expect(messages.isEmpty, "\(messages.map(\.message))")
    return settings
  }

  /// What Patroni is told, in each of the forms of YAML.
  static let patroniForms = [
    "{bootstrap: {dcs: {ttl: 40, loop_wait: 5, retry_timeout: 6, synchronous_mode: quorum}}}",
    """
    {"bootstrap": {"dcs": {"ttl": 40, "loop_wait": 5, "retry_timeout": 6,
      "synchronous_mode": "quorum"}, "initdb": [{"encoding": "UTF8"}, "data-checksums"]}}
    """,
    """
    bootstrap:
      dcs:  # the dynamic configuration
        ttl: 40 # seconds
        loop_wait: 5
        retry_timeout: 6
        synchronous_mode: quorum
    """,
    """
    bootstrap:
      dcs: {ttl: 40, loop_wait: 5,
            retry_timeout: 6, synchronous_mode: quorum}
      initdb: [data-checksums]
    """,
  ]

  @Test(
    "Spilo's and Patroni's variables hold YAML of any form", arguments: patroniForms,
    ["SPILO_CONFIGURATION", "PATRONI_CONFIGURATION"])
  func patroni(text: String, variable: String) throws {
    let settings = try Self.settings(
      ConfiguredStore(
        engine: "postgresql", image: "ghcr.io/zalando/spilo-16:3.3", env: [(variable, text)]))
    #expect(settings.duration("ttl") == .seconds(40))
    #expect(settings.duration("loopWait") == .seconds(5))
    #expect(settings.duration("retryTimeout") == .seconds(6))
    #expect(settings.flag("quorumCommit") == true && settings.flag("synchronous") == true)
    // Spilo's own, of which nothing is written.
    #expect(settings.number("maximumLagOnFailover") == Double(32 << 20))
  }

  @Test("Variables that Patroni does not know say nothing")
  func unknownVariables() throws {
    let settings = try Self.settings(
      ConfiguredStore(
        engine: "postgresql", image: "ghcr.io/zalando/spilo-16:3.3",
        env: [("PATRONI_TTL", "100"), ("CACHE_TTL", "5")]))
    #expect(settings.duration("ttl") == nil)
  }

  static let natsForms = [
    "jetstream { store_dir: /data, max_file_store: 10G, sync_interval: 30s }\nping_max: 3",
    "ping_max = 3; jetstream = {store_dir = \"/data\"; sync_interval = 30s}",
    """
    // sync_interval: 1s
    ping_max 3 # pings
    jetstream: {
      store_dir: /data // not sync_interval: 2s
      sync_interval: "30s"
    }
    cluster { routes = [ nats://a:6222, nats://b:6222 ] }
    """,
    """
    {"ping_max": 3, "jetstream": {"store_dir": "/data", "sync_interval": "30s"},
     "cluster": {"routes": ["nats://a:6222"]}}
    """,
  ]

  @Test("nats.conf separates keys, values and blocks in several ways", arguments: natsForms)
  func nats(text: String) throws {
    let settings = try Self.settings(
      ConfiguredStore(engine: "nats", image: "nats:2.10", files: [("nats.conf", text)]))
    #expect(settings.duration("syncInterval") == .seconds(30))
    #expect(settings.number("pingMax") == 3)
    #expect(settings.flag("jetstream") == nil)
  }

  static let elasticsearchForms: [ConfiguredStore] = [
    ConfiguredStore(
      engine: "elasticsearch",
      files: [
        (
          "elasticsearch.yml",
          "cluster.fault_detection.follower_check.interval: 2s\ncluster.publish.timeout: 20s\n"
            + "cluster.fault_detection.leader_check.timeout: 3s\n"
            + "cluster.fault_detection.leader_check.retry_count: 2"
        )
      ]),
    ConfiguredStore(
      engine: "elasticsearch",
      files: [
        (
          "elasticsearch.yml",
          """
          cluster:
            publish.timeout: 20s
            fault_detection:
              follower_check: {interval: 2s}
              leader_check:
                timeout: 3s
                retry_count: 2
          """
        )
      ]),
    ConfiguredStore(
      engine: "elasticsearch",
      env: [
        ("cluster.fault_detection.follower_check.interval", "2s"),
        ("ES_SETTING_CLUSTER_PUBLISH_TIMEOUT", "20s"),
        ("ES_SETTING_CLUSTER_FAULT__DETECTION_LEADER__CHECK_TIMEOUT", "3s"),
        ("cluster.fault_detection.leader_check.retry_count", "2"),
      ]),
  ]

  @Test("elasticsearch.yml is flat or nested, and variables are as good", arguments: 0..<3)
  func elasticsearch(place: Int) throws {
    let settings = try Self.settings(Self.elasticsearchForms[place])
    #expect(settings.duration("checkInterval") == .seconds(2))
    #expect(settings.duration("publishTimeout") == .seconds(20))
    #expect(settings.duration("leaderCheckTimeout") == .seconds(3))
    #expect(settings.number("leaderCheckRetries") == 2)
  }

  static let clickhouseForms = [
    """
    <clickhouse><profiles><default>
      <insert_quorum>auto</insert_quorum>
    </default></profiles></clickhouse>
    """,
    "profiles:\n  default:\n    insert_quorum: auto\n",
    "profiles: {default: {insert_quorum: 'auto'}}\n",
  ]

  @Test("ClickHouse's profiles may ask for a majority", arguments: clickhouseForms)
  func clickhouse(text: String) throws {
    let settings = try Self.settings(
      ConfiguredStore(engine: "clickhouse", files: [("users", text)]))
    #expect(settings.word("insertQuorum") == "auto")
    let document = try ConfiguredStore(
      engine: "clickhouse", spec: ", settings: {insertQuorum: auto}"
    ).read()
    #expect(document.messages.isEmpty)
  }

  @Test("Of Kafka's three retentions the finest counts, and -1 is without end")
  func retention() throws {
    let text = "log.retention.hours=168\nlog.retention.minutes=10\nlog.retention.ms=5000"
    let both = try Self.settings(
      ConfiguredStore(engine: "kafka", files: [("server.properties", text)]))
    #expect(both.duration("retention") == .seconds(5))
    let endless = try Self.settings(
      ConfiguredStore(
        engine: "kafka",
        env: [
          ("KAFKA_LOG_RETENTION_MS", "-1"),
          ("KAFKA_LOG_FLUSH_INTERVAL_MESSAGES", "9223372036854775807"),
        ]))
    #expect(endless.duration("retention") == StoreSettings.longest)
    #expect(endless.number("flushMessages") == nil)
  }
}
