/// A ResourceQuota: what a namespace may use in sum (apiserver pkg/admission/plugin/resourcequota,
/// pkg/quota/v1).
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

  /// Whether it counts an object that is no pod.
  func counts(_ object: QuotaScoping) -> Bool {
    scopes.allSatisfy { $0.holds(for: object) }
  }

  /// Nothing of any of its resources.
  var nothing: [Int64] { Array(repeating: 0, count: hard.count) }

  /// Adds charges to the amounts of its resources.
  func add(_ charges: [QuotaAmount], to amounts: inout [Int64]) {
    for charge in charges {
      guard let index = hard.firstIndex(where: { $0.name == charge.name }) else { continue }
      amounts[index].add(charge.milli)
    }
  }

  /// What is said of amounts that, with those used, are more than it allows; nil where none is.
  ///
  /// Only what is asked counts: a quota that is overdrawn elsewhere lets others in (checkQuotas).
  func excess(of asked: [Int64], used: [Int64]) -> String? {
    let exceeded = hard.indices.filter { index in
      guard asked[index] > 0 else { return false }
      var sum = used[index]
      sum.add(asked[index])
      return sum > hard[index].milli
    }
    guard !exceeded.isEmpty else { return nil }
    let sorted = exceeded.sorted { hard[$0].name < hard[$1].name }
    func list(_ amount: (Int) -> Int64) -> String {
      sorted.map { "\(hard[$0].name)=\(QuotaAmount.text(hard[$0].name, milli: amount($0)))" }
        .joined(separator: ",")
    }
    return "exceeded quota: \(name), requested: \(list { asked[$0] }), used: "
      + "\(list { used[$0] }), limited: \(list { hard[$0].milli })"
  }
}

extension [QuotaSpec] {
  /// Why one of them refuses an object that charges something; nil where all let it in.
  func problem(
    of charges: [QuotaAmount], _ scoping: QuotaScoping, in namespace: String,
    used: (QuotaSpec) -> [Int64]
  ) -> String? {
    for quota in self where quota.namespace == namespace && quota.counts(scoping) {
      var asked = quota.nothing
      quota.add(charges, to: &asked)
      guard asked.contains(where: { $0 > 0 }) else { continue }
      if let problem = quota.excess(of: asked, used: used(quota)) { return problem }
    }
    return nil
  }
}

extension [QuotaAmount] {
  /// What an object asks beside what it was charged before.
  func grown(from before: [QuotaAmount]) -> [QuotaAmount] {
    map { charge in
      let known = before.first { $0.name == charge.name }?.milli ?? 0
      return QuotaAmount(name: charge.name, milli: charge.milli - known)
    }
  }
}

extension Int64 {
  /// Adds an amount; what no quota could bound saturates.
  fileprivate mutating func add(_ amount: Int64) {
    let (sum, isBeyond) = addingReportingOverflow(amount)
    self = isBeyond ? .max : sum
  }
}

extension PodTemplate {
  /// What one pod that has not ended takes of a quota's resource; nil for a resource that pods do
  /// not take.
  func quotaUsage(_ resource: String) -> Int64? {
    let total = requests
    switch resource {
    case "pods", "count/pods": return 1_000
    case "cpu", "requests.cpu": return total.cpuMilli
    case "memory", "requests.memory": return total.memory * 1_000
    case "requests.ephemeral-storage", "ephemeral-storage": return total.ephemeralStorage * 1_000
    case "limits.cpu": return limit(whole?.milliCPULimit, overhead.cpuMilli) { $0.cpuLimitMilli }
    case "limits.memory":
      return limit(whole?.memoryLimit, overhead.memory) { $0.memoryLimit } * 1_000
    case "limits.ephemeral-storage":
      return limit(nil, overhead.ephemeralStorage) { $0.ephemeralLimit } * 1_000
    default:
      // Of extended resources and huge pages only requests are bounded (podComputeUsageHelper).
      guard resource.hasPrefix("requests.") || resource.hasPrefix("hugepages-") else { return nil }
      let name =
        resource.hasPrefix("requests.") ? resource.dropFirst("requests.".count) : resource[...]
      return name == "storage" ? nil : total.extended(String(name)) * 1_000
    }
  }

  /// The pod's limit: that of the whole pod, or as its containers' add up, with the overhead where
  /// there is one (component-helpers resource.PodLimits).
  private func limit(
    _ whole: Int64?, _ overhead: Int64, _ amount: (ContainerSpec) -> Int64?
  ) -> Int64 {
    var steady: Int64 = 0
    var peak: Int64 = 0
    for container in initContainers {
      let step = steady + (amount(container) ?? 0)
      if container.isSidecar { steady = step }
      peak = max(peak, step)
    }
    for container in containers { steady += amount(container) ?? 0 }
    let sum = whole ?? max(steady, peak)
    return sum > 0 ? sum + overhead : 0
  }

  /// Containers that leave open what a quota on a resource makes mandatory.
  ///
  /// Where the pod asks as a whole, none need to (podEvaluator.Constraints).
  func containersWithout(_ resource: String) -> [String] {
    guard whole == nil else { return [] }
    return (containers + initContainers).filter { container in
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
