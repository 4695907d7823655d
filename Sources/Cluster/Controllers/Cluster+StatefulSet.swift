import SimulationKernel

/// The StatefulSet controller: one pod an ordinal, in order
/// (pkg/controller/statefulset/stateful_set_control.go).
extension Cluster {
  mutating func syncStatefulSet(_ workload: Int, in simulation: inout Simulation) {
    let spec = workloads[workload].spec
    let first = spec.firstOrdinal
    let ordinals = first..<first + workloads[workload].replicas
    for ordinal in ordinals {
      guard keepOrdinal(ordinal, workload, in: &simulation) || spec.isParallel else { return }
    }
    guard condense(workload, below: ordinals.upperBound, in: &simulation) else { return }
    updateOldest(workload, ordinals, in: &simulation)
  }

  private func pod(_ ordinal: Int, of workload: Int) -> PodHandle {
    ordinal < workloads[workload].places.count ? workloads[workload].places[ordinal] : .none
  }

  /// Sees to one ordinal; false while nothing after it may happen.
  private mutating func keepOrdinal(
    _ ordinal: Int, _ workload: Int, in simulation: inout Simulation
  ) -> Bool {
    let pod = pod(ordinal, of: workload)
    if pod.isNone {
      createPod(
        of: workload, revision: revision(forOrdinal: ordinal, workload), ordinal: Int32(ordinal),
        in: &simulation)
      return false
    }
    if !pods[pod].isTerminating && (pods[pod].phase == .failed || pods[pod].phase == .succeeded) {
      deletePod(pod, in: &simulation)
      return false
    }
    return isAvailable(pod, in: &simulation)
  }

  /// Whether a pod is Running, Ready for `minReadySeconds` and not about to go.
  private mutating func isAvailable(_ pod: PodHandle, in simulation: inout Simulation) -> Bool {
    let workload = Int(pods[pod].workload)
    guard pods[pod].isReady, !pods[pod].isTerminating else { return false }
    let ripe = pods[pod].readyChangedAt + workloads[workload].spec.minReady
    guard ripe > simulation.now else { return true }
    armAvailability(workload, in: &simulation)
    return false
  }

  /// The revision of a new pod: ordinals below the partition keep the one before the newest.
  private func revision(forOrdinal ordinal: Int, _ workload: Int) -> Int {
    let newest = workloads[workload].revisions.count - 1
    return ordinal < workloads[workload].spec.partition ? max(0, newest - 1) : newest
  }

  /// Deletes pods beyond the wanted number, the highest first; false while one is on its way.
  private mutating func condense(
    _ workload: Int, below end: Int, in simulation: inout Simulation
  ) -> Bool {
    var isDone = true
    for ordinal in stride(from: workloads[workload].places.count - 1, through: end, by: -1) {
      let pod = pod(ordinal, of: workload)
      guard !pod.isNone else { continue }
      isDone = false
      if !pods[pod].isTerminating {
        recordDeletion(ofNumbered: pod, in: simulation)
        deletePod(pod, in: &simulation)
      }
      if !workloads[workload].spec.isParallel { return false }
    }
    return isDone
  }

  /// Replaces the highest pod of an old revision, one at a time.
  private mutating func updateOldest(
    _ workload: Int, _ ordinals: Range<Int>, in simulation: inout Simulation
  ) {
    let newest = workloads[workload].revisions.count - 1
    guard newest > 0 else { return }
    let partition = max(workloads[workload].spec.partition, ordinals.lowerBound)
    for ordinal in ordinals.reversed() where ordinal >= partition {
      let pod = pod(ordinal, of: workload)
      guard !pod.isNone, isAvailable(pod, in: &simulation) else { return }
      guard Int(pods[pod].revision) != newest else { continue }
      recordDeletion(ofNumbered: pod, in: simulation)
      deletePod(pod, in: &simulation)
      return
    }
  }

  private mutating func recordDeletion(
    ofNumbered pod: PodHandle, in simulation: borrowing Simulation
  ) {
    let workload = Int(pods[pod].workload)
    let owner = workloads[workload].name
    record(
      workload: workload, "SuccessfulDelete",
      "delete Pod \(name(of: pod)) in StatefulSet \(owner) successful", in: simulation)
  }
}
