import Manifests

/// Exit codes after which a container is started again, whatever its restart policy says
/// (Kubernetes core/v1 ContainerRestartRule with the action Restart).
package struct ExitCodeRule: Hashable, Sendable {
  /// Whether the codes are those that do not count.
  package let isNotIn: Bool
  /// The codes.
  package let codes: [Int32]

  /// Makes a rule.
  package init(isNotIn: Bool = false, codes: [Int32]) {
    self.isNotIn = isNotIn
    self.codes = codes
  }

  /// Reads a rule; nil for one that does something else.
  init?(_ rule: ContainerRestartRule) {
    guard rule.action == "Restart" else { return nil }
    isNotIn = rule.operator == "NotIn"
    codes = rule.values.map { Int32(clamping: $0) }
  }

  /// Whether it says something of an exit code.
  func matches(_ code: Int32) -> Bool { codes.contains(code) != isNotIn }
}
