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
      return
    }
    let bound = spec.maxUnavailable.resolved(of: eligible.count, roundUp: true)
    var missing = eligible.count { node in
      let pod = pairs[node].current.isNone ? pairs[node].outdated : pairs[node].current
      return pod.isNone || !isAvailable(pod, at: simulation.now)
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
}
