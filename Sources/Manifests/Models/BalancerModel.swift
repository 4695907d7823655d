/// How clients without a mesh spread their calls over a service's pods.
package struct BalancerModel: Sendable {
  /// How a pod is picked.
  package enum Policy: String, Sendable, CaseIterable {
    /// The less busy of two random pods.
    case p2c
    case random
    case roundRobin
    /// The least busy of all pods.
    case leastRequest
  }

  /// Whose requests count as a pod's load.
  package enum View: String, Sendable, CaseIterable {
    /// All clients know all requests.
    case shared
    /// Each client pod knows its own.
    case perClient
  }

  /// How a pod is picked; `p2c` where none was written.
  package let policy: Policy
  /// Whose requests count; `perClient` where none was written.
  package let view: View
  /// Whether the two picks of p2c may fall on the same pod; false where none was written.
  package let replacement: Bool
}

extension BalancerModel: SpecObject {
  static let what = "a balancer"

  init?(_ reader: inout SpecReader) {
    policy = reader.optional(
      "policy", .word(Policy.self), default: .p2c, "how a pod is picked; p2c by default")
    view = reader.optional(
      "view", .word(View.self), default: .perClient,
      "whose requests count as a pod's load; perClient by default")
    replacement = reader.optional(
      "replacement", .flag, default: false, "whether both picks of p2c may fall on one pod")
  }
}
