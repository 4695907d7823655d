/// Who may look after a store: one file each, and a line here.
package enum StoreOperatorCatalog {
  /// All of them.
  package static let all: [StoreOperator] = [
    .statefulSet, .cloudNativePG, .zalando, .strimzi, .rabbitmq, .eck, .altinity, .nats, .redis,
    .redisFailover,
  ]

  /// The one that makes StatefulSets of a kind of resources.
  static func maker(of kind: String) -> StoreOperator? { all.first { $0.kinds.contains(kind) } }

  /// The one of a name.
  package static func named(_ name: String) -> StoreOperator? { all.first { $0.name == name } }
}
