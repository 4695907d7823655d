/// Who restarts a store's pods.
package enum StoreOperator: String, Sendable, CaseIterable {
  /// Kubernetes' own StatefulSet controller.
  case statefulSet = "statefulset"
  case cloudNativePG = "cnpg"
  case zalando
  case strimzi
  case rabbitmq
  case eck
  case altinity
  case nats
  case redis
}
