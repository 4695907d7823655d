import Manifests
import Metrics
import Stores

/// The groups by which thresholds can narrow what happened to the data systems of a run.
struct ThresholdGroups {
  /// A data system, and what its groups are called in the results.
  private let systems: [(name: String, groups: [String])]

  /// Takes the groups of the stores that a run has.
  init(_ stores: borrowing Stores) {
    systems = stores.groups.stores.map { store in
      let shards =
        store.shards.count == 1
        ? []
        : store.shards.indices.map { index in
          String(index - store.shards.lowerBound)
        }
      return (store.name, shards + (store.coordination == nil ? [] : [FailoverRow.coordination]))
    }
  }

  /// Reports keys that name a group which none of the systems that they mean has.
  ///
  /// What a restore brought back is called by its steps, which only the run knows.
  func report(on scenario: Scenario, _ diagnostics: DiagnosticCollector) {
    for threshold in scenario.thresholds {
      guard case .metric(_, let matchers) = threshold.subject else { continue }
      let meant = systems.filter { system in
        matchers.filter { $0.label == ThresholdLabel.system.rawValue }
          .allSatisfy { $0.matches(system.name) }
      }
      let known = meant.flatMap(\.groups)
      for matcher in matchers where matcher.label == ThresholdLabel.group.rawValue {
        let isNaming = matcher.comparison == .equal || matcher.comparison == .matches
        guard isNaming, !meant.isEmpty, !matcher.matches(""), !matcher.value.hasPrefix("restore"),
          !known.contains(where: matcher.matches)
        else { continue }
        diagnostics.error(
          "no group \(matcher.comparison == .equal ? "is called" : "matches") "
            + "\"\(matcher.value)\"", at: threshold.span, code: "unknown-name",
          help: Self.advice(matcher.value, known))
      }
    }
  }

  private static func advice(_ value: String, _ known: [String]) -> String {
    if known.isEmpty { return "the data is one group, which has no name" }
    if let near = nearest(value, in: known) { return "did you mean \"\(near)\"?" }
    return known.count == 1
      ? "the group is called \"\(known[0])\""
      : "the groups are called \"\(known[0])\" to \"\(known[known.count - 1])\""
  }
}
