/// What limit ranges compare: the requests and limits of containers and of whole pods, by resource.
extension ContainerSpec {
  /// Requests that are given, by itself or by a limit.
  var requestAmounts: [QuotaAmount] {
    var list: [QuotaAmount] = []
    if hasCPURequest { list.append(QuotaAmount(name: "cpu", milli: requests.cpuMilli)) }
    if hasMemoryRequest { list.append(QuotaAmount(name: "memory", units: requests.memory)) }
    if hasStorageRequest {
      list.append(QuotaAmount(name: "ephemeral-storage", units: requests.ephemeralStorage))
    }
    return list + extendedAmounts
  }

  /// Limits that are given.
  var limitAmounts: [QuotaAmount] {
    var list: [QuotaAmount] = []
    if let cpuLimitMilli { list.append(QuotaAmount(name: "cpu", milli: cpuLimitMilli)) }
    if let memoryLimit { list.append(QuotaAmount(name: "memory", units: memoryLimit)) }
    if let ephemeralLimit {
      list.append(QuotaAmount(name: "ephemeral-storage", units: ephemeralLimit))
    }
    return list + extendedAmounts
  }

  /// Extended resources and huge pages: their requests are their limits.
  private var extendedAmounts: [QuotaAmount] {
    requests.extended.map { QuotaAmount(name: $0.name, units: $0.amount) }
  }
}

extension PodTemplate {
  /// The whole pod's requests without its overhead; a resource that nothing names has none
  /// (limitranger podRequests).
  var requestAmounts: [QuotaAmount] {
    amounts({ $0.requestAmounts }, milliCPU: whole?.milliCPU, memory: whole?.memory)
  }

  /// The whole pod's limits; containers without one do not count (limitranger podLimits).
  var limitAmounts: [QuotaAmount] {
    amounts({ $0.limitAmounts }, milliCPU: whole?.milliCPULimit, memory: whole?.memoryLimit)
  }

  /// The sum of app containers and sidecars, or the greatest init step with the sidecars started
  /// before it; what the pod states as a whole stands for that.
  private func amounts(
    _ given: (ContainerSpec) -> [QuotaAmount], milliCPU: Int64?, memory: Int64?
  ) -> [QuotaAmount] {
    func sum(_ first: Int64, _ second: Int64) -> Int64 {
      let (sum, isBeyond) = first.addingReportingOverflow(second)
      return isBeyond ? .max : sum
    }
    var steady: [QuotaAmount] = []
    var peak: [QuotaAmount] = []
    for container in initContainers {
      var step = steady
      step.merge(given(container), by: sum)
      if container.isSidecar { steady = step }
      peak.merge(step, by: max)
    }
    for container in containers { steady.merge(given(container), by: sum) }
    steady.merge(peak, by: max)
    if let milliCPU { steady.merge([QuotaAmount(name: "cpu", milli: milliCPU)]) { $1 } }
    if let memory { steady.merge([QuotaAmount(name: "memory", units: memory)]) { $1 } }
    return steady
  }

  /// What validation has against requests that are above their limits, which a limit range or a
  /// resize may have brought (validation.go ValidateContainerResourceRequirements).
  var requestsAboveLimits: [String] {
    problems(of: containers, in: "containers") + problems(of: initContainers, in: "initContainers")
  }

  private func problems(of containers: [ContainerSpec], in field: String) -> [String] {
    containers.enumerated().flatMap { index, container in
      let limits = container.limitAmounts
      return container.requestAmounts.compactMap { request -> String? in
        guard let limit = limits.amount(request.name), request.milli > limit else { return nil }
        return "spec.\(field)[\(index)].resources.requests: Invalid value: "
          + "\"\(QuotaAmount.text(request.name, milli: request.milli))\": must be less than or "
          + "equal to \(request.name) limit of \(QuotaAmount.text(request.name, milli: limit))"
      }
    }
  }
}
