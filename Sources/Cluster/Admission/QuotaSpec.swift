/// A ResourceQuota: what a namespace may use in sum
/// (apiserver pkg/admission/plugin/resourcequota, pkg/quota/v1).
package struct QuotaSpec: Sendable {
  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Bounds by resource, in thousandths.
  package var hard: [QuotaAmount]
  /// Scopes: which pods it counts.
  package var scopes: [QuotaScope]

  /// Whether it counts a template's pods.
  func counts(_ template: PodTemplate) -> Bool {
    scopes.allSatisfy { $0.holds(for: template) }
  }
}

/// An amount of a resource as quotas name it, in thousandths.
package struct QuotaAmount: Hashable, Sendable {
  /// Resource, as `requests.cpu` or `pods`.
  package var name: String
  /// Amount in thousandths.
  package var milli: Int64

  /// Makes an amount.
  package init(name: String, milli: Int64) {
    self.name = name
    self.milli = milli
  }

  /// The amount as kubectl writes it.
  static func text(_ name: String, milli: Int64) -> String {
    if milli % 1_000 != 0 { return "\(milli)m" }
    let whole = milli / 1_000
    guard name.hasSuffix("memory") || name.hasSuffix("storage") else { return String(whole) }
    for (suffix, shift) in [("Ti", Int64(40)), ("Gi", 30), ("Mi", 20), ("Ki", 10)]
    where whole != 0 && whole % (1 << shift) == 0 {
      return "\(whole >> shift)\(suffix)"
    }
    return String(whole)
  }
}

/// A condition on the pods that a quota counts.
package struct QuotaScope: Hashable, Sendable {
  /// Name, as `BestEffort` or `PriorityClass`.
  package var name: String
  /// How `values` compare.
  package var comparison: NodeRequirement.Comparison
  /// Priority classes.
  package var values: [String]

  /// Makes a condition.
  package init(
    name: String, comparison: NodeRequirement.Comparison = .exists, values: [String] = []
  ) {
    self.name = name
    self.comparison = comparison
    self.values = values
  }

  /// Whether a template's pods meet it.
  func holds(for template: PodTemplate) -> Bool {
    switch name {
    case "BestEffort": template.isBestEffort
    case "NotBestEffort": !template.isBestEffort
    case "Terminating": template.deadline != nil
    case "NotTerminating": template.deadline == nil
    case "PriorityClass":
      NodeRequirement(key: "", comparison: comparison, values: values)
        .holds(for: template.priorityClass)
    case "CrossNamespacePodAffinity":
      (template.requiredAffinity + template.requiredAntiAffinity).contains {
        !$0.namespaces.isEmpty || $0.namespaceSelector != nil
      }
    default: true
    }
  }
}

extension ContainerSpec {
  /// Requests as limit ranges see them.
  var quotaRequests: [QuotaAmount] {
    var list: [QuotaAmount] = []
    if hasCPURequest { list.append(QuotaAmount(name: "cpu", milli: requests.cpuMilli)) }
    if hasMemoryRequest { list.append(QuotaAmount(name: "memory", milli: requests.memory * 1_000)) }
    return list
  }

  /// Limits as limit ranges see them.
  var quotaLimits: [QuotaAmount] {
    var list: [QuotaAmount] = []
    if let cpuLimitMilli { list.append(QuotaAmount(name: "cpu", milli: cpuLimitMilli)) }
    if let memoryLimit { list.append(QuotaAmount(name: "memory", milli: memoryLimit * 1_000)) }
    return list
  }
}

extension PodTemplate {
  /// Whether no container requests or limits anything (QoS BestEffort).
  var isBestEffort: Bool {
    (containers + initContainers).allSatisfy {
      $0.quotaRequests.isEmpty && $0.quotaLimits.isEmpty
    }
  }

  /// The whole pod's requests.
  var quotaRequests: [QuotaAmount] {
    let total = requests
    return [
      QuotaAmount(name: "cpu", milli: total.cpuMilli),
      QuotaAmount(name: "memory", milli: total.memory * 1_000),
    ]
  }

  /// The sum of the containers' limits; absent where one has none.
  var quotaLimits: [QuotaAmount] {
    var list: [QuotaAmount] = []
    let cpu = containers.map(\.cpuLimitMilli)
    if !cpu.contains(nil) {
      list.append(QuotaAmount(name: "cpu", milli: cpu.reduce(0) { $0 + ($1 ?? 0) }))
    }
    let memory = containers.map(\.memoryLimit)
    if !memory.contains(nil) {
      list.append(QuotaAmount(name: "memory", milli: memory.reduce(0) { $0 + ($1 ?? 0) } * 1_000))
    }
    return list
  }

  /// What one pod takes of a quota's resource; nil for a resource that pods do not take.
  func quotaUsage(_ resource: String) -> Int64? {
    let total = requests
    switch resource {
    case "pods", "count/pods": return 1_000
    case "cpu", "requests.cpu": return total.cpuMilli
    case "memory", "requests.memory": return total.memory * 1_000
    case "requests.ephemeral-storage", "ephemeral-storage": return total.ephemeralStorage * 1_000
    case "limits.cpu":
      return (containers + initContainers.filter(\.isSidecar))
        .reduce(0) { $0 + ($1.cpuLimitMilli ?? 0) }
    case "limits.memory":
      return (containers + initContainers.filter(\.isSidecar))
        .reduce(0) { $0 + ($1.memoryLimit ?? 0) } * 1_000
    default:
      guard resource.hasPrefix("requests.") else { return nil }
      let name = String(resource.dropFirst("requests.".count))
      return name == "storage" ? nil : total.extended(name) * 1_000
    }
  }

  /// Containers that leave open what a quota on a resource makes mandatory.
  func containersWithout(_ resource: String) -> [String] {
    (containers + initContainers).filter { container in
      switch resource {
      case "cpu", "requests.cpu": !container.hasCPURequest
      case "memory", "requests.memory": !container.hasMemoryRequest
      case "limits.cpu": container.cpuLimitMilli == nil
      case "limits.memory": container.memoryLimit == nil
      default: false
      }
    }.map(\.name)
  }
}
