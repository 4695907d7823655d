import Cluster
import Manifests

import struct Cluster.NodeTaint

extension PodResources {
  init(_ amounts: [String: Int64]) {
    self.init()
    for (name, amount) in amounts.sorted(by: { $0.key < $1.key }) {
      switch name {
      case "cpuMilli": cpuMilli = amount
      case "memory": memory = amount
      default: extended.append(Extended(name: name, amount: amount))
      }
    }
  }
}

extension SchedulerCaseRow.Container {
  var spec: ContainerSpec {
    var spec = ContainerSpec(name: "case", image: "")
    spec.requests = PodResources(amounts)
    spec.hasCPURequest = amounts["cpuMilli"] != nil
    spec.hasMemoryRequest = amounts["memory"] != nil
    return spec
  }
}

extension SchedulerCaseRow.Taint {
  var taint: NodeTaint {
    NodeTaint(
      key: key, value: value ?? "", effect: named(effect, NodeTaint.Effect.self) ?? .noSchedule)
  }
}

extension SchedulerCaseRow.Toleration {
  var toleration: PodToleration {
    PodToleration(
      key: key ?? "",
      comparison: self.operator.flatMap { named($0, PodToleration.Comparison.self) } ?? .equal,
      value: value ?? "",
      effect: effect.flatMap { $0.isEmpty ? nil : named($0, NodeTaint.Effect.self) })
  }
}

extension SchedulerCaseRow.Selector {
  var selector: LabelSelector {
    LabelSelector(
      matchLabels: StringMap((matchLabels ?? [:]).map { ($0.key, $0.value) }),
      matchExpressions: (matchExpressions ?? []).compactMap { requirement in
        named(requirement.operator, LabelSelector.Requirement.Operator.self).map {
          LabelSelector.Requirement(
            key: requirement.key, comparison: $0, values: requirement.values ?? [])
        }
      })
  }
}

extension SchedulerCaseRow.Expressions {
  var term: NodeTerm {
    NodeTerm(
      labels: matchExpressions.compactMap { requirement in
        named(requirement.operator, NodeRequirement.Comparison.self).map {
          NodeRequirement(
            key: requirement.key, comparison: $0, values: requirement.values ?? [])
        }
      })
  }
}

extension SchedulerCaseRow.Spread {
  var constraint: SpreadConstraint {
    var constraint = SpreadConstraint(
      maxSkew: maxSkew, topologyKey: topologyKey,
      isRequired: known(whenUnsatisfiable, "DoNotSchedule", "ScheduleAnyway") == "DoNotSchedule",
      selector: labelSelector?.selector)
    constraint.minDomains = minDomains ?? 1
    constraint.honorsNodeAffinity = known(nodeAffinityPolicy, "Honor", "Ignore") != "Ignore"
    constraint.honorsTaints = known(nodeTaintsPolicy, "Honor", "Ignore") == "Honor"
    constraint.matchLabelKeys = matchLabelKeys ?? []
    return constraint
  }
}

extension SchedulerCaseAffinity {
  func add(to template: inout PodTemplate) {
    template.requiredAffinity = (requiredAffinity ?? []).map(\.affinity)
    template.requiredAntiAffinity = (requiredAntiAffinity ?? []).map(\.affinity)
    template.preferredAffinity =
      (preferredAffinity ?? []).map { .init(weight: $0.weight, term: $0.term.affinity) }
      + (preferredAntiAffinity ?? []).map { .init(weight: -$0.weight, term: $0.term.affinity) }
  }
}

extension SchedulerCaseAffinity.Term {
  var affinity: AffinityTerm {
    AffinityTerm(
      selector: labelSelector?.selector, namespaces: namespaces ?? [],
      namespaceSelector: namespaceSelector?.selector, topologyKey: topologyKey)
  }
}
