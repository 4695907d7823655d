import SimulationKernel

/// The pod garbage collector's limit on ended pods whose objects stay (pkg/controller/podgc
/// gcTerminated).
///
/// It checks every 20 s; a check is only simulated while there are more ended pods than allowed.
extension Cluster {
  /// A pod has ended; its object stays in the API.
  mutating func keepEnded(_ pod: PodHandle, in simulation: inout Simulation) {
    let wasOverLimit = endedPods.isOverLimit
    endedPods.keep(pod)
    if !wasOverLimit { armEndedCollection(in: &simulation) }
  }

  private mutating func armEndedCollection(in simulation: inout Simulation) {
    guard endedPods.isOverLimit else { return }
    let pass = nextTick(
      from: simulation.now + .nanoseconds(1), phase: monitorPhase, period: Timings.podGarbage)
    schedule(.endedCollection, at: pass, argument: 0, in: &simulation)
  }

  /// Deletes the ended pods that are too many: evicted ones first, then the oldest
  /// (byEvictionAndCreationTimestamp).
  mutating func collectEndedPods(in simulation: inout Simulation) {
    if areControllersUp {
      let surplus = endedPods.surplus { left, right in
        let (first, second) = (pods[left], pods[right])
        let (isFirst, isSecond) = (first.reason == .evicted, second.reason == .evicted)
        if isFirst != isSecond { return isFirst }
        return (first.createdAt, first.serial) < (second.createdAt, second.serial)
      }
      for pod in surplus where !pods[pod].isTerminating {
        deletePod(pod, grace: .zero, in: &simulation)
      }
    }
    armEndedCollection(in: &simulation)
  }
}
