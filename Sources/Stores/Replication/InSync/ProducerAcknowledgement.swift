/// What a producer waits for before a record counts as written: Kafka's `acks`.
package enum ProducerAcknowledgement: String, Equatable, Sendable, CaseIterable {
  /// Nothing: the record is sent and forgotten.
  case none = "0"
  /// The leader's own log.
  case leader = "1"
  /// The logs of all in-sync copies.
  case all
}
