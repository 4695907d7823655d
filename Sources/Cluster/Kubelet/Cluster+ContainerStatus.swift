import SimulationKernel

/// What the status of a pod says of each of its containers that keep running (core/v1
/// ContainerStatus).
///
/// They are app containers and sidecars, and are given by their entries in `containerRange`.
extension Cluster {
  /// A container's name.
  package func name(ofContainer index: Int) -> String {
    let template = Int(pods[containers[index].pod].template)
    return templates[template].running[Int(containers[index].position)].name
  }

  /// Whether a container is an init container that is always started again.
  package func isSidecar(_ index: Int) -> Bool {
    let template = Int(pods[containers[index].pod].template)
    return Int(containers[index].position) >= templates[template].spec.containers.count
  }

  /// Why a container waits; nil where it does not, or says nothing of it.
  ///
  /// App containers wait for all of the init (pkg/kubelet/kubelet_pods.go
  /// convertToAPIContainerStatuses).
  package func waitingReason(ofContainer index: Int) -> String? {
    let pod = containers[index].pod
    guard isInitializing(pod) else { return containers[index].waiting.name }
    guard isSidecar(index) else { return "PodInitializing" }
    let isNext = stepSpec(of: pod).isSidecar && nextSidecar(of: pod) == index
    return isNext ? pods[pod].initial.waiting.name : containers[index].waiting.name
  }

  /// The init container, of those that end, at which a pod is and which waits: its number among all
  /// init containers, and why; nil where none does.
  package func waitingInit(of pod: PodHandle) -> (step: Int, reason: String)? {
    guard isInitializing(pod), let reason = pods[pod].initial.waiting.name,
      !stepSpec(of: pod).isSidecar
    else { return nil }
    return (Int(pods[pod].step), reason)
  }

  /// Why a container ended the last time; nil before.
  package func lastTermination(ofContainer index: Int) -> TerminationReason? {
    containers[index].lastReason
  }

  /// Whether a container has ended and stays so: its end is its state, not the one before.
  package func isTerminated(_ index: Int) -> Bool {
    let container = containers[index]
    return container.phase == .ended && !container.isEndUnseen
      && nodes[Int(pods[container.pod].node)].isUp
  }
}
