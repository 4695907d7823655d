import Manifests
import SimulationKernel
import Testing

@Suite("Settings of replicated logs")
struct LogSettingTests {
  private static func settings(_ engine: String, environment: [(String, String)]) throws
    -> StoreSettings
  {
    let variables = environment.map { "{name: \($0.0), value: \"\($0.1)\"}" }
    let text = ReadText(
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: store}
      spec:
        serviceName: store
        selector: {matchLabels: {app: store}}
        template:
          metadata: {labels: {app: store}}
          spec:
            containers: [{name: store, image: store, env: [\(variables.joined(separator: ", "))]}]
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: store}
      spec:
        engine: \(engine)
        workload: sts/store
        operations: {}
      """)
    let settings = try text.storeSettings()
    #expect(text.items.isEmpty, "\(text.items.map(\.message))")
    return settings
  }

  @Test("Neo4j's image tells how its log is pruned")
  func neo4j() throws {
    let settings = try Self.settings(
      "neo4j",
      environment: [
        ("NEO4J_db_cluster_raft_log_prune__strategy", "500m size"),
        ("NEO4J_dbms_cluster_raft_log_pruning__frequency", "2m"),
        ("NEO4J_dbms_cluster_raft_log_rotation__size", "64M"),
      ])
    #expect(settings.word("raftLogPruning") == "500m size")
    #expect(settings.duration("raftLogPruningFrequency") == .minutes(2))
    #expect(settings.number("raftLogFileSize") == 67_108_864)
  }

  @Test("Kafka's variables tell when controllers take snapshots, and what they keep")
  func kafka() throws {
    let settings = try Self.settings(
      "kafka",
      environment: [
        ("KAFKA_METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS", "1048576"),
        ("KAFKA_METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS", "60000"),
        ("KAFKA_METADATA_MAX_RETENTION_BYTES", "8388608"),
      ])
    #expect(settings.number("metadataSnapshotBytes") == 1_048_576)
    #expect(settings.duration("metadataSnapshotInterval") == .seconds(60))
    #expect(settings.number("metadataRetentionBytes") == 8_388_608)
  }
}
