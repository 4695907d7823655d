import Manifests

extension PodTemplate {
  /// The template with a change's amounts in one of its containers; nil without such a container.
  func resized(_ change: ResizeChange) -> PodTemplate? {
    var copy = self
    if let index = containers.firstIndex(where: { $0.name == change.container }) {
      copy.containers[index].take(change)
    } else if let index = initContainers.firstIndex(where: { $0.name == change.container }) {
      copy.initContainers[index].take(change)
    } else {
      return nil
    }
    return copy
  }

  /// The template without CPU limits of zero, which containers run as if they had none with
  /// (pkg/kubelet/cm MilliCPUToQuota).
  var withoutZeroLimits: PodTemplate {
    var copy = self
    for index in containers.indices where containers[index].cpuLimitMilli == 0 {
      copy.containers[index].cpuLimitMilli = nil
    }
    for index in initContainers.indices where initContainers[index].cpuLimitMilli == 0 {
      copy.initContainers[index].cpuLimitMilli = nil
    }
    return copy
  }

  /// The template with the greater amounts of this one and another one, container by container.
  func greatest(_ other: PodTemplate) -> PodTemplate {
    var copy = self
    for index in containers.indices { copy.containers[index].grow(to: other.containers[index]) }
    for index in initContainers.indices {
      copy.initContainers[index].grow(to: other.initContainers[index])
    }
    return copy
  }

  /// Whether all containers have the same amounts of CPU and memory in another template.
  func hasAmounts(of other: PodTemplate) -> Bool {
    zip(containers + initContainers, other.containers + other.initContainers)
      .allSatisfy { !$0.differsInCPU(from: $1) && !$0.differsInMemory(from: $1) }
  }
}

extension ContainerSpec {
  /// Takes the amounts that a change names; a limit without any request is the request too
  /// (pkg/apis/core/v1/defaults.go SetDefaults_Pod).
  fileprivate mutating func take(_ change: ResizeChange) {
    if let limit = change.limits.cpu?.milliCPU { cpuLimitMilli = limit }
    if let limit = change.limits.memory?.bytes { memoryLimit = limit }
    let cpu = change.requests.cpu?.milliCPU ?? (hasCPURequest ? nil : change.limits.cpu?.milliCPU)
    let bytes =
      change.requests.memory?.bytes ?? (hasMemoryRequest ? nil : change.limits.memory?.bytes)
    if let cpu {
      requests.cpuMilli = cpu
      hasCPURequest = true
    }
    if let bytes {
      requests.memory = bytes
      hasMemoryRequest = true
    }
  }

  /// Has at least what another definition of the container has; without a limit it takes the
  /// other's.
  fileprivate mutating func grow(to other: ContainerSpec) {
    requests.cpuMilli = max(requests.cpuMilli, other.requests.cpuMilli)
    requests.memory = max(requests.memory, other.requests.memory)
    hasCPURequest = hasCPURequest || other.hasCPURequest
    hasMemoryRequest = hasMemoryRequest || other.hasMemoryRequest
    cpuLimitMilli = cpuLimitMilli.map { max($0, other.cpuLimitMilli ?? 0) } ?? other.cpuLimitMilli
    memoryLimit = memoryLimit.map { max($0, other.memoryLimit ?? 0) } ?? other.memoryLimit
  }

  /// Whether its request or limit of CPU is another one.
  func differsInCPU(from other: ContainerSpec) -> Bool {
    requests.cpuMilli != other.requests.cpuMilli || cpuLimitMilli != other.cpuLimitMilli
  }

  /// Whether its request or limit of memory is another one.
  func differsInMemory(from other: ContainerSpec) -> Bool {
    requests.memory != other.requests.memory || memoryLimit != other.memoryLimit
  }
}
