/// What a node of a Kafka cluster does.
///
/// Source: kafka.strimzi.io/v1beta2 ProcessRoles.
package enum KafkaRole: String, EnumeratedField {
  /// Takes part in the metadata quorum.
  case controller

  /// Holds partitions.
  case broker

  /// What a value is called in messages.
  package static var noun: String { "role" }
}
