import Manifests
import SimulationKernel

/// The DaemonSet controller: one pod on every eligible node, two while a surge replaces one
/// (pkg/controller/daemon).
extension Cluster {
  /// Creations in one sync (BurstReplicas).
  private static let daemonBurst = 250

  mutating func syncDaemonSet(_ workload: Int, in simulation: inout Simulation) {
    claimDaemons(of: workload, in: &simulation)
    let pairs = pruneDaemons(workload, in: &simulation)
    let missing = nodes.indices.filter {
      !pairs[$0].isOccupied && isEligible($0, for: workload)
    }
    createDaemons(of: workload, on: missing.map { Int32($0) }, in: &simulation)
    if !workloads[workload].spec.updatesOnDelete {
      updateDaemons(workload, pairs, in: &simulation)
    }
    if workloads[workload].spec.minReady > .zero { armAvailability(workload, in: &simulation) }
  }

  /// Creates pods of the newest revision on nodes, as many as one sync may; another does the rest.
  mutating func createDaemons(
    of workload: Int, on targets: [Int32], in simulation: inout Simulation
  ) {
    let count = isSettling ? targets.count : min(targets.count, Cluster.daemonBurst)
    createBatches(
      of: workload, revision: workloads[workload].newest, ordinals: targets, count: count,
      in: &simulation)
    if count < targets.count { scheduleSync(of: workload, in: &simulation) }
  }

  /// Deletes the pods that have ended, may not stay or are too many on their node; returns the
  /// others by node (daemon_controller.go podsShouldBeOnNode).
  private mutating func pruneDaemons(
    _ workload: Int, in simulation: inout Simulation
  ) -> [DaemonPair] {
    var (pairs, excess) = pairDaemons(of: workload)
    for node in pairs.indices {
      if let pod = dispensable(of: pairs[node], workload, at: simulation.now) {
        excess.append(pod)
        pairs[node][isNewest: pod == pairs[node].current] = .none
      }
    }
    excess.sort { (pods[$0].seat, pods[$0].serial) < (pods[$1].seat, pods[$1].serial) }
    for pod in excess {
      let node = Int(pods[pod].seat)
      if hasEnded(pod), mayStay(on: node, of: workload),
        !noteEnd(of: workload, pod, in: &simulation)
      {
        // With a surge too: a node gets a pod only where it has none, and a failed one in back-off,
        // which is not counted as running, still is one (podsShouldBeOnNode, `exists`).
        pairs[node].isOccupied = true
        if Int(pods[pod].revision) == workloads[workload].newest {
          pairs[node].holdsFailure = true
        }
        continue
      }
      deleteOwn(pod, in: &simulation)
    }
    return pairs
  }

  /// The oldest pod of the newest revision and the oldest of the others on each node; apart from
  /// them all that shall go.
  private func pairDaemons(of workload: Int) -> (kept: [DaemonPair], excess: [PodHandle]) {
    let newest = workloads[workload].newest
    let surges = allowsSurge(workload)
    var pairs = Array(repeating: DaemonPair(), count: nodes.count)
    var excess: [PodHandle] = []
    for pod in workloads[workload].pods {
      let node = Int(pods[pod].seat)
      // With a surge a pod that goes does not keep its node from another.
      if !surges || !pods[pod].isTerminating && !hasEnded(pod) { pairs[node].isOccupied = true }
      guard !pods[pod].isTerminating else { continue }
      // The collector of orphaned pods deletes those of a node that is gone; this controller only
      // the ones that never got there (getUnscheduledPodsWithoutNode).
      let isOrphan = nodes[node].isDeleted && pods[pod].node >= 0
      if !isOrphan, hasEnded(pod) || !mayStay(on: node, of: workload) {
        excess.append(pod)
        continue
      }
      let isNewest = Int(pods[pod].revision) == newest
      let rival = pairs[node][isNewest: isNewest]
      let isKept = rival.isNone || isOlder(pod, than: rival)
      if isKept { pairs[node][isNewest: isNewest] = pod }
      if !rival.isNone { excess.append(isKept ? rival : pod) }
    }
    return (pairs, excess)
  }

