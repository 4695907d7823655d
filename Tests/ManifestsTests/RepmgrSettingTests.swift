import Manifests
import SimulationKernel
import Testing

@Suite("Settings of repmgr")
struct RepmgrSettingTests {
  private func settings(_ env: String, spec: String = "") throws -> StoreSettings {
    let text = ReadText(
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        replicas: 3
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec:
            containers:
              - {name: postgresql, image: "docker.io/bitnami/postgresql-repmgr:16.6.0", env: [\(env)]}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: db}
      spec: {engine: postgresql, workload: sts/db, operations: {}}
      """)
    let settings = try text.storeSettings()
    #expect(text.items.isEmpty, "\(text.items.map(\.message))")
    return settings
  }

  @Test("are those of Bitnami's image where nothing is written (repmgr-env.sh)")
  func usual() throws {
    let settings = try settings("{name: REPMGR_PARTNER_NODES, value: 'db-0.db,db-1.db'}")
    #expect(settings.word("arrangement") == "repmgr")
    #expect(settings.number("reconnectAttempts") == 3)
    #expect(settings.duration("reconnectInterval") == .seconds(5))
    #expect(settings.duration("connectTimeout") == .seconds(5))
    #expect(settings.duration("monitorInterval") == nil)
  }

  @Test("are read from its variables")
  func written() throws {
    let settings = try settings(
      "{name: REPMGR_RECONNECT_ATTEMPTS, value: '5'}, "
        + "{name: REPMGR_RECONNECT_INTERVAL, value: '2'}, "
        + "{name: REPMGR_CONNECT_TIMEOUT, value: '3'}, {name: REPMGR_FAILOVER, value: manual}")
    #expect(settings.number("reconnectAttempts") == 5)
    #expect(settings.duration("reconnectInterval") == .seconds(2))
    #expect(settings.duration("connectTimeout") == .seconds(3))
    #expect(settings.word("repmgrFailover") == "manual")
  }
}
