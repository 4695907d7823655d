/// Whether one client stays with one pod.
///
/// Source: Kubernetes core/v1 ServiceAffinity.
package enum SessionAffinity: String, EnumeratedField {
  /// Each connection is balanced anew.
  case none = "None"

  /// A client address keeps its pod for a time.
  case clientIP = "ClientIP"

  /// What a value is called in messages.
  package static var noun: String { "session affinity" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
