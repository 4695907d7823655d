/// Why a pod failed as a whole, beside how its containers ended (Kubernetes core/v1
/// PodStatus.reason).
package enum PodReason: UInt8, BitwiseCopyable, Sendable {
  /// Its containers alone say why.
  case none
  /// Its node was short of something, or it wrote more than it may.
  case evicted
  /// Its machine was shut down.
  case terminated
  /// It came while its machine was being shut down.
  case nodeShutdown
  /// A critical pod needed its room.
  case preempting
  /// The time that it might be active was over.
  case deadlineExceeded
  /// Its node's kubelet found that it does not want to be there.
  case nodeAffinity
  /// Its node's kubelet had too few cores for it.
  case outOfCPU
  /// Its node's kubelet had too little memory for it.
  case outOfMemory
  /// Its node's kubelet ran as many pods as it may.
  case outOfPods
  /// Its node's kubelet had too little room on its disk for it.
  case outOfEphemeralStorage
  /// A host port of its was another's on its node.
  case nodePorts
  /// Its containers are for another operating system than its node's.
  case podOSNotSupported
  /// It sets a kernel parameter that its node's kubelet does not allow.
  case sysctlForbidden
  /// Its node's kubelet could not give it what the scheduler had counted on, such as devices.
  case unexpectedAdmission
  /// Its node's kubelet had too few huge pages of a size for it.
  case outOfHugePages64Ki, outOfHugePages2Mi, outOfHugePages32Mi, outOfHugePages1Gi

  /// The reason as the API writes it; nil for none.
  package var name: String? {
    switch self {
    case .none: nil
    case .evicted: "Evicted"
    case .terminated: "Terminated"
    case .nodeShutdown: "NodeShutdown"
    case .preempting: "Preempting"
    case .deadlineExceeded: "DeadlineExceeded"
    case .nodeAffinity: "NodeAffinity"
    case .outOfCPU: "OutOfcpu"
    case .outOfMemory: "OutOfmemory"
    case .outOfPods: "OutOfpods"
    case .outOfEphemeralStorage: "OutOfephemeral-storage"
    case .nodePorts: "NodePorts"
    case .podOSNotSupported: "PodOSNotSupported"
    case .sysctlForbidden: "SysctlForbidden"
    case .unexpectedAdmission: "UnexpectedAdmissionError"
    case .outOfHugePages64Ki: "OutOfhugepages-64Ki"
    case .outOfHugePages2Mi: "OutOfhugepages-2Mi"
    case .outOfHugePages32Mi: "OutOfhugepages-32Mi"
    case .outOfHugePages1Gi: "OutOfhugepages-1Gi"
    }
  }
}
