import Manifests

/// What a pod asks as a whole beside its containers (core/v1 PodSpec.resources).
package struct PodLevelResources: Hashable, Sendable {
  /// CPU requested, in thousandths of a core.
  package var milliCPU: Int64?
  /// Memory requested, in bytes.
  package var memory: Int64?
  /// Greatest CPU, in thousandths of a core.
  package var milliCPULimit: Int64?
  /// Greatest memory, in bytes.
  package var memoryLimit: Int64?

  /// Reads what is written; a limit alone is the request too.
  init(_ resources: ResourceRequirements) {
    milliCPU = resources.requests["cpu"]?.milliCPU
    memory = resources.requests["memory"]?.bytes
    milliCPULimit = resources.limits["cpu"]?.milliCPU
    memoryLimit = resources.limits["memory"]?.bytes
  }

  /// The limits in place of the requests.
  var limits: PodLevelResources {
    var limits = self
    limits.milliCPU = milliCPULimit
    limits.memory = memoryLimit
    return limits
  }
}

extension PodTemplate {
  /// Memory that the pod requests as a whole beyond its containers, for each of them, in bytes.
  var sharedRequest: Int64 {
    guard let memory = whole?.memory, memory > 0 else { return 0 }
    var parts = self
    parts.whole = nil
    parts.overhead = PodResources()
    return (memory - parts.requests.memory) / Int64(containers.count + initContainers.count)
  }

  /// Containers without limits of their own are held by those of the pod.
  mutating func limitContainers() {
    func limit(_ container: inout ContainerSpec) {
      container.cpuLimitMilli = container.cpuLimitMilli ?? whole?.milliCPULimit
      container.memoryLimit = container.memoryLimit ?? whole?.memoryLimit
    }
    for index in containers.indices { limit(&containers[index]) }
    for index in initContainers.indices { limit(&initContainers[index]) }
  }
}
