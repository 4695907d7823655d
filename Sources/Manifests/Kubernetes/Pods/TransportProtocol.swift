/// Transport protocol of a port.
///
/// Source: Kubernetes core/v1 Protocol.
package enum TransportProtocol: String, EnumeratedField {
  /// TCP.
  case tcp = "TCP"

  /// UDP.
  case udp = "UDP"

  /// SCTP.
  case sctp = "SCTP"

  /// What a value is called in messages.
  package static var noun: String { "protocol" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
