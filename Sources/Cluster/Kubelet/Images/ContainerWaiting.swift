/// Why a pod's container waits, as `kubectl get pods` shows it.
package enum ContainerWaiting: UInt8, BitwiseCopyable, Sendable {
  case none
  case errImagePull
  case imagePullBackOff
  case errImageNeverPull
  case invalidImageName
  case createContainerConfigError
  case runContainerError
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
    case .crashLoopBackOff: "CrashLoopBackOff"
    }
  }
}
