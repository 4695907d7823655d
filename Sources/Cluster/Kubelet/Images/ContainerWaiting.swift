import SimulationKernel

/// Why a pod's container waits, as `kubectl get pods` shows it.
package enum ContainerWaiting: UInt8, BitwiseCopyable, Sendable {
  case none
  case errImagePull
  case imagePullBackOff
  case errImageNeverPull
  case invalidImageName
  case createContainerConfigError
  case runContainerError
  case postStartHookError
  case crashLoopBackOff

  /// The reason's name in the API.
  package var name: String? {
    switch self {
    case .none: nil
    case .errImagePull: "ErrImagePull"
    case .imagePullBackOff: "ImagePullBackOff"
    case .errImageNeverPull: "ErrImageNeverPull"
    case .invalidImageName: "InvalidImageName"
    case .createContainerConfigError: "CreateContainerConfigError"
    case .runContainerError: "RunContainerError"
    case .postStartHookError: "PostStartHookError"
    case .crashLoopBackOff: "CrashLoopBackOff"
    }
  }
}

extension Cluster {
  /// The container that a pod is at waits, or gets what it lacked.
  mutating func showWaiting(of pod: PodHandle, _ reason: ContainerWaiting) {
    if isAtInit(pod) {
      pods[pod].initial.waiting = reason
    } else {
      let earlier = templates[Int(pods[pod].template)].spec.initContainers.count
      let index = Int(pods[pod].firstContainer) + Int(pods[pod].step) - earlier
      containers[index].waiting = reason
    }
    showWaiting(of: pod)
  }

  /// A container waits, or gets what it lacked.
  mutating func showWaiting(ofContainer index: Int, _ reason: ContainerWaiting) {
    containers[index].waiting = reason
    showWaiting(of: containers[index].pod)
  }

  /// A pod shows why its init container waits, or else the first of its containers that does
  /// (pkg/printers/internalversion/printers.go printPod).
  private mutating func showWaiting(of pod: PodHandle) {
    let own = pods[pod].initial.waiting
    let first = containerRange(of: pod).first { containers[$0].waiting != .none }
    pods[pod].waiting = own != .none ? own : first.map { containers[$0].waiting } ?? .none
  }
}
