import SimulationKernel

/// From the containers' readiness to the Ready condition that the API shows.
extension Cluster {
  /// Whether all containers of a pod are ready (status_manager GeneratePodReadyCondition).
  private func containersReady(_ pod: PodHandle) -> Bool {
    guard pods[pod].phase == .running, pods[pod].containerCount > 0 else { return false }
    return containerRange(of: pod).allSatisfy { containers[$0].isReady }
  }

  /// The kubelet sends a status update if the Ready condition has changed.
  mutating func refreshReadiness(of pod: PodHandle, in simulation: inout Simulation) {
    guard containersReady(pod) != pods[pod].isReady else { return }
    let delay = watchDelay(key(of: pod), .status, at: simulation.now)
    schedule(.podStatus, after: delay, argument: pod.rawValue, in: &simulation)
  }

  /// The status update reaches the API, if the node reaches it.
  mutating func publishStatus(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard node >= 0, nodes[node].isUp, nodes[node].isReachable, isControlPlaneUp else { return }
    setReady(pod, containersReady(pod), in: &simulation)
  }

  /// Changes the Ready condition and tells controllers and Services.
  mutating func setReady(_ pod: PodHandle, _ isReady: Bool, in simulation: inout Simulation) {
    guard pods[pod].isReady != isReady else { return }
    pods[pod].isReady = isReady
    pods[pod].readyChangedAt = simulation.now
    let workload = Int(pods[pod].workload)
    if !pods[pod].isTerminating {
      workloads[workload].readyCount += isReady ? 1 : -1
      scheduleSync(of: workload, in: &simulation)
    }
    scheduleSlices(of: pod, in: &simulation)
  }
}
