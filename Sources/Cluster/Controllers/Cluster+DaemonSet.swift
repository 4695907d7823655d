import Manifests
import SimulationKernel

/// The DaemonSet controller: one pod on every eligible node (pkg/controller/daemon).
extension Cluster {
  /// Creations and deletions in one sync (BurstReplicas).
  private static let daemonBurst = 250

  mutating func syncDaemonSet(_ workload: Int, in simulation: inout Simulation) {
    let newest = workloads[workload].newest
    var missing: [Int32] = []
    for node in nodes.indices {
      let pod = daemon(of: workload, on: node)
      let isEligible = isEligible(node, for: workload)
      if pod.isNone {
        if isEligible, !awaitBackoff(of: workload, on: node, in: &simulation) {
          missing.append(Int32(node))
        }
      } else if !pods[pod].isTerminating {
        let hasEnded = pods[pod].phase == .failed || pods[pod].phase == .succeeded
        if hasEnded { noteFailure(of: workload, on: node, pod, in: &simulation) }
        if hasEnded || !mayStay(on: node, of: workload) { deleteOwn(pod, in: &simulation) }
      }
    }
    let count = isSettling ? missing.count : min(missing.count, Cluster.daemonBurst)
    createBatches(
      of: workload, revision: newest, ordinals: missing, count: count, in: &simulation)
    if count < missing.count { scheduleSync(of: workload, in: &simulation) }
    if !workloads[workload].spec.updatesOnDelete { updateDaemons(workload, in: &simulation) }
    if workloads[workload].spec.minReady > .zero { armAvailability(workload, in: &simulation) }
  }

  private func daemon(of workload: Int, on node: Int) -> PodHandle {
    node < workloads[workload].places.count ? workloads[workload].places[node] : .none
  }

  private mutating func noteFailure(
    of workload: Int, on node: Int, _ pod: PodHandle, in simulation: inout Simulation
  ) {
    while workloads[workload].daemonBackoff.count <= node {
      workloads[workload].daemonBackoff.append(DaemonBackoff())
    }
    workloads[workload].daemonBackoff[node].fail(at: simulation.now)
    record(
      workload: workload, "FailedDaemonPod",
      "Found failed daemon pod \(namespace(of: pod))/\(name(of: pod)) on node "
        + "\(nodeSpecs[node].name), will try to kill it", isWarning: true, in: simulation)
  }

  /// Lets the controller look again when the back-off after failures on a node is over; returns
  /// false where it is.
  private mutating func awaitBackoff(
    of workload: Int, on node: Int, in simulation: inout Simulation
  ) -> Bool {
    guard node < workloads[workload].daemonBackoff.count else { return false }
    let until = workloads[workload].daemonBackoff[node].until
    guard until > simulation.now else { return false }
    scheduleSync(of: workload, at: until, in: &simulation)
    return true
  }

  /// Whether a node matches the template's selector and affinity and its own taints are tolerated;
  /// taints of silent nodes don't count, daemons tolerate them.
  private func isEligible(_ node: Int, for workload: Int) -> Bool {
    !nodes[node].isDeleted && workloads[workload].exists && suits(node, workload)
  }

  /// Whether a pod that is on a node stays there: a taint drives it away only if it is NoExecute
  /// (NodeShouldRunDaemonPod).
  private func mayStay(on node: Int, of workload: Int) -> Bool {
    !nodes[node].isDeleted && workloads[workload].exists
      && suits(node, workload, heeding: { $0.effect == .noExecute })
  }

  /// Whether a DaemonSet would have a pod on a node if the node were there; only some taints may
  /// count.
  func suits(
    _ node: Int, _ workload: Int, heeding counts: (NodeTaint) -> Bool = { _ in true }
  ) -> Bool {
    let revision = workloads[workload].revisions[workloads[workload].newest]
    let demand = templates[Int(revision.template)].placement
    return demand.allows(name: nodeSpecs[node].name, labels: nodeSpecs[node].labels)
      && demand.untoleratedTaint(in: nodeSpecs[node].taints.filter(counts)) == nil
  }

  /// Brings old daemons forward within the bounds of the rolling update, both rounded up against
  /// the nodes that shall have a pod (pkg/controller/daemon/update.go).
  private mutating func updateDaemons(_ workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].revisions.count > 1 else { return }
    let newest = workloads[workload].newest
    let spec = workloads[workload].spec
    let eligible = nodes.indices.filter { isEligible($0, for: workload) }
    let surge = spec.maxSurge.resolved(of: eligible.count, roundUp: true)
    if surge > 0 {
      surgeDaemons(workload, eligible, by: surge, in: &simulation)
      return
    }
    let bound = spec.maxUnavailable.resolved(of: eligible.count, roundUp: true)
    var missing = eligible.count { node in
      let pod = daemon(of: workload, on: node)
      return pod.isNone || !isAvailable(pod, at: simulation.now)
    }
    // Old pods that are not available are replaced first: that costs nothing.
    for pod in workloads[workload].places where !pod.isNone && isOldDaemon(pod, newest) {
      guard !isAvailable(pod, at: simulation.now) else { continue }
      deleteOwn(pod, in: &simulation)
    }
    for pod in workloads[workload].places
    where !pod.isNone && missing < max(1, bound) && isOldDaemon(pod, newest) {
      missing += 1
      deleteOwn(pod, in: &simulation)
    }
  }

  /// With a surge the new pod comes first, on as many nodes at a time as the surge allows; the old
  /// one goes when the new one is available.
  private mutating func surgeDaemons(
    _ workload: Int, _ eligible: [Int], by surge: Int, in simulation: inout Simulation
  ) {
    let newest = workloads[workload].newest
    var surging = 0
    for pod in workloads[workload].pods where !pods[pod].isTerminating {
      let successor = daemon(of: workload, on: Int(pods[pod].ordinal))
      guard successor != pod, isOldDaemon(pod, newest) else { continue }
      if successor.isNone || !isAvailable(successor, at: simulation.now) {
        surging += 1
      } else {
        deleteOwn(pod, in: &simulation)
      }
    }
    var waiting: [Int32] = []
    for node in eligible where waiting.count + surging < surge {
      let pod = daemon(of: workload, on: node)
      if !pod.isNone, isOldDaemon(pod, newest) { waiting.append(Int32(node)) }
    }
    createBatches(
      of: workload, revision: newest, ordinals: waiting, count: waiting.count, in: &simulation)
  }

  private func isOldDaemon(_ pod: PodHandle, _ newest: Int) -> Bool {
    !pods[pod].isTerminating && Int(pods[pod].revision) != newest
  }

  /// Every DaemonSet looks at the nodes again.
  mutating func scheduleDaemons(in simulation: inout Simulation) {
    for workload in workloads.indices where workloads[workload].kind == .daemonSet {
      scheduleSync(of: workload, in: &simulation)
    }
  }
}
