import SimulationKernel

/// How the servers of a Redis or PostgreSQL without an operator stand to each other.
///
/// Several pods of an image that starts one server are no cluster: the software becomes one by
/// `cluster-enabled yes`, by Sentinels in them or beside them, or by an agent such as Patroni in
/// another image. Without them each pod is a server of its own, unless its configuration says which
/// one it copies.
extension StoreConfiguration {
  /// Images that start one server, and no agent beside it.
  private static let plainImages: [StoreEngine: [String]] = [
    .redis: [
      "redis", "redis-stack", "redis-stack-server", "redis-follower", "redis-slave", "redis-leader",
      "valkey", "keydb", "dragonfly",
    ],
    .postgresql: ["postgres", "postgresql", "postgis", "timescaledb"],
  ]

  /// Software by which several servers of PostgreSQL choose their primary, as its variables, files
  /// and commands name it.
  private static let agents = ["patroni", "spilo", "repmgr", "stolon", "pg_auto_failover"]

  /// What the manifests say of a store's servers; nothing where they may be a cluster, or where its
  /// document says so: more than one shard, a keeper that is no Sentinel, a setting of the cluster
  /// software.
  func arrangement(of model: StoreModel, texts: [ConfigurationText]) -> StoreSettings {
    let none = StoreSettings(entries: [])
    guard let workload = holder(of: model) else { return none }
    if let repmgr = Self.repmgr(model, workload, texts) { return repmgr }
    guard let images = Self.plainImages[model.engine], model.shards == 1,
      workload.operatedServices.isEmpty,
      images.contains(workload.image.last),
      !model.settings.entries.contains(where: { Self.clusterSettings.contains($0.name) })
    else { return none }
    let isWatched = model.engine == .redis && hasSentinels(workload, of: model)
    guard model.keeper == nil || isWatched else { return none }
    let word: String
    switch model.engine {
    case .redis:
      if texts.contains(where: { $0.enablesRedisCluster }) { return none }
      word = isWatched ? "sentinels" : Self.followers(workload, texts)
    default:
      if texts.contains(where: { Self.namesAgent($0) }) { return none }
      word = Self.followers(workload, texts)
    }
    var entries = [
      StoreSettings.Entry(name: "arrangement", value: .word(word), span: workload.span)
    ]
    if isWatched, texts.contains(where: { SentinelDirective.asksForFailover($0.text) }) {
      entries.append(.init(name: "failoverOnStop", value: .flag(true), span: workload.span))
    }
    return StoreSettings(entries: entries)
  }

  /// Settings that only a cluster of servers has.
  private static let clusterSettings = [
    "nodeTimeout", "replicaValidityFactor", "requireFullCoverage", "refusalsAtOnce", "ttl",
    "loopWait", "retryTimeout", "maximumLagOnFailover", "primaryStartTimeout", "failsafeMode",
    "operator",
  ]

  /// Settings that only Sentinels have.
  private static let sentinelSettings = [
    "downAfter", "failoverTimeout", "parallelSyncs", "sentinelQuorum",
  ]

  /// The workload of a store's first pods.
  func holder(of model: StoreModel) -> RunningWorkload? {
    manifests.runningWorkloads.first { $0.isNamed(by: model.workload, in: model.namespace) }
  }

  /// What repmgr is where it looks after a store's servers; its timers are upstream's, but in
  /// Bitnami's image (postgresql-repmgr, `repmgr-env.sh`).
  private static func repmgr(
    _ model: StoreModel, _ workload: RunningWorkload, _ texts: [ConfigurationText]
  ) -> StoreSettings? {
    let isBitnami = workload.image.last == "postgresql-repmgr"
    guard model.engine == .postgresql, model.keeper == nil,
      isBitnami
        || texts.contains(where: { $0.key?.uppercased().hasPrefix("REPMGR_") ?? false }),
      !model.settings.entries.contains(where: { clusterSettings.contains($0.name) })
    else { return nil }
    var values: [(String, StoreSettings.Value)] = [("arrangement", .word("repmgr"))]
    if isBitnami {
      values += [
        ("reconnectAttempts", .number(3)), ("reconnectInterval", .duration(.seconds(5))),
        ("connectTimeout", .duration(.seconds(5))),
      ]
    }
    return StoreSettings(
      entries: values.map { .init(name: $0.0, value: $0.1, span: workload.span) })
  }

  /// The lag with which a member of Spilo's image may still lead, unless it is told otherwise
  /// (`configure_spilo.py`).
  func spilo(of model: StoreModel) -> StoreSettings {
    guard model.engine == .postgresql, let workload = holder(of: model),
      workload.image.last == "spilo" || workload.image.last.hasPrefix("spilo-")
    else { return StoreSettings(entries: []) }
    return StoreSettings(entries: [
      .init(name: "maximumLagOnFailover", value: .number(33_554_432), span: workload.span)
    ])
  }

  private static func namesAgent(_ text: ConfigurationText) -> Bool {
    let written = (text.text + " " + (text.key ?? "")).lowercased()
    return agents.contains { written.contains($0) }
  }

  /// Whether Sentinels run in the pods of a workload or in those of another that watches it, or the
  /// store's document sets what only they have.
  private func hasSentinels(_ workload: RunningWorkload, of model: StoreModel) -> Bool {
    workload.containers.contains { Self.isSentinel($0) } || sentinelsBeside(model) != nil
      || model.settings.entries.contains { Self.sentinelSettings.contains($0.name) }
  }

  /// The workload of the Sentinels that watch a store's servers from pods of their own: the one
  /// that the store's document names, or one whose configuration names the servers.
  func sentinelsBeside(_ model: StoreModel) -> RunningWorkload? {
    guard model.engine == .redis, let watched = holder(of: model),
      watched.operatedServices.isEmpty
    else { return nil }
    return manifests.runningWorkloads.first { other in
      guard other.main.map({ Self.isSentinel($0) }) ?? false,
        other.namespace != watched.namespace || other.name != watched.name
      else { return false }
      if let keeper = model.keeper { return other.isNamed(by: keeper, in: model.namespace) }
      return other.namespace == watched.namespace
        && reader.texts(of: other).contains { $0.text.contains(watched.name) }
    }
  }

  /// The workload of the Sentinels that watch a store's servers from pods of their own.
  package func watchers(of model: StoreModel) -> WorkloadReference? {
    sentinelsBeside(model).map {
      WorkloadReference(
        kind: $0.kind, namespace: $0.namespace, name: $0.name, span: model.workload.span)
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
