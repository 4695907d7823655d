import Manifests
import SimulationKernel

extension NodeTaint {
  /// Reads a taint of a Node.
  init(_ taint: Taint) {
    self.init(key: taint.key, value: taint.value, effect: Effect(taint.effect))
  }
}

extension NodeTaint.Effect {
  init(_ effect: TaintEffect) {
    switch effect {
    case .noSchedule: self = .noSchedule
    case .preferNoSchedule: self = .preferNoSchedule
    case .noExecute: self = .noExecute
    }
  }
}

extension PodToleration {
  /// Reads a toleration; nil for an operator that does not exist.
  init?(_ toleration: Toleration) {
    guard let comparison = Comparison(rawValue: toleration.operator) else { return nil }
    self.init(
      key: toleration.key ?? "", comparison: comparison, value: toleration.value,
      effect: toleration.effect.map(NodeTaint.Effect.init),
      seconds: toleration.tolerationSeconds.map { .seconds(Int64(max(0, $0))) })
  }
}

extension NodeTerm {
  /// Reads a node selector term.
  init(_ term: NodeSelectorTerm) {
    self.init(
      labels: term.matchExpressions.map(NodeRequirement.init),
      fields: term.matchFields.map(NodeRequirement.init))
  }
}

extension NodeRequirement {
  init(_ requirement: NodeSelectorRequirement) {
    let comparison: Comparison
    switch requirement.operator {
    case .in: comparison = .isIn
    case .notIn: comparison = .isNotIn
    case .exists: comparison = .exists
    case .doesNotExist: comparison = .doesNotExist
    case .gt: comparison = .greater
    case .lt: comparison = .less
    }
    self.init(key: requirement.key, comparison: comparison, values: requirement.values)
  }
}

extension AffinityTerm {
  /// Reads a pod affinity term.
  init(_ term: PodAffinityTerm) {
    self.init(
      selector: term.labelSelector, namespaces: term.namespaces,
      namespaceSelector: term.namespaceSelector, topologyKey: term.topologyKey)
    matchLabelKeys = term.matchLabelKeys
    mismatchLabelKeys = term.mismatchLabelKeys
  }
}

extension SpreadConstraint {
  /// Reads a topology spread constraint.
  init(_ constraint: TopologySpreadConstraint) {
    self.init(
      maxSkew: Int64(constraint.maxSkew), topologyKey: constraint.topologyKey,
      isRequired: constraint.whenUnsatisfiable == .doNotSchedule,
      selector: constraint.labelSelector)
    minDomains = Int64(constraint.minDomains ?? 1)
    honorsNodeAffinity = constraint.nodeAffinityPolicy == .honor
    honorsTaints = constraint.nodeTaintsPolicy == .honor
    matchLabelKeys = constraint.matchLabelKeys
  }
}
