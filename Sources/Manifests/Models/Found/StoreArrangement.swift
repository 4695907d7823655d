/// How the servers of a Redis or PostgreSQL without an operator stand to each other.
///
/// Several pods of an image that starts one server are no cluster: the software becomes one by
/// `cluster-enabled yes`, by Sentinels, or by an agent such as Patroni in another image. Without them
/// each pod is a server of its own, unless its configuration says which one it copies.
extension StoreConfiguration {
  /// Images that start one server, and no agent beside it.
  private static let plainImages: [StoreEngine: [String]] = [
    .redis: [
      "redis", "redis-stack", "redis-stack-server", "redis-follower", "redis-slave", "redis-leader",
      "valkey", "keydb", "dragonfly",
    ],
    .postgresql: ["postgres", "postgresql", "postgis", "timescaledb"],
  ]

  /// Software by which several servers of PostgreSQL choose their primary, as its variables, files and
  /// commands name it.
  private static let agents = ["patroni", "spilo", "repmgr", "stolon", "pg_auto_failover"]

  /// What the manifests say of a store's servers; nothing where they may be a cluster, or where its
  /// document says so: more than one shard, a keeper, a setting of the cluster software.
  func arrangement(of model: StoreModel, texts: [ConfigurationText]) -> StoreSettings {
    let none = StoreSettings(entries: [])
    guard let images = Self.plainImages[model.engine], model.shards == 1, model.keeper == nil,
      let workload = manifests.runningWorkloads.first(where: {
        $0.isNamed(by: model.workload, in: model.namespace)
      }), workload.operatedServices.isEmpty, images.contains(workload.image.last),
      !model.settings.entries.contains(where: { Self.clusterSettings.contains($0.name) })
    else { return none }
    let word: String
    switch model.engine {
    case .redis:
      if texts.contains(where: { $0.enablesRedisCluster }) { return none }
      word = hasSentinels(workload) ? "sentinels" : Self.followers(workload, texts)
    default:
      if texts.contains(where: { Self.namesAgent($0) }) { return none }
      word = Self.followers(workload, texts)
    }
    return StoreSettings(entries: [
      .init(name: "arrangement", value: .word(word), span: workload.span)
    ])
  }

  /// Settings that only a cluster of servers has.
  private static let clusterSettings = [
    "nodeTimeout", "replicaValidityFactor", "requireFullCoverage", "refusalsAtOnce", "downAfter",
    "failoverTimeout", "parallelSyncs", "sentinelQuorum", "ttl", "loopWait", "retryTimeout",
    "maximumLagOnFailover", "primaryStartTimeout", "failsafeMode", "operator",
  ]

  private static func namesAgent(_ text: ConfigurationText) -> Bool {
    let written = (text.text + " " + (text.key ?? "")).lowercased()
    return agents.contains { written.contains($0) }
  }

  /// Whether Sentinels run in the pods of a workload, or in those of another whose configuration names
  /// it.
  private func hasSentinels(_ workload: RunningWorkload) -> Bool {
    if workload.containers.contains(where: { Self.isSentinel($0) }) { return true }
    return manifests.runningWorkloads.contains { other in
      other.namespace == workload.namespace && other.name != workload.name
        && other.containers.first.map { Self.isSentinel($0) } ?? false
        && reader.texts(of: other).contains { $0.text.contains(workload.name) }
    }
  }

  private static func isSentinel(_ container: Container) -> Bool {
    ImageName(container.image).last.contains("sentinel")
      || (container.command + container.args).contains { $0.contains("sentinel") }
  }

  /// Whether the servers of a workload copy one of them; those that copy a server elsewhere are, to
  /// each other, servers of their own.
  private static func followers(
    _ workload: RunningWorkload, _ texts: [ConfigurationText]
  ) -> String {
    let hosts = texts.flatMap { FollowedHost.hosts(in: $0) }
    return hosts.contains { FollowedHost.isOwn($0, of: workload) } ? "replicas" : "independent"
  }
}
