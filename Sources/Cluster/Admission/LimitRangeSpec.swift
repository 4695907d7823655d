package import Manifests

/// A LimitRange: defaults and bounds of the containers and pods of a namespace
/// (plugin/pkg/admission/limitranger).
package struct LimitRangeSpec: Sendable {
  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Its items.
  package var items: [LimitRangeItem]

  /// Gives containers the requests and limits that they leave open.
  func fillDefaults(of template: inout PodTemplate) {
    for item in items where item.type == "Container" {
      for index in template.containers.indices { item.fill(&template.containers[index]) }
      for index in template.initContainers.indices { item.fill(&template.initContainers[index]) }
    }
  }

  /// What forbids a claim (PersistentVolumeClaimValidateLimitFunc).
  func problem(with claim: ClaimSpecification) -> String? {
    let request = QuotaAmount(name: "storage", units: claim.bytes)
    return items.filter { $0.type == "PersistentVolumeClaim" }
      .flatMap { $0.claimProblems(request: request) }.aggregate
  }

  /// What forbids a pod, in the words of the real plugin; nil for nothing.
  func problem(with template: PodTemplate) -> String? {
    var problems: [String] = []
    for item in items {
      switch item.type {
      case "Container":
        for container in template.containers + template.initContainers {
          problems += item.problems(
            "Container", requests: container.requestAmounts, limits: container.limitAmounts)
        }
      case "Pod":
        problems += item.problems(
          "Pod", requests: template.requestAmounts, limits: template.limitAmounts)
      default: break
      }
    }
    return problems.aggregate
  }
}

extension [LimitRangeSpec] {
  /// What those of a claim's namespace have against it; nil for nothing.
  func problem(with claim: ClaimSpecification) -> String? {
    lazy.filter { $0.namespace == claim.namespace }.compactMap { $0.problem(with: claim) }.first
  }
}
