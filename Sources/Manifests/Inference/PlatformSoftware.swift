/// The workloads of a platform, what they run, and the Services by which they are reached.
struct PlatformSoftware: Sendable {
  let workloads: [RunningWorkload]
  /// What is known of each workload's software, by position.
  let profiles: [SoftwareProfile]
  let services: ServiceIndex
  /// Parts that each workload's data is cut into, by position.
  let shards: [Int]
  /// The workloads that only coordinate another's pods, by position.
  let keepers: [Int]

  init(_ manifests: ManifestSet) {
    workloads = manifests.runningWorkloads
    profiles = workloads.map { ImageCatalog.standard.profile(of: $0) }
    services = ServiceIndex(manifests, workloads)
    let reader = ConfigurationReader(manifests)
    shards = zip(workloads, profiles).map { workload, profile in
      guard case .store(.redis, _, _) = profile.role else { return workload.shards }
      let texts = reader.texts(of: workload)
      return texts.contains { $0.enablesRedisCluster } ? workload.redisMasters : 1
    }
    let coordinating = workloads.compactMap { manifests.keeper(of: $0, reader) }
    keepers = Self.places(of: coordinating, among: workloads)
  }
}

extension PlatformSoftware {
  /// Where the workloads of resources stand.
  private static func places(
    of resources: [OperatedResource], among workloads: [RunningWorkload]
  ) -> [Int] {
    workloads.indices.filter { index in
      resources.contains {
        $0.modelKind == workloads[index].kind && $0.metadata.name == workloads[index].name
          && $0.metadata.home == workloads[index].namespace
      }
    }
  }
}

extension ImageRole {
  /// Whether what the configuration names is asked for requests.
  ///
  /// Data systems name each other for replication, what watches names what it watches, and an edge
  /// follows the routes.
  var asksOthers: Bool {
    switch self {
    case .application, .proxy: true
    case .edge, .telemetry, .database, .store, .broker: false
    }
  }
}

extension ConfigurationText {
  /// Whether it makes Redis a cluster: `cluster-enabled yes` in a file or among the arguments.
  var enablesRedisCluster: Bool {
    guard text.contains("cluster-enabled") || key?.hasSuffix("cluster-enabled") ?? false else {
      return false
    }
    return text.split(whereSeparator: \.isNewline).contains { line in
      let words = line.split(whereSeparator: \.isWhitespace)
      return words.first?.hasSuffix("cluster-enabled") ?? false && words.last == "yes"
    } || key?.hasSuffix("cluster-enabled") ?? false && text == "yes"
  }
}

extension RunningWorkload {
  /// Masters of a Redis Cluster: half of six pods or more, as `redis-cli --cluster create
  /// --cluster-replicas 1` makes them; fewer pods are all masters, of which it wants three.
  fileprivate var redisMasters: Int { replicas >= 6 ? replicas / 2 : max(1, replicas) }
}
