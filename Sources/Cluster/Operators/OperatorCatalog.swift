/// The operators that the cluster knows: one file each, and a line here.
package enum OperatorCatalog {
  /// All of them.
  package static let all: [OperatorSpec] = [
    .cloudNativePG, .strimzi, .prometheus, .redis, .redisFailover, .elastic, .rabbitmq,
    .zalando, .altinity, .minio,
  ]
}
