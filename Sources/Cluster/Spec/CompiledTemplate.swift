import Manifests

/// A pod template with its names interned, shared by all pods of a revision.
package struct CompiledTemplate: Sendable {
  /// What was asked, with the labels that the controller adds.
  package let spec: PodTemplate
  /// Interned namespace.
  let namespace: Int32
  /// Interned namespace and labels, without those that are a pod's own.
  let labelSet: Int32
  /// Request of the whole pod.
  package let requests: PodResources

  /// The container at a place of the running pod: app containers first, then sidecars.
  func container(at place: Int) -> ContainerSpec {
    if place < spec.containers.count { return spec.containers[place] }
    return spec.initContainers.lazy.filter(\.isSidecar)[sidecar: place - spec.containers.count]
  }

  /// Number of containers that keep running: app containers and sidecars.
  var runningCount: Int { spec.containers.count + spec.initContainers.count { $0.isSidecar } }
}

extension LazyFilterSequence<[ContainerSpec]> {
  fileprivate subscript(sidecar number: Int) -> ContainerSpec {
    var left = number
    for container in self {
      if left == 0 { return container }
      left -= 1
    }
    preconditionFailure("a place is one of the pod's running containers")
  }
}
