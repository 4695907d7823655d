import Cluster
import Manifests
import Metrics

/// What drains evict that kubectl would refuse to without `--force`.
enum ForcedDrains {
  /// The most pods that are named.
  private static let most = 3

  /// A note on pods without a controller, where a scenario drains nodes: one that is on such a node
  /// is gone for good.
  ///
  /// Those that a ReplicaSet selects are its own from the start.
  static func notes(of scenario: Scenario, _ cluster: ClusterSpec) -> [RunNote] {
    let hasDrains = scenario.changes.contains { change in
      if case .drain = change.action { true } else { false }
    }
    guard hasDrains else { return [] }
    let sets = cluster.workloads.filter { $0.kind == .replicaSet && !$0.isDormant }
    let bare = cluster.workloads.filter { pod in
      pod.kind == .pod && !pod.template.isStatic && !sets.contains { isSelected(pod, by: $0) }
    }
    guard !bare.isEmpty else { return [] }
    let names = bare.prefix(most).map { $0.namespace + "/" + $0.name }.joined(separator: ", ")
    let others = bare.count > most ? " and \(bare.count - most) others" : ""
    return [
      RunNote(
        kind: .warning, subject: "changes",
        text: "drains are made with --ignore-daemonsets --delete-emptydir-data --force: Pods "
          + "without a controller that are on the node are gone for good: \(names)\(others)")
    ]
  }

  /// Whether a ReplicaSet takes in a bare pod, by its selector or else by its template's labels.
  private static func isSelected(_ pod: WorkloadSpec, by set: WorkloadSpec) -> Bool {
    let selector =
      set.selector.isEmpty ? LabelSelector(matchLabels: set.template.labels) : set.selector
    return set.namespace == pod.namespace && selector.matches(pod.template.labels)
  }
}
