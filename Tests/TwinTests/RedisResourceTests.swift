import Metrics
import SimulationKernel
import Testing
import Twin

/// A RedisCluster resource, run as its operator does.
@Suite("Redis operator's resources")
struct RedisResourceTests {
  private static let resource = """
    apiVersion: redis.redis.opstreelabs.in/v1beta2
    kind: RedisCluster
    metadata: {name: cache, namespace: default}
    spec:
      clusterSize: 3
      persistenceEnabled: true
      kubernetesConfig:
        image: quay.io/opstree/redis:v7.0.15
        resources: {requests: {cpu: 100m, memory: 64Mi}}
      redisLeader: {redisConfig: {additionalRedisConfig: cache-config}, pdb: {enabled: true}}
      storage: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1Gi}}}}}
    """

  private static let configuration = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: cache-config, namespace: default}
    data: {redis-additional.conf: "cluster-node-timeout 3000"}
    """

  private static let model = """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: cache, namespace: default}
    spec:
      engine: redis
      workload: rediscluster.redis.redis.opstreelabs.in/cache
      services: {any: cache-leader}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """

  private static func laboratory(faults: String) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "90s",
      services: [Server(steps: ["write: cache/put"])],
      documents: [resource, configuration, model], faults: faults)
  }

  private static func run(faults: String) throws -> RowKeeper {
    try laboratory(faults: faults).run(seed: 1).rows
  }

  private static func master(_ shard: Int) -> String {
    "store: {system: cache, role: primary, shard: \(shard)}"
  }

  @Test("Clients know the slots' masters, and need no link between these")
  func mapKnown() throws {
    // Shorter than the node timeout, so that no master is taken for dead.
    let fault =
      "{name: cut, at: 30s, duration: 2s, "
      + "networkPartition: {from: {\(Self.master(0))}, to: {\(Self.master(1))}}}"
    let summary = try Self.laboratory(faults: "[\(fault)]").run(seed: 1).summary
    #expect(summary.answered > 3_900 && summary.failed == 0, "\(summary.failed) failed")
  }

  @Test("A client that does not reach a master has none of its keys, whomever it asks first")
  func masterUnreached() throws {
    let fault =
      "{name: cut, at: 30s, duration: 20s, "
      + "networkPartition: {from: {workload: default/server}, to: {\(Self.master(0))}}}"
    let summary = try Self.laboratory(faults: "[\(fault)]").run(seed: 1).summary
    // Of a thousand calls those about its keys fail, a third, and none of those for which the
    // Service picked it. Four standard deviations, and a second's calls more that hang when the cut
    // begins.
    let (failed, keys) = (Double(summary.failed), 1000 / 3.0)
    let deviation = (1000 / 4.0).squareRoot()
    #expect(failed > keys - 4 * deviation && failed < keys + 4 * deviation + 50, "\(failed)")
  }

  @Test("The pods are three masters and three replicas, each of a StatefulSet of its own")
  func pods() throws {
    let rows = try Self.run(faults: "[]")
    for name in ["cache-leader", "cache-follower"] {
      let replicas = rows.values(of: "kube_statefulset_replicas", name).last?.value
      #expect(replicas == 3, "\(name): \(String(describing: replicas))")
    }
    #expect(rows.failovers.isEmpty)
    // Fifty a second for the eighty seconds after the warm-up.
    let answered = try #require(rows.durations(of: "customer")).count
    #expect(answered > 3_900, "\(answered)")
  }

  @Test("A master's replica is the pod of its number in the other set, and takes its place")
  func failover() throws {
    let target = "store: {system: cache, role: primary, shard: 1}"
    let rows = try Self.run(
      faults: "[{name: loss, at: 20s, diskLost: {replaced: false, \(target)}}]")
    let failover = try #require(rows.failovers.first)
    #expect(failover.oldPrimary.hasSuffix("cache-leader-1"), "\(failover.oldPrimary)")
    #expect(failover.newPrimary.hasSuffix("cache-follower-1"), "\(failover.newPrimary)")
    // The node timeout of the ConfigMap, the gossip and the election: a node timeout of 15 s would
    // take more than that alone.
    #expect(failover.writeGap < .seconds(10), "\(failover.writeGap)")
  }

  @Test("A RedisFailover's Sentinels replace its master by what their configuration says")
  func sentinels() throws {
    let resource = """
      apiVersion: databases.spotahome.com/v1
      kind: RedisFailover
      metadata: {name: cache, namespace: default}
      spec:
        redis: {resources: {requests: {cpu: 100m, memory: 64Mi}}}
        sentinel: {customConfig: ["down-after-milliseconds 2000"]}
      """
    let model = """
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: cache, namespace: default}
      spec:
        engine: redis
        workload: redisfailover.databases.spotahome.com/cache
        services: {write: rfrm-cache, read: rfrs-cache}
        operations:
          put: {kind: write, cpu: 20us}
        client: {timeout: 1s}
      """
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "60s",
      services: [Server(steps: ["write: cache/put"])], documents: [resource, model],
      faults: "[{name: loss, at: 20s, duration: 30s, "
        + "processKill: {store: {system: cache, role: primary}, restart: false}}]")
    let rows = try laboratory.run(seed: 1).rows
    for (series, name) in [
      ("kube_statefulset_replicas", "rfr-cache"), ("kube_deployment_spec_replicas", "rfs-cache"),
    ] {
      #expect(rows.values(of: series, name).last?.value == 3, "\(name)")
    }
    let failover = try #require(rows.failovers.first)
    #expect(failover.oldPrimary.hasSuffix("rfr-cache-0"), "\(failover.oldPrimary)")
    #expect(!failover.newPrimary.hasSuffix("rfr-cache-0") && failover.newPrimary.contains("rfr-"))
    // Two seconds without an answer, and the votes and an INFO until another leads.
    #expect(failover.writeGap > .seconds(2) && failover.writeGap < .milliseconds(3500))
  }
}
