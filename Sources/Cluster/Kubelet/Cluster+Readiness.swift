import SimulationKernel

/// From the containers' readiness to the Ready condition that the API shows.
extension Cluster {
  /// Whether all containers of a pod are ready (status_manager GenerateContainersReadyCondition).
  private func containersReady(_ pod: PodHandle) -> Bool {
    guard pods[pod].phase == .running, pods[pod].containerCount > 0 else { return false }
    return containerRange(of: pod).allSatisfy { containers[$0].isReady }
  }

  /// Whether a pod is ready: its containers are, and its readiness gates' conditions are set
  /// (GeneratePodReadyCondition).
  private func isReady(_ pod: PodHandle, at now: SimTime) -> Bool {
    guard containersReady(pod) else { return false }
    guard let delay = gateDelay(of: pod) else { return false }
    return delay == .zero || now >= pods[pod].containersReadyAt + delay
  }

  /// From the containers' readiness to the readiness gates' conditions; nil for never.
  func gateDelay(of pod: PodHandle) -> SimDuration? {
    templates[Int(pods[pod].template)].spec.gateDelay
  }

  /// The kubelet sends a status update if the Ready condition has changed.
  mutating func refreshReadiness(of pod: PodHandle, in simulation: inout Simulation) {
    observeGates(of: pod, in: &simulation)
    guard isReady(pod, at: simulation.now) != pods[pod].isReady else { return }
    let delay = watchDelay(key(of: pod), .status, at: simulation.now)
    schedule(.podStatus, after: delay, argument: pod.rawValue, in: &simulation)
  }

  /// Load balancers begin to check a pod whose containers are ready.
  private mutating func observeGates(of pod: PodHandle, in simulation: inout Simulation) {
    guard let delay = gateDelay(of: pod), delay > .zero else { return }
    guard containersReady(pod) else {
      pods[pod].containersReadyAt = .infinity
      return
    }
    guard pods[pod].containersReadyAt == .infinity else { return }
    pods[pod].containersReadyAt = simulation.now
    schedule(.podStatus, after: delay, argument: pod.rawValue, in: &simulation)
  }

  /// The status update reaches the API, if the node reaches it.
  mutating func publishStatus(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    // Without a runtime the kubelet takes no probe's result to its status (kubelet.go syncLoop).
    guard node >= 0, runsKubelet(node), !nodes[node].isRuntimeMissed, nodes[node].isReachable,
      isControlPlaneUp
    else { return }
    setReady(pod, isReady(pod, at: simulation.now), in: &simulation)
  }

  /// Changes the Ready condition and tells controllers and Services.
  mutating func setReady(_ pod: PodHandle, _ isReady: Bool, in simulation: inout Simulation) {
    guard pods[pod].isReady != isReady else { return }
    pods[pod].isReady = isReady
    pods[pod].readyChangedAt = simulation.now
    let workload = Int(pods[pod].owner)
    if !pods[pod].isTerminating {
      workloads[workload].readyCount += isReady ? 1 : -1
      scheduleSync(ofOwnerOf: pod, in: &simulation)
    }
    scheduleSlices(of: pod, in: &simulation)
  }
}