  /// The pod of a pair that shall go.
  ///
  /// With a surge it is the old one as soon as it is not ready or the new one is available; else
  /// it is the younger one.
  private func dispensable(of pair: DaemonPair, _ workload: Int, at now: SimTime) -> PodHandle? {
    guard !pair.current.isNone, !pair.outdated.isNone else { return nil }
    guard allowsSurge(workload) else {
      return isOlder(pair.current, than: pair.outdated) ? pair.outdated : pair.current
    }
    let isDone = !pods[pair.outdated].isReady || isAvailable(pair.current, at: now)
    return isDone ? pair.outdated : nil
  }

  /// Whether a pod comes before another of its node: scheduled ones first, then by creation
  /// (podByCreationTimestampAndPhase).
  func isOlder(_ pod: PodHandle, than other: PodHandle) -> Bool {
    let isScheduled = pods[pod].node >= 0
    guard isScheduled == (pods[other].node >= 0) else { return isScheduled }
    return (pods[pod].createdAt, pods[pod].serial) < (pods[other].createdAt, pods[other].serial)
  }

  private func hasEnded(_ pod: PodHandle) -> Bool {
    pods[pod].phase == .failed || pods[pod].phase == .succeeded
  }

  /// Whether a rolling update makes a new pod beside the old one.
  private func allowsSurge(_ workload: Int) -> Bool {
    let spec = workloads[workload].spec
    return !spec.updatesOnDelete && spec.maxSurge.resolved(of: 1, roundUp: true) > 0
  }

  /// What the controller says of a pod that has ended and may go; false for a failed one on a node
  /// whose last failure is not long ago: it stays until the back-off is over.
  private mutating func noteEnd(
    of workload: Int, _ pod: PodHandle, in simulation: inout Simulation
  ) -> Bool {
    let node = Int(pods[pod].seat)
    let text = "daemon pod \(namespace(of: pod))/\(name(of: pod)) on node \(nodeSpecs[node].name)"
    guard pods[pod].phase == .failed else {
      record(
        workload: workload, "SucceededDaemonPod",
        "Found succeeded \(text), will try to delete it", in: simulation)
      return true
    }
    while workloads[workload].daemonBackoff.count <= node {
      workloads[workload].daemonBackoff.append(DaemonBackoff())
    }
    let backoff = workloads[workload].daemonBackoff[node]
    guard !backoff.isOn(at: simulation.now) else {
      scheduleSync(of: workload, at: backoff.end, in: &simulation)
      return false
    }
    workloads[workload].daemonBackoff[node].fail(at: simulation.now)
    record(
      workload: workload, "FailedDaemonPod", "Found failed \(text), will try to kill it",
      isWarning: true, in: simulation)
    return true
  }

  /// Whether a node gets a pod: it matches the template's selector and affinity, and its taints,
  /// those by its conditions too, are tolerated (NodeShouldRunDaemonPod).
  ///
  /// Daemons tolerate the conditions not-ready and unreachable for their stay alone (NoExecute): a
  /// node that is not ready gets none (daemon/util AddOrUpdateDaemonPodTolerations).
  func isEligible(_ node: Int, for workload: Int) -> Bool {
    !nodes[node].isDeleted && workloads[workload].exists
      && suits(node, workload, among: scheduler.cache.taints(of: node))
  }

  /// Whether a pod that is on a node stays there: a taint drives it away only if it is NoExecute
  /// (NodeShouldRunDaemonPod).
  private func mayStay(on node: Int, of workload: Int) -> Bool {
    !nodes[node].isDeleted && workloads[workload].exists
      && suits(
        node, workload,
        among: scheduler.cache.taints(of: node).filter { $0.effect == .noExecute })
  }

  /// Whether a DaemonSet would have a pod on a node if the node were there and ready.
  func suits(_ node: Int, _ workload: Int) -> Bool {
    suits(node, workload, among: nodeSpecs[node].taints)
  }

  private func suits(_ node: Int, _ workload: Int, among taints: [NodeTaint]) -> Bool {
    let revision = workloads[workload].revisions[workloads[workload].newest]
    let demand = templates[Int(revision.template)].placement
    return demand.allows(name: nodeSpecs[node].name, labels: nodeSpecs[node].labels)
      && demand.untoleratedTaint(in: taints) == nil
  }

  /// Every DaemonSet looks at the nodes again.
  mutating func scheduleDaemons(in simulation: inout Simulation) {
    for workload in workloads.indices where workloads[workload].kind == .daemonSet {
      scheduleSync(of: workload, in: &simulation)
    }
  }
}
