import Manifests

/// What a gated pod's node affinity may become: the nodes that its required terms allow get fewer,
/// and its preferences are free (pkg/apis/core/validation ValidatePodUpdate,
/// validateNodeAffinityMutation).
enum NodeAffinityUpdate {
  private static let path = [
    "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
  ]

  /// Why a pod can not get the affinity of another one; nil where it can.
  ///
  /// A pod without required terms takes any.
  static func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    let (before, after) = (terms(of: old), terms(of: new))
    guard !before.isEmpty else { return nil }
    let field = "spec." + path.joined(separator: ".")
    guard before.count == after.count else {
      return field + ": Invalid value: no additions/deletions to non-empty NodeSelectorTerms list "
        + "are allowed"
    }
    let index = before.indices.first { !narrows(before[$0], to: after[$0]) }
    return index.map {
      field + "[\($0)]: Invalid value: only additions are allowed (no mutations or deletions)"
    }
  }

  /// A pod's spec without its node affinity, and without an affinity that has nothing else.
  static func remainder(of spec: YAMLNode) -> YAMLNode {
    let rest = spec.changing("affinity") { $0.without(["nodeAffinity"]) }
    return rest["affinity"]?.pairs?.isEmpty ?? false ? rest.without(["affinity"]) : rest
  }

  private static func terms(of pod: YAMLNode) -> [YAMLNode] {
    pod.value(at: ["spec"] + path)?.elements ?? []
  }

  /// Whether a term has all requirements that it had, in their order, and perhaps more behind them;
  /// one without any allows no node, and stays so (validateNodeSelectorTermHasOnlyAdditions).
  private static func narrows(_ old: YAMLNode, to new: YAMLNode) -> Bool {
    let lists = ["matchExpressions", "matchFields"].map { key in
      (before: requirements(key, of: old), after: requirements(key, of: new))
    }
    guard lists.contains(where: { !$0.before.isEmpty }) else {
      return lists.allSatisfy(\.after.isEmpty)
    }
    return lists.allSatisfy { $0.after.starts(with: $0.before) }
  }

  private static func requirements(_ key: String, of term: YAMLNode) -> [CanonicalText] {
    (term[key]?.elements ?? []).map { CanonicalText($0) }
  }
}
