import Manifests
import SimulationKernel

/// How a DaemonSet's pods get to the newest revision (pkg/controller/daemon/update.go).
extension Cluster {
  /// Brings old daemons forward within the bounds of the rolling update, both rounded up against
  /// the nodes that shall have a pod.
  mutating func updateDaemons(
    _ workload: Int, _ pairs: [DaemonPair], in simulation: inout Simulation
  ) {
    guard workloads[workload].revisions.count > 1 else { return }
    let spec = workloads[workload].spec
    let eligible = nodes.indices.filter { isEligible($0, for: workload) }
    let surge = spec.maxSurge.resolved(of: eligible.count, roundUp: true)
    if surge > 0 {
      surgeDaemons(workload, pairs, by: surge, in: &simulation)
      retireDaemons(workload, pairs, desired: eligible.count, in: &simulation)
      return
    }
    let bound = spec.maxUnavailable.resolved(of: eligible.count, roundUp: true)
    // A node that may get no pod counts as long as one is there, terminating ones too: a
    // node that is down takes its part of the bound until its pod's object is gone.
    var missing = pairs.indices.count { node in
      let pod = pairs[node].current.isNone ? pairs[node].outdated : pairs[node].current
      guard pod.isNone else { return !isAvailable(pod, at: simulation.now) }
      return pairs[node].isOccupied || isEligible(node, for: workload)
    }
    for pair in pairs where !pair.outdated.isNone {
      // Old pods that are not available are replaced in any case: that costs nothing.
      if isAvailable(pair.outdated, at: simulation.now) {
        guard missing < max(1, bound) else { continue }
        missing += 1
      }
      deleteOwn(pair.outdated, in: &simulation)
    }
  }

  /// With a surge the new pod comes first: on as many nodes at a time as the surge allows, and
  /// beside every old pod that is not available, which costs nothing.
  ///
  /// A node surges while its old pod waits for a new one that is there. A new pod that failed
  /// counts too while the back-off keeps it.
  private mutating func surgeDaemons(
    _ workload: Int, _ pairs: [DaemonPair], by surge: Int, in simulation: inout Simulation
  ) {
    var surging = 0
    var unserved: [Int32] = []
    var served: [Int32] = []
    for (node, pair) in pairs.enumerated() where !pair.outdated.isNone {
      if !pair.current.isNone || pair.holdsFailure {
        surging += 1
      } else if isEligible(node, for: workload) {
        if isAvailable(pair.outdated, at: simulation.now) {
          served.append(Int32(node))
        } else {
          unserved.append(Int32(node))
        }
      }
    }
    createDaemons(
      of: workload, on: unserved + served.prefix(max(0, surge - surging)), in: &simulation)
  }

  /// With a surge, old pods go from nodes that may get no new one: at once where they are not
  /// available, else as soon as there are more available pods than nodes that shall have one.
  private mutating func retireDaemons(
    _ workload: Int, _ pairs: [DaemonPair], desired: Int, in simulation: inout Simulation
  ) {
    let now = simulation.now
    let available = pairs.count { pair in
      let pod = pair.outdated.isNone ? pair.current : pair.outdated
      return !pod.isNone && isAvailable(pod, at: now)
    }
    var spare = max(0, available - desired)
    for (node, pair) in pairs.enumerated()
    where !pair.outdated.isNone && pair.current.isNone && !nodes[node].isDeleted
      && !isEligible(node, for: workload)
    {
      if isAvailable(pair.outdated, at: now) {
        guard spare > 0 else { continue }
        spare -= 1
      }
      deleteOwn(pair.outdated, in: &simulation)
    }
  }
}
