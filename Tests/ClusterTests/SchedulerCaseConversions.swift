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
      key: key, value: value ?? "", effect: NodeTaint.Effect(rawValue: effect) ?? .noSchedule)
  }
}

extension SchedulerCaseRow.Toleration {
  var toleration: PodToleration {
    PodToleration(
      key: key ?? "",
      comparison: PodToleration.Comparison(rawValue: self.operator ?? "Equal") ?? .equal,
      value: value ?? "", effect: effect.flatMap { NodeTaint.Effect(rawValue: $0) })
  }
}

extension SchedulerCaseRow.Selector {
  var selector: LabelSelector {
    LabelSelector(
      matchLabels: StringMap((matchLabels ?? [:]).map { ($0.key, $0.value) }),
      matchExpressions: (matchExpressions ?? []).compactMap { requirement in
        LabelSelector.Requirement.Operator(rawValue: requirement.operator).map {
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
        NodeRequirement.Comparison(rawValue: requirement.operator).map {
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
      isRequired: whenUnsatisfiable == "DoNotSchedule", selector: labelSelector?.selector)
    constraint.minDomains = minDomains ?? 1
    constraint.honorsNodeAffinity = nodeAffinityPolicy != "Ignore"
    constraint.honorsTaints = nodeTaintsPolicy == "Honor"
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
