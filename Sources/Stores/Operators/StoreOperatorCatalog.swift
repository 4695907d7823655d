/// Who may look after a store: one file each, and a line here.
package enum StoreOperatorCatalog {
  /// All of them.
  package static let all: [StoreOperator] = [
    .statefulSet, .cloudNativePG, .zalando, .strimzi, .rabbitmq, .eck, .altinity, .nats, .redis,
    .redisFailover,
  ]

  /// The one of a name.
  package static func named(_ name: String) -> StoreOperator? { all.first { $0.name == name } }
}
