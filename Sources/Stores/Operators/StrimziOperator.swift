extension StoreOperator {
  /// Strimzi's KafkaRoller.
  package static let strimzi: StoreOperator = {
    var value = StoreOperator("strimzi")
    value.order = .controllerLast
    value.safeguard = .inSyncSets
    return value
  }()
}
