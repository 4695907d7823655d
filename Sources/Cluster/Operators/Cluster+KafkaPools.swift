import Manifests
import SimulationKernel

/// Strimzi replaces the nodes of a Kafka resource one at a time, whatever pool they are of
/// (KafkaRoller: one roller for all nodes of all StrimziPodSets).
extension Cluster {
  /// Lets the controller of a pool with nodes of an old revision look again soon where one of
  /// another pool is being replaced; returns whether one is.
  mutating func awaitOtherPool(_ workload: Int, in simulation: inout Simulation) -> Bool {
    let owner = workloads[workload]
    guard owner.kind == .podSet, owner.current != owner.newest else { return false }
    let label = "strimzi.io/cluster"
    let name = owner.spec.template.labels[label]
    let isBusy = workloads.indices.contains { other in
      other != workload && workloads[other].kind == .podSet
        && workloads[other].namespace == owner.namespace && workloads[other].exists
        && workloads[other].spec.template.labels[label] == name
        && isReplacing(other, at: simulation.now)
    }
    if isBusy {
      scheduleSync(of: workload, at: simulation.now + Self.operatorLook, in: &simulation)
    }
    return isBusy
  }

  /// Whether a pod of a set is missing or on its way, or is new and not available yet; an old one
  /// that is not well is no replacement.
  private func isReplacing(_ workload: Int, at time: SimTime) -> Bool {
    let owner = workloads[workload]
    let first = owner.spec.firstOrdinal
    return (first..<first + owner.replicas).contains { ordinal in
      let pod = ordinal < owner.seats.count ? owner.seats[ordinal] : .none
      guard !pod.isNone, !pods[pod].isTerminating else { return true }
      return owner.newest > 0 && Int(pods[pod].revision) == owner.newest
        && !isAvailable(pod, at: time)
    }
  }
}
