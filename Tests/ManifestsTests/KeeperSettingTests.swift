import Manifests
import SimulationKernel
import Testing

@Suite("Settings of a Keeper that its ConfigMap makes")
struct KeeperSettingTests {
  private static func workload(_ name: String, _ image: String) -> String {
    """
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: \(name)}
    spec:
      replicas: 3
      serviceName: \(name)
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec:
          containers: [{name: main, image: \(image), volumeMounts: [{name: c, mountPath: /etc/c}]}]
          volumes: [{name: c, configMap: {name: \(name)}}]

    """
  }

  private static func file(_ name: String, _ content: String) -> String {
    """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: \(name)}
    data:
      config: |
        \(content.replacing("\n", with: "\n    "))

    """
  }

  private static let model = """
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: events}
    spec:
      engine: clickhouse
      workload: statefulset/clickhouse
      keeper: statefulset/keeper
      operations: {}
    """

  private func settings(server: String, keeper: String) throws -> StoreSettings {
    let text = ReadText(
      Self.workload("clickhouse", "clickhouse/clickhouse-server:25.3")
        + Self.workload("keeper", "clickhouse/clickhouse-keeper:25.3")
        + Self.file("clickhouse", server) + Self.file("keeper", keeper) + Self.model)
    let settings = try text.storeSettings()
    #expect(text.items.isEmpty, "\(text.items.map(\.message))")
    return settings
  }

  /// The server's own client of Keeper.
  private static let server = """
    <?xml version="1.0"?>
    <clickhouse>
      <!-- <zookeeper><session_timeout_ms>5000</session_timeout_ms>
           <operation_timeout_ms>1000</operation_timeout_ms></zookeeper> -->
      <zookeeper>
        <node index="1"><host>keeper-0.keeper</host><port>9181</port></node>
        <secure/>
        <session_timeout_ms>20000</session_timeout_ms>
      </zookeeper>
    </clickhouse>
    """

  /// Keeper's files as its documentation shows them, in both forms.
  private static let keepers = [
    """
    <clickhouse>
      <keeper_server>
        <tcp_port>9181</tcp_port>
        <coordination_settings>
          <operation_timeout_ms>10000</operation_timeout_ms>
          <min_session_timeout_ms>8000</min_session_timeout_ms>
          <session_timeout_ms>60000</session_timeout_ms>
          <heart_beat_interval_ms>800</heart_beat_interval_ms>
          <election_timeout_lower_bound_ms>3000</election_timeout_lower_bound_ms>
          <election_timeout_upper_bound_ms>5000</election_timeout_upper_bound_ms>
        </coordination_settings>
      </keeper_server>
    </clickhouse>
    """,
    """
    keeper_server:
      tcp_port: 9181
      coordination_settings:
        operation_timeout_ms: 10000
        min_session_timeout_ms: 8000
        session_timeout_ms: 60000
        heart_beat_interval_ms: 800
        election_timeout_lower_bound_ms: 3000
        election_timeout_upper_bound_ms: 5000
    """,
  ]

  @Test("are read from XML and from YAML", arguments: keepers)
  func read(keeper: String) throws {
    let settings = try settings(server: Self.server, keeper: keeper)
    #expect(settings.duration("heartbeat") == .milliseconds(800))
    #expect(settings.duration("electionTimeoutLowerBound") == .seconds(3))
    #expect(settings.duration("electionTimeoutUpperBound") == .seconds(5))
    // The client's session is the server's matter; Keeper says what it grants.
    #expect(settings.duration("sessionTimeout") == .seconds(20))
    #expect(settings.duration("minSessionTimeout") == .seconds(8))
    #expect(settings.duration("maxSessionTimeout") == .seconds(60))
  }

  @Test("that it does not write are its own, and not the client's", arguments: keepers)
  func silent(keeper: String) throws {
    let client = try settings(server: "<clickhouse></clickhouse>", keeper: keeper)
    #expect(client.duration("sessionTimeout") == nil)
    let own = try settings(server: Self.server, keeper: "<clickhouse></clickhouse>")
    #expect(own.duration("heartbeat") == nil)
    #expect(own.duration("electionTimeoutLowerBound") == nil)
    #expect(own.duration("maxSessionTimeout") == nil)
  }
}
