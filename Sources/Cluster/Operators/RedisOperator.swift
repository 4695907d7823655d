extension OperatorSpec {
  /// The OT-Container-Kit operator of Redis: writes a StatefulSet of masters and one of replicas.
  package static let redis = OperatorSpec(
    images: ["opstree/redis-operator"], kinds: ["RedisCluster"],
    request: APIRequest("update", "statefulsets", group: "apps"))
}
