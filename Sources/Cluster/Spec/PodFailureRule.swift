/// What a failed pod of a Job means (batch/v1 PodFailurePolicyRule).
package struct PodFailureRule: Sendable {
  /// What follows.
  package enum Action: String, Sendable, CaseIterable {
    case failJob = "FailJob"
    case failIndex = "FailIndex"
    case ignore = "Ignore"
    case count = "Count"
  }

  /// What follows of a match.
  package var action: Action
  /// Exit codes that match; nil where the rule is about conditions.
  package var exitCodes: [Int32]?
  /// Whether codes match that are not listed.
  package var isNotIn = false
  /// Name of the container; nil for any.
  package var container: String?
  /// Pod conditions of which one must be true, such as `DisruptionTarget`.
  package var conditions: [String] = []

  /// Makes a rule.
  package init(action: Action) { self.action = action }

  /// Whether a pod matches that ended with exit codes by container, and with conditions.
  package func matches(
    exits: [(container: String, code: Int32)], conditions held: [String]
  ) -> Bool {
    guard exitCodes != nil else { return conditions.contains(where: held.contains) }
    return exits.contains(where: isMeant)
  }

  /// What of a pod that matches made it do so, in the words of the Job controller
  /// (pod_failure_policy.go matchPodFailurePolicy).
  package func cause(
    in pod: String, exits: [(container: String, code: Int32)], conditions held: [String]
  ) -> String {
    guard exitCodes != nil, let exit = exits.first(where: isMeant) else {
      let condition = conditions.first(where: held.contains) ?? ""
      return "Pod \(pod) has condition \(condition)"
    }
    return "Container \(exit.container) for pod \(pod) failed with exit code \(exit.code)"
  }

  private func isMeant(_ exit: (container: String, code: Int32)) -> Bool {
    guard let exitCodes, exit.code != 0, container ?? exit.container == exit.container else {
      return false
    }
    return exitCodes.contains(exit.code) != isNotIn
  }
}
