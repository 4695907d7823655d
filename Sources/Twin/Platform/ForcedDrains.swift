import Cluster
import Manifests
import Metrics

/// What drains evict that kubectl would refuse to without `--force`.
enum ForcedDrains {
  /// The most pods that are named.
  private static let most = 3

  /// A note on pods without a controller, where a scenario drains nodes: one that is on such a node
  /// is gone for good.
  static func notes(of scenario: Scenario, _ cluster: ClusterSpec) -> [RunNote] {
    let hasDrains = scenario.changes.contains { change in
      if case .drain = change.action { true } else { false }
    }
    guard hasDrains else { return [] }
    let bare = cluster.workloads.filter { $0.kind == .pod && !$0.template.isStatic }
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
}
