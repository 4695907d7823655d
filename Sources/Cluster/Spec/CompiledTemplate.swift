import Manifests

/// A pod template with its names interned, shared by all pods of a revision.
package struct CompiledTemplate: Sendable {
  /// What was asked, with the labels that the controller adds.
  package private(set) var spec: PodTemplate
  /// Interned namespace.
  let namespace: Int32
  /// Interned namespace and labels, without those that are a pod's own.
  let labelSet: Int32
  /// Request of the whole pod.
  package private(set) var requests: PodResources
  /// What the scheduler has to know.
  var placement: PlacementDemand
  /// Images of init containers, then app containers.
  let images: [Int32]
  /// Whether container runtimes can read the name of each.
  let areImagesValid: [Bool]
  /// Position of the mesh sidecar among `running`; -1 without one.
  let proxyPosition: Int
  /// Position, among `running`, of the container whose software a model describes.
  var mainPosition: Int
  /// Whether the kubelet watches what its pods write: a container or a volume has a limit.
  let limitsStorage: Bool
  /// Which nodes its node selector and required node affinity allow; empty until asked.
  var allowedNodes: [Bool] = []
  /// Quality of service of its pods.
  let quality: QualityOfService
  /// Cgroup of its pods.
  private(set) var cgroup: PodCgroup
  /// Containers that keep running: app containers, then sidecars.
  private(set) var running: [ContainerSpec]
  /// Volumes that show claims which others made.
  var claimVolumes: [ClaimVolume]
  /// Claims that each of its pods has for itself, by the volume's name.
  var ephemeralClaims: [ClaimSpecification]
  /// Finalizers of its pods: only files take them away.
  var finalizers: [String]
}

extension CompiledTemplate {
  /// The template with other amounts of CPU and memory, which the API lets change in a pod.
  func resized(as resized: PodTemplate) -> CompiledTemplate {
    var copy = self
    copy.spec = resized
    copy.requests = resized.requests
    copy.cgroup = PodCgroup(resized)
    copy.running = resized.containers + resized.initContainers.filter(\.isSidecar)
    copy.placement.ask(for: resized)
    return copy
  }
}
