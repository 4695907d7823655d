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
    let request = [QuotaAmount(name: "storage", units: claim.bytes)]
    return Self.said(
      items.filter { $0.type == "PersistentVolumeClaim" }
        .flatMap { $0.claimProblems(request: request) })
  }

  /// What forbids a pod, in the words of the real plugin; nil for nothing.
  func problem(with template: PodTemplate) -> String? {
    var problems: [String] = []
    for item in items {
      switch item.type {
      case "Container":
        for container in template.containers + template.initContainers {
          problems += item.problems(
            "Container", requests: container.quotaRequests, limits: container.quotaLimits)
        }
      case "Pod":
        problems += item.problems(
          "Pod", requests: template.quotaRequests, limits: template.quotaLimits)
      default: break
      }
    }
    return Self.said(problems)
  }

  /// Problems as one text; nil for none (apimachinery util/errors Aggregate).
  private static func said(_ problems: [String]) -> String? {
    problems.count < 2 ? problems.first : "[\(problems.joined(separator: ", "))]"
  }
}

extension LimitRangeItem {
  /// Fills a container's requests and limits in: a default limit stands for the request too.
  fileprivate func fill(_ container: inout ContainerSpec) {
    let request = defaultRequest
    let limit = self.default
    if container.cpuLimitMilli == nil, let cpu = limit.cpu {
      container.cpuLimitMilli = cpu.milliCPU
    }
    if container.memoryLimit == nil, let memory = limit.memory {
      container.memoryLimit = memory.bytes
    }
    if !container.hasCPURequest, let cpu = request.cpu {
      container.requests.cpuMilli = cpu.milliCPU
      container.hasCPURequest = true
    }
    if !container.hasMemoryRequest, let memory = request.memory {
      container.requests.memory = memory.bytes
      container.hasMemoryRequest = true
    }
  }

  /// Bounds that requests and limits miss.
  fileprivate func problems(
    _ what: String, requests: [QuotaAmount], limits: [QuotaAmount]
  ) -> [String] {
    let low = lowProblems(what, requests: requests)
    let high = max.entries.compactMap { bound -> String? in
      let text = "maximum \(bound.name) usage per \(what) is \(bound.text)"
      guard let limit = limits.amount(bound.name) else { return text + ". No limit is specified" }
      guard limit > bound.quantity.milli else { return nil }
      return text + ", but limit is " + QuotaAmount.text(bound.name, milli: limit)
    }
    return low + high + ratioProblems(what, requests: requests, limits: limits)
  }

  private func lowProblems(_ what: String, requests: [QuotaAmount]) -> [String] {
    min.entries.compactMap { bound in
      let text = "minimum \(bound.name) usage per \(what) is \(bound.text)"
      guard let request = requests.amount(bound.name) else {
        return text + ". No request is specified"
      }
      guard request < bound.quantity.milli else { return nil }
      return text + ", but request is " + QuotaAmount.text(bound.name, milli: request)
    }
  }

  /// Bounds that a claim's request misses; it has no limit.
  fileprivate func claimProblems(request: [QuotaAmount]) -> [String] {
    let what = "PersistentVolumeClaim"
    return lowProblems(what, requests: request)
      + max.entries.compactMap { bound -> String? in
        let text = "maximum \(bound.name) usage per \(what) is \(bound.text)"
        guard let asked = request.amount(bound.name) else {
          return text + ". No request is specified"
        }
        guard asked > bound.quantity.milli else { return nil }
        return text + ", but request is " + QuotaAmount.text(bound.name, milli: asked)
      }
  }

  private func ratioProblems(
    _ what: String, requests: [QuotaAmount], limits: [QuotaAmount]
  ) -> [String] {
    maxLimitRequestRatio.entries.compactMap { bound in
      guard let limit = limits.amount(bound.name), let request = requests.amount(bound.name),
        request > 0, Double(limit) / Double(request) > Double(bound.quantity.milli) / 1_000
      else { return nil }
      return "\(bound.name) max limit to request ratio per \(what) is \(bound.text), but provided "
        + "ratio is \(Double(limit) / Double(request))"
    }
  }
}

extension [QuotaAmount] {
  /// The amount of a resource; nil where it is not given.
  fileprivate func amount(_ name: String) -> Int64? { first { $0.name == name }?.milli }
}

extension ResourceList.Entry {
  /// The amount as kubectl writes it.
  fileprivate var text: String { QuotaAmount.text(name, milli: quantity.milli) }
}
