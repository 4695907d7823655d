import Foundation
import SimulationKernel

/// A setting that an engine has, and how its value is written.
struct StoreSettingName {
  /// How a setting's value is written.
  enum Kind {
    case duration, range, number, size, flag
  }

  let name: String
  let kind: Kind
}

extension StoreEngine {
  /// The settings that a model of this engine can write.
  ///
  /// Names follow the software's own: Patroni's dynamic configuration and CloudNativePG for
  /// PostgreSQL, redis.conf's cluster section, Neo4j's dbms.cluster.raft, ClickHouse Keeper's
  /// coordination settings, Elasticsearch's cluster.fault_detection, Kafka's broker and consumer
  /// configuration, a quorum queue's and a JetStream consumer's limits.
  var settings: [StoreSettingName] {
    let raft: [StoreSettingName] = [
      .init("heartbeat", .duration), .init("electionTimeout", .range),
    ]
    return switch self {
    case .etcd: raft + [.init("preVote", .flag)]
    case .rabbitmq: [.init("deliveryLimit", .number)] + raft
    case .nats:
      raft + [
        .init("lostQuorum", .duration), .init("syncInterval", .duration),
        .init("syncAlways", .flag), .init("ackWait", .duration), .init("maxDeliver", .number),
      ]
    case .postgresql: Self.patroniSettings + Self.operatorSettings
    case .redis: Self.redisSettings
    case .minio: [.init("parity", .number), .init("driveTimeout", .duration)]
    case .neo4j:
      [.init("leaderFailureDetection", .range), .init("electionFailureDetection", .range)] + raft
    case .clickhouse:
      [
        .init("sessionTimeout", .duration), .init("insertQuorum", .number),
        .init("insertQuorumAuto", .flag),
      ] + raft
    case .elasticsearch:
      [
        .init("checkInterval", .duration), .init("checkTimeout", .duration),
        .init("checkRetries", .number), .init("delayedTimeout", .duration),
      ]
    case .kafka:
      [
        .init("sessionTimeout", .duration), .init("replicaLagTimeMax", .duration),
        .init("minInsyncReplicas", .number), .init("fetchTimeout", .duration),
        .init("groupSessionTimeout", .duration), .init("autoCommitInterval", .duration),
      ] + raft
    }
  }

  private static var patroniSettings: [StoreSettingName] {
    [
      .init("ttl", .duration), .init("loopWait", .duration), .init("retryTimeout", .duration),
      .init("maximumLagOnFailover", .size), .init("primaryStartTimeout", .duration),
      .init("failsafeMode", .flag), .init("synchronous", .flag),
      .init("synchronousStrict", .flag), .init("synchronousNodeCount", .number),
      .init("quorumCommit", .flag),
    ]
  }

  private static var operatorSettings: [StoreSettingName] {
    [
      .init("failoverDelay", .duration), .init("leaseDuration", .duration),
      .init("renewDeadline", .duration), .init("retryPeriod", .duration),
      .init("failoverQuorum", .flag),
    ]
  }

  private static var redisSettings: [StoreSettingName] {
    [
      .init("nodeTimeout", .duration), .init("replicaValidityFactor", .number),
      .init("requireFullCoverage", .flag), .init("refusalsAtOnce", .flag),
      .init("replPingReplicaPeriod", .duration), .init("minReplicasToWrite", .number),
      .init("minReplicasMaxLag", .duration), .init("appendOnly", .flag),
      .init("snapshots", .flag),
    ]
  }
}

extension StoreSettingName {
  fileprivate init(_ name: String, _ kind: Kind) { self.init(name: name, kind: kind) }

  /// How the setting's value is read.
  fileprivate var type: SpecType<StoreSettings.Value> {
    switch kind {
    case .duration: SpecType<SimDuration>.positiveDuration.map { .duration($0) }
    case .number: SpecType<Double>.amount.map { .number($0) }
    case .size: SpecType<Int64>.size.map { .number(Double($0)) }
    case .flag: SpecType<Bool>.flag.map { .flag($0) }
    case .range: Self.range
    }
  }

  /// `1s..1.9s`, or one length for both ends.
  private static var range: SpecType<StoreSettings.Value> {
    SpecType<String>.text.map { text, node, context in
      let dots = text.range(of: "..")
      let ends = dots.map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text[...]]
      let lengths = ends.compactMap { DurationText.parse(String($0)) }
      guard lengths.count == ends.count, let low = lengths.first, let high = lengths.last,
        low > .zero, low <= high
      else {
        context.diagnostics.invalidValue(
          "\"\(text)\" is no range of times", node, help: "write it like 1s..1.9s")
        return nil
      }
      return low == high ? .duration(low) : .range(low, high)
    }
  }
}

extension SpecType where Value == StoreSettings {
  /// The settings of an engine; of any where it is not known.
  static func settings(of engine: StoreEngine?) -> SpecType {
    let engines = engine.map { [$0] } ?? StoreEngine.allCases
    let known = engines.flatMap(\.settings)
    let what = "the settings of " + (engine?.rawValue ?? "a store")
    let body = { (reader: inout SpecReader) -> StoreSettings in
      var entries: [StoreSettings.Entry] = []
      var asked: [String] = []
      for setting in known where !asked.contains(setting.name) {
        asked.append(setting.name)
        let value = reader.optional(setting.name, setting.type, "a setting of the engine")
        if let value {
          entries.append(
            StoreSettings.Entry(
              name: setting.name, value: value, span: reader.span(of: setting.name)))
        }
      }
      return StoreSettings(entries: entries)
    }
    return SpecType(
      schema: { SpecReader.describe(what, $0) { body(&$0) } },
      read: { node, context in SpecReader.read(node, context, what: what) { body(&$0) } })
  }
}
