import Manifests
import Testing

@Suite("Software is told by its ports")
struct InferencePortTests {
  /// A Deployment whose image nobody knows, with one port.
  private static func listener(_ name: String, image: String, port: Int) -> String {
    InferenceShops.deployment(
      name, image: image, more: "        ports: [{containerPort: \(port)}]\n")
  }

  @Test(
    "where the image says nothing",
    arguments: [
      (5432, "bank/ledger-db", "port 5432 is that of postgres"),
      (6379, "shop/basket-store", "port 6379 is that of redis"),
      (9092, "ghcr.io/open-telemetry/demo:2.0.2-kafka", "port 9092 is that of kafka"),
      (27_017, "robotshop/rs-mongodb", "port 27017 is that of mongo"),
      (9042, "gcr.io/google-samples/ring:v13", "port 9042 is that of cassandra"),
      (8080, "bank/ledger-db", "image ledger-db is not in the catalog"),
      (5432, "shop/pgbouncer", "image pgbouncer is not in the catalog"),
      (3306, "cloudsql/sql-proxy", "image sql-proxy is not in the catalog"),
      (5432, "redis:7", "image redis is in the catalog"),
    ])
  func origin(port: Int, image: String, origin: String) throws {
    let platform = InferredPlatform(Self.listener("x", image: image, port: port))
    let sentence = try #require(platform.sentences("default/deployment/x").first)
    #expect(sentence.hasPrefix(origin + ": "))
  }

  @Test("so that a database of an unknown image is read and written, and no way in")
  func databases() {
    let platform = InferredPlatform(
      InferenceShops.joined([
        InferenceShops.deployment(
          "ledger", image: "bank/ledger:1",
          environment: [("SPRING_DATASOURCE_URL", "jdbc:postgresql://ledger-db:5432/bank")]),
        InferenceShops.service("ledger"),
        Self.listener("ledger-db", image: "bank/ledger-db:1", port: 5432),
        InferenceShops.service("ledger-db", port: 5432),
        Self.listener("orders-db", image: "bank/orders-db:1", port: 27_017),
        InferenceShops.service("orders-db", port: 27_017),
      ]))
    #expect(
      platform.calls == ["ledger reads ledger-db/read", "ledger sometimes writes ledger-db/write"])
    #expect(platform.models.stores.map(\.name) == ["ledger-db"])
    #expect(platform.journeys == ["ledger: directly / ledger/serve"])
  }

  @Test("and a headless Service is no way in beside one with an address")
  func headless() {
    let names = InferenceShops.service("members", app: "web").replacing(
      "type: ClusterIP", with: "clusterIP: None")
    let pods = InferenceShops.deployment("web", image: "web:1")
    let both = InferredPlatform(
      InferenceShops.joined([names, InferenceShops.service("clients", app: "web"), pods]))
    #expect(both.journeys.map { $0.prefix { $0 != ":" } } == ["clients"])
    let alone = InferredPlatform(InferenceShops.joined([names, pods]))
    #expect(alone.journeys.map { $0.prefix { $0 != ":" } } == ["members"])
  }

  @Test(
    "and a Redis whose configuration makes it a cluster has masters for half of its pods",
    arguments: [
      (6, "redis.conf: \"cluster-enabled yes\"", 3), (3, "redis.conf: \"cluster-enabled yes\"", 3),
      (8, "redis.conf: \"appendonly yes\\ncluster-enabled yes\"", 4),
      (6, "redis.conf: \"cluster-enabled no\"", 1), (6, "redis.conf: \"appendonly yes\"", 1),
    ])
  func redisCluster(pods: Int, file: String, masters: Int) {
    let platform = InferredPlatform(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: conf}
      data: {\(file)}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: redis}
      spec:
        serviceName: redis
        replicas: \(pods)
        selector: {matchLabels: {app: redis}}
        template:
          metadata: {labels: {app: redis}}
          spec:
            containers: [{name: redis, image: "redis:7"}]
            volumes: [{name: conf, configMap: {name: conf}}]
      ---
      """ + "\n" + InferenceShops.service("redis", port: 6379))
    #expect(platform.models.stores.map(\.shards) == [masters])
    let isSaid = platform.sentences("default/statefulset/redis").contains {
      $0.contains("\(masters) masters are assumed among \(pods) pods")
    }
    #expect(isSaid == (masters > 1))
  }

  @Test("and versions behind one Service are one system")
  func versions() {
    let pods = ["v1", "v2"].map { version in
      InferenceShops.deployment("reviews-\(version)", image: "reviews-\(version):1").replacing(
        "{app: reviews-\(version)}", with: "{app: reviews, version: \(version)}")
    }
    let platform = InferredPlatform(
      InferenceShops.joined([InferenceShops.service("reviews")] + pods))
    #expect(platform.models.services.map(\.system) == ["reviews", "reviews"])
    #expect(platform.models.services.map(\.name) == ["reviews-v1", "reviews-v2"])
  }

  @Test(
    "and what nobody can ask is said",
    arguments: [
      ("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", "nothing happens"),
      (InferenceShops.deployment("job", image: "worker:1"), "nobody asks anything"),
    ])
  func silence(text: String, ending: String) throws {
    let sentence = try #require(InferredPlatform(text).sentences("load").first)
    #expect(sentence.hasSuffix(ending))
  }
}
