/// What the kubelet writes in a pod's own cgroup, above those of its containers
/// (pkg/kubelet/cm/helpers_linux.go ResourceConfigForPod).
package struct PodCgroup: Equatable, Sendable {
  /// Weight of the pod beside others.
  package let cpuShares: Int64
  /// Core time of a period that all containers share, in microseconds; nil without.
  package let cpuQuotaMicroseconds: Int64?
  /// Bytes that all containers share; nil without.
  package let memoryLimit: Int64?

  /// The cgroup of a pod.
  ///
  /// Limits of the pod exist only where every container, init containers included, has one.
  package init(_ template: PodTemplate) {
    let all = template.initContainers + template.containers
    let limits = template.limits
    switch QualityOfService.of(template) {
    case .bestEffort:
      cpuShares = CPUShares.least
      cpuQuotaMicroseconds = nil
      memoryLimit = nil
    case .burstable, .guaranteed:
      cpuShares = CPUShares.of(milliCPU: template.requests.cpuMilli)
      let whole = template.whole
      let limitsCPU = whole?.milliCPULimit != nil || all.allSatisfy { $0.cpuLimitMilli != nil }
      let limitsMemory =
        whole?.memoryLimit != nil || all.allSatisfy { ($0.memoryLimit ?? 0) > 0 }
      cpuQuotaMicroseconds =
        limitsCPU ? CFSQuota(milliCPU: limits.cpuMilli).quotaMicroseconds : nil
      memoryLimit = limitsMemory ? limits.memory : nil
    }
  }

  /// The cores, in thousandths, that one of the containers gets at most: what its own limit pays
  /// for, and no more than the pod's; nil without either.
  package func quotaMilli(limit: Int64?) -> Int64? {
    let own = CFSQuota(milliCPU: limit ?? 0).milli
    let whole = cpuQuotaMicroseconds.flatMap { CFSQuota(quotaMicroseconds: $0).milli }
    guard let own, let whole else { return own ?? whole }
    return min(own, whole)
  }
}

extension CompiledTemplate {
  /// Weight of a running container at the CPU: its part of its pod's shares, in 64ths of one.
  ///
  /// That is what the nested cgroups come to while all containers of a pod are busy; that an idle
  /// container leaves its part to the others of its pod is not modelled.
  func cpuWeight(ofContainer position: Int) -> UInt32 {
    let shares = running.map { CPUShares.of(milliCPU: $0.requests.cpuMilli) }
    let whole = shares.reduce(0, +)
    return UInt32(clamping: max(1, cgroup.cpuShares * 64 * shares[position] / max(1, whole)))
  }
}

extension PodTemplate {
  /// The sum of the limits, as `requests` sums the requests (component-helpers
  /// resource.PodLimits).
  var limits: PodResources {
    var limited = self
    for index in limited.containers.indices { limited.containers[index].requestLimits() }
    for index in limited.initContainers.indices { limited.initContainers[index].requestLimits() }
    limited.whole = whole?.limits
    return limited.requests
  }
}

extension ContainerSpec {
  fileprivate mutating func requestLimits() {
    requests = PodResources(cpuMilli: cpuLimitMilli ?? 0, memory: memoryLimit ?? 0)
  }
}
