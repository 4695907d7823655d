/// The masters or the replicas of a Redis Cluster.
///
/// Source: redis.redis.opstreelabs.in/v1beta2 RedisLeader, RedisFollower.
package struct RedisNodes: ManifestDecodable, Sendable {
  /// How many; the cluster's size where it is absent.
  package var replicas: Int?
  /// The ConfigMap with further lines of redis.conf.
  package var configuration: String?
  /// Placement wishes.
  package var affinity: Affinity?
  /// Labels that a node must have.
  package var nodeSelector: StringMap = StringMap()
  /// Taints endured.
  package var tolerations: [Toleration] = []
  /// Spreading.
  package var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// The budget for disruptions; none where it is absent.
  package var budget: RedisBudget?
  /// Seconds from the deletion to SIGKILL.
  package var terminationGracePeriodSeconds: Int = 30

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "Redis nodes") else { return nil }
    reader.readCount("replicas", into: &replicas, diagnostics)
    reader.read("affinity", into: &affinity)
    reader.read("nodeSelector", into: &nodeSelector)
    reader.read("tolerations", into: &tolerations)
    reader.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    reader.read("pdb", into: &budget)
    reader.read("terminationGracePeriodSeconds", into: &terminationGracePeriodSeconds)
    if var settings = reader.section("redisConfig", diagnostics) {
      settings.read("additionalRedisConfig", into: &configuration)
    }
  }
}
