import Manifests
import SimulationKernel
import Testing

@Suite("Settings of a store that a CloudNativePG Cluster makes")
struct ClusterSettingTests {
  private func settings(_ spec: String) throws -> StoreSettings {
    let text = ReadText(
      """
      apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      metadata: {name: db}
      spec: {instances: 4, storage: {size: 1Gi}, \(spec)}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: db}
      spec:
        engine: postgresql
        workload: cluster.postgresql.cnpg.io/db
        operations: {}
      """)
    let settings = try text.storeSettings()
    #expect(text.items.isEmpty, "\(text.items.map(\.message))")
    return settings
  }

  @Test("replication is asynchronous, with slots, where it says nothing")
  func silent() throws {
    let settings = try settings("failoverDelay: 0")
    #expect(settings.flag("synchronous") == nil && settings.duration("failoverDelay") == nil)
    #expect(settings.flag("replicationSlots") == true)
  }

  @Test(
    "synchronous standbys stop writes where durability is required, as it is by default",
    arguments: [
      ("", true), (", dataDurability: required", true), (", dataDurability: preferred", false),
    ])
  func newer(durability: String, isStrict: Bool) throws {
    let settings = try settings(
      "postgresql: {synchronous: {method: any, number: 2, failoverQuorum: true\(durability)}}")
    #expect(settings.flag("synchronous") == true)
    #expect(settings.number("synchronousNodeCount") == 2)
    #expect(settings.flag("synchronousStrict") == isStrict)
    #expect(settings.flag("failoverQuorum") == true)
  }

  @Test("the older form asks for fewer standbys where fewer are ready")
  func older() throws {
    let settings = try settings(
      "minSyncReplicas: 1, maxSyncReplicas: 2, failoverDelay: 30, "
        + "replicationSlots: {highAvailability: {enabled: false}}")
    #expect(settings.flag("synchronous") == true)
    #expect(settings.number("synchronousNodeCount") == 2)
    #expect(settings.flag("synchronousStrict") == false)
    #expect(settings.duration("failoverDelay") == .seconds(30))
    #expect(settings.flag("replicationSlots") == false)
  }

  @Test("an isolated primary is looked for unless its check is disabled, at the probe's own pace")
  func liveness() throws {
    let silent = try settings("failoverDelay: 0")
    #expect(silent.flag("isolationCheck") == nil && silent.duration("livenessPeriod") == nil)
    let disabled = try settings(
      "livenessProbeTimeout: 45, probes: {liveness: {isolationCheck: {enabled: false}}}")
    #expect(disabled.flag("isolationCheck") == false)
    #expect(disabled.duration("livenessProbeTimeout") == .seconds(45))
    let paced = try settings(
      "probes: {liveness: {periodSeconds: 5, failureThreshold: 4, isolationCheck: {enabled: true}}}"
    )
    #expect(paced.flag("isolationCheck") == true)
    #expect(paced.duration("livenessPeriod") == .seconds(5))
    #expect(paced.number("livenessFailures") == 4)
  }
}
