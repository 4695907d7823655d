/// A pod's quality of service, which decides who goes first when memory is short
/// (pkg/apis/core/v1/helper/qos/qos.go).
package enum QualityOfService: String, Sendable {
  /// Every container has CPU and memory limits, and the requests equal them.
  case guaranteed = "Guaranteed"
  /// Something is requested or limited.
  case burstable = "Burstable"
  /// Nothing is requested or limited.
  case bestEffort = "BestEffort"

  /// The class of a template's pods: by what they ask as a whole, where they do, else by their
  /// containers.
  package static func of(_ template: PodTemplate) -> QualityOfService {
    guard let whole = template.whole else {
      return of(template.initContainers + template.containers)
    }
    let requests = (cpu: whole.milliCPU ?? 0, memory: whole.memory ?? 0)
    let limits = (cpu: whole.milliCPULimit ?? 0, memory: whole.memoryLimit ?? 0)
    if requests == (0, 0) && limits == (0, 0) { return .bestEffort }
    return limits.cpu > 0 && limits.memory > 0 && requests == limits ? .guaranteed : .burstable
  }

  /// The class of a pod with these containers, init containers included.
  package static func of(_ containers: [ContainerSpec]) -> QualityOfService {
    var requests = (cpu: Int64(0), memory: Int64(0))
    var limits = (cpu: Int64(0), memory: Int64(0))
    var limitsEverything = true
    for container in containers {
      requests.cpu += container.requests.cpuMilli
      requests.memory += container.requests.memory
      let cpu = container.cpuLimitMilli ?? 0
      let memory = container.memoryLimit ?? 0
      limits.cpu += cpu
      limits.memory += memory
      if cpu == 0 || memory == 0 { limitsEverything = false }
    }
    if requests == (0, 0) && limits == (0, 0) { return .bestEffort }
    return limitsEverything && requests == limits ? .guaranteed : .burstable
  }
}
