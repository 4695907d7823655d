import SimulationKernel

/// The taint eviction controller: it deletes pods that do not tolerate their node's NoExecute
/// taints, or whose `tolerationSeconds` are over (pkg/controller/tainteviction).
extension Cluster {
  /// Schedules or cancels the evictions of a node's pods after its taints changed.
  mutating func reviewEvictions(of node: Int, in simulation: inout Simulation) {
    for pod in nodePods[node] { reviewEviction(of: pod, in: &simulation) }
  }

  /// Schedules or cancels a pod's eviction after it was bound or its node's taints changed.
  mutating func reviewEviction(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard scheduler.cache.taints(of: node).contains(where: { $0.effect == .noExecute }) else {
      cancelEviction(of: pod, in: simulation)
      return
    }
    if !pods[pod].isTerminating { armEviction(of: pod, in: &simulation) }
  }

  /// How long a pod tolerates its node's NoExecute taints: zero if it does not tolerate one of
  /// them, nil for ever.
  ///
  /// Each taint counts with the first toleration that matches it, and the shortest of these
  /// decides.
  private func endurance(of pod: PodHandle) -> SimDuration? {
    let tolerations = templates[Int(pods[pod].template)].spec.tolerations
    var shortest: SimDuration?
    for taint in scheduler.cache.taints(of: Int(pods[pod].node)) where taint.effect == .noExecute {
      let match = tolerations.first {
        $0.tolerates(taint, comparesNumbers: version.tolerationsCompareNumbers)
      }
      guard let match else { return .zero }
      if let seconds = match.seconds { shortest = min(shortest ?? seconds, max(.zero, seconds)) }
    }
    return shortest
  }

  /// Schedules a pod's eviction for when its toleration of the taints ends; one that is scheduled
  /// already stays, unless a taint is not tolerated at all (processPodOnNode).
  private mutating func armEviction(of pod: PodHandle, in simulation: inout Simulation) {
    guard let endurance = endurance(of: pod) else {
      cancelEviction(of: pod, in: simulation)
      return
    }
    guard endurance == .zero || pods[pod].evictAt == .infinity else { return }
    let due = simulation.now + endurance
    guard pods[pod].evictAt != due else { return }
    pods[pod].evictAt = due
    schedule(.podEviction, at: due, argument: pod.rawValue, in: &simulation)
  }

  /// A controller that takes over finds a node's taints as if they were new, and lets its pods
  /// tolerate them from now on (handlePodUpdate of each pod that its informer lists).
  mutating func restartEvictions(of node: Int, in simulation: inout Simulation) {
    for pod in nodePods[node] where pods[pod].evictAt != .infinity && !pods[pod].isTerminating {
      pods[pod].evictAt = .infinity
      armEviction(of: pod, in: &simulation)
    }
  }

  /// Cancels a pod's scheduled eviction (cancelWorkWithEvent).
  private mutating func cancelEviction(of pod: PodHandle, in simulation: borrowing Simulation) {
    guard pods[pod].evictAt != .infinity else { return }
    pods[pod].evictAt = .infinity
    guard !pods[pod].isTerminating else { return }
    record(
      pod, "TaintManagerEviction",
      "Cancelling deletion of Pod \(namespace(of: pod))/\(name(of: pod))",
      by: .taintEvictionController,
      in: simulation)
  }

  /// A pod's toleration has ended: it is deleted, unless its eviction was cancelled meanwhile.
  mutating func evictTainted(_ pod: PodHandle, in simulation: inout Simulation) {
    guard !pods[pod].isTerminating, pods[pod].evictAt == simulation.now else { return }
    guard areControllersUp else {
      // The deletion fails and is tried again until the API server answers.
      pods[pod].evictAt = simulation.now + Timings.syncRetry
      schedule(.podEviction, at: pods[pod].evictAt, argument: pod.rawValue, in: &simulation)
      return
    }
    pods[pod].isDisrupted = true
    record(
      pod, "TaintManagerEviction",
      "Marking for deletion Pod \(namespace(of: pod))/\(name(of: pod))",
      by: .taintEvictionController,
      in: simulation)
    deletePod(pod, in: &simulation)
  }
}
