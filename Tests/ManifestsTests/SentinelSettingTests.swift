import Manifests
import SimulationKernel
import Testing

/// What a chart of Redis with Sentinels writes (`helm template` of Bitnami's), and sentinel.conf as
/// redis documents it.
@Suite("Settings of Sentinels that no operator keeps")
struct SentinelSettingTests {
  /// A set of Redis with Sentinels in its pods, which read some files.
  private static func platform(_ files: [(name: String, text: String)], env: String = "") -> String
  {
    let data = files.map { file in
      "  \(file.name): |\n    " + file.text.replacing("\n", with: "\n    ") + "\n"
    }
    return """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: conf}
      data:
      \(data.joined())---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: redis-node}
      spec:
        serviceName: redis-headless
        replicas: 3
        selector: {matchLabels: {app: redis}}
        template:
          metadata: {labels: {app: redis}}
          spec:
            containers:
              - {name: redis, image: "bitnami/redis:7.4", volumeMounts: [{name: conf, mountPath: /c}]}
              - name: sentinel
                image: bitnami/redis-sentinel:7.4
                volumeMounts: [{name: conf, mountPath: /c}]
                env: [\(env)]
            volumes: [{name: conf, configMap: {name: conf}}]
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: redis}
      spec: {engine: redis, workload: sts/redis-node, operations: {}}
      """
  }

  private func settings(_ text: String) throws -> StoreSettings {
    let text = ReadText(text)
    let settings = try text.storeSettings()
    #expect(text.items.isEmpty, "\(text.items.map(\.message))")
    return settings
  }

  private static let chart = """
    dir "/tmp"
    port 26379
    # sentinel down-after-milliseconds mymaster 1000
    sentinel monitor mymaster redis-node-0.redis-headless.default.svc.cluster.local 6379 2
    sentinel down-after-milliseconds mymaster 60000
    sentinel failover-timeout mymaster 180000
    sentinel parallel-syncs mymaster 1
    """

  @Test("are read from sentinel.conf")
  func chart() throws {
    let settings = try settings(Self.platform([("sentinel.conf", Self.chart)]))
    #expect(settings.word("arrangement") == "sentinels")
    #expect(settings.duration("downAfter") == .seconds(60))
    #expect(settings.duration("failoverTimeout") == .minutes(3))
    #expect(settings.number("sentinelQuorum") == 2)
    #expect(settings.number("parallelSyncs") == 1)
    #expect(settings.flag("failoverOnStop") == nil)
  }

  @Test("are read from a script that writes sentinel.conf, but for what the shell fills in")
  func script() throws {
    let script = """
      #!/bin/sh
      cat > /etc/sentinel.conf <<END
      sentinel monitor mymaster $MASTER 6379 3
      END
      echo "sentinel down-after-milliseconds mymaster 5000" >> /etc/sentinel.conf
      echo "sentinel failover-timeout mymaster $TIMEOUT" >> /etc/sentinel.conf
      exec redis-server /etc/sentinel.conf --sentinel
      """
    let settings = try settings(Self.platform([("start.sh", script)]))
    #expect(settings.duration("downAfter") == .seconds(5))
    #expect(settings.number("sentinelQuorum") == 3)
    #expect(settings.duration("failoverTimeout") == nil)
  }

  @Test("are read from the variables of Bitnami's image")
  func variables() throws {
    let settings = try settings(
      Self.platform(
        [],
        env: "{name: REDIS_SENTINEL_DOWN_AFTER_MILLISECONDS, value: '9000'}, "
          + "{name: REDIS_SENTINEL_FAILOVER_TIMEOUT, value: '20000'}, "
          + "{name: REDIS_SENTINEL_QUORUM, value: '2'}"))
    #expect(settings.duration("downAfter") == .seconds(9))
    #expect(settings.duration("failoverTimeout") == .seconds(20))
    #expect(settings.number("sentinelQuorum") == 2)
  }

  @Test(
    "a hook may ask the Sentinels for a failover before a master ends",
    arguments: [
      ("run_sentinel_command failover \"mymaster\"", true),
      ("redis-cli -p 26379 SENTINEL FAILOVER mymaster", true),
      ("# run_sentinel_command failover mymaster", nil),
      ("retry_while sentinel_failover_finished", nil),
    ])
  func hook(line: String, isAsked: Bool?) throws {
    let settings = try settings(
      Self.platform([("prestop.sh", "#!/bin/sh\n" + line), ("sentinel.conf", Self.chart)]))
    #expect(settings.flag("failoverOnStop") == isAsked)
  }
}
