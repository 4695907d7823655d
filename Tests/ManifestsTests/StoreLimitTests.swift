import Manifests
import SimulationKernel
import Testing

/// What a store's software refuses, corrects or takes for another word is told where it is written.
@Suite("Limits of stores' settings")
struct StoreLimitTests {
  struct Case: CustomTestStringConvertible {
    let store: ConfiguredStore
    let name: String
    var testDescription: String { store.engine + " " + name }

    init(_ engine: String, args: [String] = [], file: String = "", _ name: String) {
      store = ConfiguredStore(engine: engine, args: args, files: [("file.conf", file + "\n")])
      self.name = name
    }
  }

  static let refused: [Case] = [
    Case("etcd", args: ["--heartbeat-interval=0"], "heartbeat"),
    Case("etcd", args: ["--election-timeout=-5"], "electionTimeout"),
    Case("redis", file: "cluster-node-timeout 0", "nodeTimeout"),
    Case("redis", file: "repl-ping-replica-period 0", "replPingReplicaPeriod"),
    Case("redis", file: "sentinel down-after-milliseconds m 0", "downAfter"),
    Case("nats", file: "jetstream { sync_interval: 1ns }", "syncInterval"),
    Case("kafka", file: "broker.heartbeat.interval.ms=0", "heartbeatInterval"),
    Case(
      "elasticsearch", file: "cluster.fault_detection.follower_check.interval: 1ms",
      "checkInterval"),
    Case("clickhouse", file: "profiles:\n  default:\n    insert_quorum: most", "insertQuorum"),
  ]

  @Test(
    "Values with which the software does not start are errors at their place", arguments: refused)
  func refusal(_ example: Case) throws {
    let (settings, messages) = try example.store.read()
    #expect(!settings.entries.contains { $0.name == example.name })
    #expect(messages.map(\.code) == ["out-of-range"], "\(messages.map(\.message))")
    #expect(messages.first?.severity == .error)
    let line =
      example.store.args.isEmpty ? ConfiguredStore.fileLine : ConfiguredStore.argumentLine
    #expect(messages.first?.span.line == line)
  }

  @Test("What a document sets is held to the same limits")
  func documents() throws {
    for (engine, setting) in [
      ("etcd", "heartbeat: 1ns"), ("redis", "nodeTimeout: 0s"), ("nats", "heartbeat: 999us"),
      ("elasticsearch", "checkInterval: 99ms"), ("redis", "save: '60'"),
      ("clickhouse", "insertQuorum: all"), ("neo4j", "electionTimeout: 1ns..2ns"),
    ] {
      let (_, messages) = try ConfiguredStore(
        engine: engine, spec: ", settings: {\(setting)}"
      ).read()
      #expect(messages.contains { $0.severity == .error }, "\(engine) \(setting)")
    }
  }

  @Test("Zero is a value where the software has it as one")
  func zero() throws {
    for (engine, file, name) in [
      ("postgresql", "bootstrap: {dcs: {primary_start_timeout: 0}}", "primaryStartTimeout"),
      ("redis", "min-replicas-max-lag 0", "minReplicasMaxLag"),
      ("elasticsearch", "index.unassigned.node_left.delayed_timeout: 0", "delayedTimeout"),
    ] {
      let (settings, messages) = try Case(engine, file: file, name).store.read()
      #expect(settings.duration(name) == .zero, "\(name)")
      #expect(messages.isEmpty, "\(messages.map(\.message))")
    }
  }

  @Test("Patroni raises timers that are too short, and says so")
  func raised() throws {
    let file = "bootstrap: {dcs: {ttl: 5, loop_wait: 0, retry_timeout: 1}}"
    let (settings, messages) = try Case("postgresql", file: file, "ttl").store.read()
    #expect(settings.duration("ttl") == .seconds(20))
    #expect(settings.duration("retryTimeout") == .seconds(3))
    #expect(messages.contains { $0.severity == .warning && $0.message.contains("ttl") })
  }

  @Test("More than the twin holds is a warning, and the most is taken")
  func greatest() throws {
    let file = "min-replicas-max-lag 9223372036854775807\nrepl-backlog-size 9000000gb"
    let (settings, messages) = try Case("redis", file: file, "").store.read()
    #expect(settings.duration("minReplicasMaxLag") == StoreSettings.longest)
    #expect(messages.allSatisfy { $0.severity == .warning } && !messages.isEmpty)
  }

  @Test(
    "etcd's election timeout holds five heartbeats and at most 50 s",
    arguments: [
      (100, 500, true), (100, 499, false), (500, nil, false), (nil, 500, true), (nil, 499, false),
      (1_000, 50_000, true), (1_000, 50_001, false), (nil, nil, true),
    ] as [(Int?, Int?, Bool)])
  func elections(heartbeat: Int?, election: Int?, starts: Bool) throws {
    let args =
      (heartbeat.map { ["--heartbeat-interval=\($0)"] } ?? [])
      + (election.map { ["--election-timeout=\($0)"] } ?? [])
    let (_, messages) = try ConfiguredStore(engine: "etcd", args: args).read()
    #expect(messages.isEmpty == starts, "\(messages.map(\.message))")
    #expect(messages.allSatisfy { $0.span.line == ConfiguredStore.argumentLine })
  }

  @Test("Elasticsearch's watermarks rise")
  func watermarks() throws {
    let key = "cluster.routing.allocation.disk.watermark"
    let pairs: [(String, String?, Bool)] = [
      ("80%", "85%", true), ("85%", "80%", false), ("92%", nil, false),
    ]
    for (low, high, isTaken) in pairs {
      let file = ["\(key).low: \(low)"] + (high.map { ["\(key).high: \($0)"] } ?? [])
      let (_, messages) = try Case(
        "elasticsearch", file: file.joined(separator: "\n"), ""
      ).store.read()
      #expect(messages.isEmpty == isTaken, "\(low) \(high ?? "")")
    }
  }
}
