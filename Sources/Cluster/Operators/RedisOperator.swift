extension OperatorSpec {
  /// The OT-Container-Kit operator of Redis: writes a StatefulSet of masters and one of replicas.
  package static let redis = OperatorSpec(
    images: ["opstree/redis-operator"], kinds: ["RedisCluster"],
    request: APIRequest("update", "statefulsets", group: "apps"))

  /// Spotahome's operator of Redis under Sentinel.
  package static let redisFailover = OperatorSpec(
    images: ["spotahome/redis-operator"], kinds: ["RedisFailover"],
    request: APIRequest("update", "statefulsets", group: "apps"))
}
