import SimulationKernel

/// Servers without cluster software: each with its own data, or one primary that the others follow.
///
/// A StatefulSet of the images of Redis or PostgreSQL makes no cluster by itself. Its pods are
/// servers of their own, of which a Service picks any; with `replicaof` or `primary_conninfo` the
/// others copy the first one and refuse writes (READONLY, SQLSTATE 25006). When it is gone nobody
/// takes its place: it leads again when it is back, with what its disk still has.
enum PlainServers {
  /// How the servers of a store stand to each other where they are no cluster.
  enum Arrangement: String {
    case replicas, independent
  }

  /// The arrangement that was set or found; nil for a cluster.
  static func arrangement(_ options: EngineOptions) -> Arrangement? {
    options.word("arrangement").flatMap { Arrangement(rawValue: $0) }
  }

  /// Redis as its image starts it: snapshots at its own save points and no append-only file.
  static func redis(_ arrangement: Arrangement, _ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, .byHand), shards: shards(arrangement, options))
    configuration.flushesWrites = false
    RedisCluster.persist(options, isUsuallyLogged: false, &configuration)
    RedisCluster.replicate(options, &configuration)
    serve(arrangement, &configuration)
    return configuration
  }

  /// Turns what PostgreSQL is under Patroni into servers by themselves.
  static func postgres(
    _ arrangement: Arrangement, _ options: EngineOptions, _ configuration: inout EngineConfiguration
  ) {
    guard case .shipping(let acknowledgement, _) = configuration.agreement else { return }
    configuration.agreement = .shipping(acknowledgement, .byHand)
    configuration.shards = shards(arrangement, options)
    configuration.coordination = nil
    configuration.roleLabel = nil
    configuration.isReadyWithData = false
    serve(arrangement, &configuration)
  }

  private static func shards(_ arrangement: Arrangement, _ options: EngineOptions) -> [[Int]] {
    switch arrangement {
    case .replicas: [Array(0..<options.members)]
    case .independent: (0..<options.members).map { [$0] }
    }
  }

  static func serve(_ arrangement: Arrangement, _ configuration: inout EngineConfiguration) {
    configuration.forwards = false
    configuration.readers = .anyCopy
    configuration.servesAlone = arrangement == .independent
  }

  /// What follows for those who depend on the servers.
  static func sentences(of configuration: EngineConfiguration) -> [String] {
    configuration.servesAlone
      ? ["its pods are no cluster: each has its own data, and its clients get any of them"]
      : ["its pods are no cluster: when the first is away, nobody takes its place as the primary"]
  }
}
