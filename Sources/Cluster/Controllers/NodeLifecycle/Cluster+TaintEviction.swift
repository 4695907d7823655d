import SimulationKernel

/// Deletion of pods that don't tolerate their node's NoExecute taint, after the time they endure it
/// (pkg/controller/tainteviction).
extension Cluster {
  /// How long a pod endures the taint of a silent node: zero without a toleration, nil for ever;
  /// of several tolerations the shortest counts.
  private func endurance(of pod: PodHandle) -> SimDuration? {
    let taint = NodeTaint(
      key: nodes[Int(pods[pod].node)].ready == .unknown
        ? Cluster.unreachableTaint : Cluster.notReadyTaint, effect: .noExecute)
    let tolerations = templates[Int(pods[pod].template)].spec.tolerations.filter {
      $0.tolerates(taint, comparesNumbers: version.tolerationsCompareNumbers)
    }
    guard !tolerations.isEmpty else { return .zero }
    return tolerations.compactMap(\.seconds).min()
  }

  mutating func armEviction(of pod: PodHandle, in simulation: inout Simulation) {
    guard let endurance = endurance(of: pod) else { return }
    let due = nodes[Int(pods[pod].node)].noExecuteSince + endurance
    schedule(.podEviction, at: due, argument: pod.rawValue, in: &simulation)
  }

  /// The time is over: the pod is deleted, unless the taint went away meanwhile.
  mutating func evictTainted(_ pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard node >= 0, !pods[pod].isTerminating, nodes[node].noExecuteSince != .infinity,
      let endurance = endurance(of: pod),
      nodes[node].noExecuteSince + endurance <= simulation.now
    else { return }
    guard areControllersUp else { return }
    pods[pod].isDisrupted = true
    record(
      pod, "TaintManagerEviction",
      "Marking for deletion Pod \(namespace(of: pod))/\(name(of: pod))", in: simulation)
    deletePod(pod, in: &simulation)
  }
}
