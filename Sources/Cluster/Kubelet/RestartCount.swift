import SimulationKernel

/// How often a container of a pod was started again.
package struct RestartCount {
  /// Its index among all containers of the cluster, which is its own while its pod is there.
  package let container: Int
  /// Its name.
  package let name: String
  /// Whether it is an init container that is always started again.
  package let isSidecar: Bool
  /// Whether its software is the one that a model describes.
  package let isMain: Bool
  /// How often.
  package let count: Int
}

extension Cluster {
  /// How often the containers of a pod that has them were started again; none for a pod of which
  /// none was.
  package func restartCounts(of pod: PodHandle) -> [RestartCount] {
    guard pods[pod].restarts > 0 else { return [] }
    return containerRange(of: pod).map { index in
      let spec = spec(ofContainer: index)
      return RestartCount(
        container: index, name: spec.name, isSidecar: spec.isSidecar,
        isMain: isMainContainer(index), count: Int(containers[index].restarts))
    }
  }
}
