/// Counts over all pods.
extension Cluster {
  /// Pods that are ready.
  package var readyPodCount: Int { workloads.reduce(0) { $0 + $1.readyCount } }

  /// Ready pods with a sidecar.
  package var meshedPodCount: Int {
    workloads.reduce(0) { $0 + ($1.spec.template.isMeshed ? $1.readyCount : 0) }
  }
}
