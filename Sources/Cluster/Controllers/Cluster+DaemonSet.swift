import Manifests
import SimulationKernel

/// The DaemonSet controller: one pod on every eligible node (pkg/controller/daemon).
extension Cluster {
  mutating func syncDaemonSet(_ workload: Int, in simulation: inout Simulation) {
    let newest = workloads[workload].revisions.count - 1
    var created = 0
    for node in nodes.indices {
      let pod = node < workloads[workload].places.count ? workloads[workload].places[node] : .none
      let isEligible = isEligible(node, for: workload)
      if pod.isNone {
        // At most 250 creations a sync.
        guard isEligible, created < 250 || isSettling else { continue }
        created += 1
        createPod(of: workload, revision: newest, ordinal: Int32(node), in: &simulation)
      } else if !pods[pod].isTerminating {
        let hasEnded = pods[pod].phase == .failed || pods[pod].phase == .succeeded
        if !isEligible || hasEnded { deletePod(pod, in: &simulation) }
      }
    }
    if created == 250 { scheduleSync(of: workload, in: &simulation) }
    updateDaemons(workload, newest, in: &simulation)
  }

  /// Whether a node matches the template's selector and affinity and its own taints are tolerated;
  /// taints of silent nodes don't count, daemons tolerate them.
  private func isEligible(_ node: Int, for workload: Int) -> Bool {
    guard !nodes[node].isDeleted, let revision = workloads[workload].revisions.last else {
      return false
    }
    let demand = templates[Int(revision.template)].placement
    return demand.allows(name: nodeSpecs[node].name, labels: nodeSpecs[node].labels)
      && demand.untoleratedTaint(in: nodeSpecs[node].taints) == nil
  }

  /// Deletes old daemons within `maxUnavailable` of a rolling update (rounded up).
  private mutating func updateDaemons(
    _ workload: Int, _ newest: Int, in simulation: inout Simulation
  ) {
    guard newest > 0 else { return }
    let active = workloads[workload].activeCount
    let allowed = max(
      1, workloads[workload].spec.maxUnavailable.resolved(of: active, roundUp: true))
    var missing = active - workloads[workload].readyCount
    for pod in workloads[workload].places where !pod.isNone && missing < allowed {
      guard !pods[pod].isTerminating, Int(pods[pod].revision) != newest else { continue }
      if pods[pod].isReady { missing += 1 }
      deletePod(pod, in: &simulation)
    }
  }

  /// Every DaemonSet looks at the nodes again.
  mutating func scheduleDaemons(in simulation: inout Simulation) {
    for workload in workloads.indices where workloads[workload].kind == .daemonSet {
      scheduleSync(of: workload, in: &simulation)
    }
  }
}
