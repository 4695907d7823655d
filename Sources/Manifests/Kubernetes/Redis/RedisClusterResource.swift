/// A Redis Cluster run by the OT-Container-Kit operator.
///
/// Source: redis.redis.opstreelabs.in/v1beta2 RedisCluster (`api/rediscluster/v1beta2`).
package struct RedisClusterResource: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Masters, and as many replicas, unless either says otherwise.
  package var clusterSize: Int
  /// Image and resources of all nodes.
  package var kubernetesConfig: RedisKubernetesConfig = RedisKubernetesConfig()
  /// The masters.
  package var leader: RedisNodes = RedisNodes()
  /// The replicas.
  package var follower: RedisNodes = RedisNodes()
  /// Whether the nodes write an append-only file and snapshots.
  package var persistenceEnabled: Bool = false
  /// Disks; the data are only in memory where there are none.
  package var storage: RedisStorage?
  /// Priority class.
  package var priorityClassName: String?
  /// Where `clusterSize` was written; the enclosing object's place where it is absent.
  package var clusterSizeSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Masters.
  package var leaders: Int { leader.replicas ?? clusterSize }
  /// Replicas.
  package var followers: Int { follower.replicas ?? clusterSize }

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a RedisCluster") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let size: Int? = spec.required("clusterSize")
    spec.read("kubernetesConfig", into: &kubernetesConfig)
    spec.read("redisLeader", into: &leader)
    spec.read("redisFollower", into: &follower)
    spec.read("persistenceEnabled", into: &persistenceEnabled)
    spec.read("storage", into: &storage)
    spec.read("priorityClassName", into: &priorityClassName)
    clusterSizeSpan = spec.span(of: "clusterSize")
    guard let metadata, let size else { return nil }
    self.metadata = metadata
    clusterSize = size
    span = object.span
  }

  /// Reports what the operator refuses: a cluster needs three masters.
  package func check(_ diagnostics: DiagnosticCollector) {
    if leaders < 3 {
      diagnostics.error(
        "a RedisCluster needs at least three masters", at: clusterSizeSpan.start,
        code: "out-of-range")
    }
    kubernetesConfig.resources.check(diagnostics)
  }
}
