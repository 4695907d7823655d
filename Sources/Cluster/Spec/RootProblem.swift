import Manifests

/// Why a container with `runAsNonRoot` would run as root
/// (pkg/kubelet/kuberuntime/security_context_others.go verifyRunAsNonRoot).
package enum RootProblem: Hashable, Sendable {
  /// Its user is given as 0.
  case user
  /// No user is given, and its image names none either.
  case image

  /// What the kubelet says.
  var text: String {
    switch self {
    case .user: "container's runAsUser breaks non-root policy"
    case .image: "container has runAsNonRoot and image will run as root"
    }
  }
}

extension RootProblem {
  /// Images of Docker's library that are known to name no user (their Dockerfiles have no USER).
  private static let rootImages = [
    "alpine", "busybox", "debian", "golang", "httpd", "mariadb", "mysql", "nginx", "node",
    "postgres", "python", "redis", "ubuntu",
  ]

  /// Reads a container of a pod: its own settings win over the pod's.
  init?(_ container: Container, in pod: PodSpec) {
    let (own, shared) = (container.securityContext, pod.securityContext)
    guard own?.runAsNonRoot ?? shared?.runAsNonRoot ?? false else { return nil }
    if let user = own?.runAsUser ?? shared?.runAsUser {
      guard user == 0 else { return nil }
      self = .user
      return
    }
    let image = ImageReference.whole(container.image)
    let isRoot = Self.rootImages.contains { image.hasPrefix("docker.io/library/\($0):") }
    guard isRoot else { return nil }
    self = .image
  }
}
