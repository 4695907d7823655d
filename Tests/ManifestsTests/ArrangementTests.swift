import Manifests
import SimulationKernel
import Testing

/// What several pods of a server's image are to each other: no cluster by themselves (the images'
/// own documentation; redis.io, replication; PostgreSQL's documentation, warm standby).
@Suite("Servers that are no cluster")
struct ArrangementTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    var engine = "redis"
    var image = "redis:7.2"
    /// The container's other fields, and what stands beside the set.
    var container = ""
    var file = ""
    var spec = ""
    var others = ""
    let expected: String?
    var testDescription: String { name }
  }

  /// Pods of Sentinels that watch the first pod of a set.
  private static func sentinels(_ watched: String) -> String {
    let command = "redis-sentinel /s.conf --sentinel monitor main \(watched)-0.\(watched) 6379 2"
    return """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: watchers}
      spec:
        serviceName: watchers
        replicas: 3
        selector: {matchLabels: {app: watchers}}
        template:
          metadata: {labels: {app: watchers}}
          spec: {containers: [{name: s, image: "redis:7", command: [sh, -c, "\(command)"]}]}
      ---

      """
  }

  static let cases: [Case] = [
    Case(name: "redis as it is", expected: "independent"),
    Case(name: "valkey", image: "docker.io/valkey/valkey:8", expected: "independent"),
    Case(
      name: "a flag makes a cluster", container: ", args: [--cluster-enabled, 'yes']",
      expected: nil),
    Case(name: "a file makes a cluster", file: "port 6379\ncluster-enabled yes", expected: nil),
    Case(
      name: "cluster-enabled no", file: "port 6379\ncluster-enabled no", expected: "independent"),
    Case(name: "the cluster's image", image: "bitnami/redis-cluster:7.2", expected: nil),
    Case(name: "the document has shards", spec: ", shards: 3", expected: nil),
    Case(name: "a setting of a cluster", spec: ", settings: {nodeTimeout: 5s}", expected: nil),
    Case(
      name: "a file follows the first pod", file: "port 6379\nreplicaof store-0.store 6379",
      expected: "replicas"),
    Case(
      name: "a flag follows the first pod",
      container: ", command: [redis-server, --replicaof, store-0.store.default.svc, '6379']",
      expected: "replicas"),
    Case(
      name: "a script follows a pod",
      file: "#!/bin/sh\necho \"slaveof $MASTER 6379\" >> /etc/redis.conf", expected: "replicas"
    ),
    Case(
      name: "a comment follows nobody", file: "port 6379\n# replicaof <masterip> <masterport>",
      expected: "independent"),
    Case(
      name: "all follow a server elsewhere", image: "bitnami/redis:7.2",
      container:
        ", env: [{name: REDIS_REPLICATION_MODE, value: slave}, "
        + "{name: REDIS_MASTER_HOST, value: store-master-0.x}]",
      expected: "independent"),
    Case(
      name: "Bitnami's replicas of the first pod", image: "bitnami/redis:7.2",
      container: ", env: [{name: REDIS_MASTER_HOST, value: store-0.store}]", expected: "replicas"),
    Case(
      name: "a Sentinel in the pods",
      container: "}, {name: s, image: 'redis:7.2', command: [redis-sentinel, /s.conf]",
      expected: "sentinels"),
    Case(name: "Sentinels of another", others: sentinels("orders"), expected: "independent"),
    Case(name: "Sentinels beside it", others: sentinels("store"), expected: "sentinels"),
    Case(
      name: "Sentinels that the document names", spec: ", keeper: sts/watchers",
      others: sentinels("orders"), expected: "sentinels"),
    Case(
      name: "a setting of Sentinels", spec: ", settings: {downAfter: 5s}", expected: "sentinels"),
    Case(
      name: "postgres as it is", engine: "postgresql", image: "postgres:16",
      expected: "independent"),
    Case(
      name: "postgres with Patroni's variables", engine: "postgresql", image: "postgres:16",
      container: ", env: [{name: PATRONI_SCOPE, value: db}]", expected: nil),
    Case(
      name: "Spilo", engine: "postgresql", image: "ghcr.io/zalando/spilo-16:3.3", expected: nil),
    Case(
      name: "repmgr", engine: "postgresql", image: "bitnami/postgresql-repmgr:16",
      expected: "repmgr"),
    Case(
      name: "repmgr by its variables", engine: "postgresql", image: "corp/db:16",
      container: ", env: [{name: REPMGR_NODE_ID, value: '1'}]", expected: "repmgr"),
    Case(
      name: "repmgr, but the document says Patroni", engine: "postgresql",
      image: "bitnami/postgresql-repmgr:16", spec: ", settings: {ttl: 20s}", expected: nil),
    Case(
      name: "Patroni's settings in the document", engine: "postgresql", image: "postgres:16",
      spec: ", settings: {ttl: 20s}", expected: nil),
    Case(
      name: "standbys of the first pod", engine: "postgresql", image: "postgres:16",
      file: "#!/bin/sh\npg_basebackup -h store-0.store -D /data -R", expected: "replicas"),
  ]

  @Test("are told by their image, arguments, files and variables", arguments: cases)
  func arrangement(_ example: Case) throws {
    var store = ConfiguredStore(engine: example.engine, image: example.image, spec: example.spec)
    if !example.file.isEmpty { store.files = [("conf", example.file)] }
    store.container = example.container
    store.others = example.others
    let settings = try store.read().settings
    #expect(settings.word("arrangement") == example.expected)
  }
}
