import SimulationKernel

/// What goes with an object that is deleted: the garbage collector's background deletion
/// (pkg/controller/garbagecollector) and the collector of orphaned pods (pkg/controller/podgc).
extension Cluster {
  /// How long pods of a deleted node are left alone, and how often the collector looks.
  private static let podQuarantine = SimDuration.seconds(40)
  private static let podCollection = SimDuration.seconds(20)

  /// Deletes an object that owns pods, and all that it owns; where finalizers keep the object, what
  /// it owns stays too.
  mutating func removeWorkload(_ workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].exists else { return }
    guard !isKeptByFinalizer(workload) else {
      deletePods(of: workload, in: &simulation)
      return
    }
    guard mayGo(workload) else { return }
    forgetObject(of: workload)
    // What it left as orphans when it was deleted first is its own no longer.
    guard !workloads[workload].isAbandoned else { return }
    releaseClaims(ofDeleted: workload, in: &simulation)
    removeDependents(of: workload, in: &simulation)
    let maker = Int(workloads[workload].owner)
    if maker >= 0, workloads[maker].isTerminating { scheduleSync(of: maker, in: &simulation) }
  }

  /// Deletes all that an object owns.
  mutating func removeDependents(of workload: Int, in simulation: inout Simulation) {
    workloads[workload].replicas = 0
    for revision in workloads[workload].revisions.indices
    where !workloads[workload].revisions[revision].isGone {
      guard let kept = keptSet((workload, revision)) else {
        endRevision(revision, of: workload)
        continue
      }
      release((workload, revision), to: kept, in: &simulation)
      _ = mayGo(kept)
    }
    for job in workloads[workload].cron.jobs { removeWorkload(job, in: &simulation) }
    deletePods(of: workload, in: &simulation)
  }

  /// The object of a workload is in the API no longer.
  mutating func forgetObject(of workload: Int) {
    workloads[workload].exists = false
    workloads[workload].lives += 1
    // A sync of what is gone ends without an error.
    workloads[workload].backoff.errors = 0
    workloads[workload].isTerminating = false
    workloads[workload].isEnding = false
    let owner = workloads[workload]
    // What an operator made goes; the resource that it is made of may stay.
    let kind = objectKind(of: workload)
    ledger.remove(kind, owner.namespace, owner.name)
    written.remove(kind, owner.namespace, owner.name)
  }

  /// Deletes the pods of an owner that goes; its Job counts none of them any more.
  mutating func deletePods(of workload: Int, in simulation: inout Simulation) {
    for pod in workloads[workload].pods where !pods[pod].isTerminating || pods[pod].waitsForJob {
      deletePod(pod, in: &simulation)
    }
  }

  /// Deletes a node's object: the scheduler forgets it, and after the quarantine its pods go.
  mutating func removeNode(_ node: Int, in simulation: inout Simulation) {
    guard !nodes[node].isDeleted else { return }
    nodes[node].isDeleted = true
    let name = nodeSpecs[node].name
    record(
      node: node, "RemovingNode", "Node \(name) event: Removing Node \(name) from Controller",
      by: .nodeController,
      in: simulation)
    nodeAutoscaler.forget(node)
    scheduler.cache.isDeleted[node] = true
    scheduler.cache.rebuildOrder()
    if version.wakesForRemovedNodes {
      wakeScheduler(.nodeRemoved, node: node, in: &simulation)
    }
    refreshControlPlane(in: &simulation)
    scheduleDaemons(in: &simulation)
    reviewHints(in: &simulation)
    forgetNode(node, in: &simulation)
    let pass = nextTick(
      from: simulation.now + Cluster.podQuarantine, phase: .zero, period: Cluster.podCollection)
    schedule(.removedNodePass, at: pass, argument: UInt32(node), in: &simulation)
  }

  /// A kubelet that starts finds no object of its node, and registers one; it is schedulable, and
  /// the node controller sees it become ready (pkg/kubelet/kubelet_node_status.go
  /// tryRegisterWithAPIServer).
  mutating func registerAnew(node: Int, in simulation: inout Simulation) {
    nodes[node].isDeleted = false
    nodes[node].isCordoned = false
    nodes[node].ready = .false
    nodes[node].taintedAs = .false
    nodes[node].noExecuteSince = .infinity
    resetObject(of: node)
    scheduler.cache.isDeleted[node] = false
    scheduler.cache.rebuildOrder()
    refreshTaints(of: node, in: &simulation)
    let name = nodeSpecs[node].name
    record(
      node: node, "RegisteredNode",
      "Node \(name) event: Registered Node \(name) in Controller",
      by: .nodeController, in: simulation)
    armNextPass(of: node, in: &simulation)
    takeOrphans(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    wakeScheduler(.nodeAdded, node: node, in: &simulation)
  }

  /// Deletes the pods of a node that is no longer there, without their grace.
  mutating func deletePodsOfRemovedNode(_ node: Int, in simulation: inout Simulation) {
    guard nodes[node].isDeleted else { return }
    guard areControllersUp else {
      schedule(
        .removedNodePass, after: Cluster.podCollection, argument: UInt32(node), in: &simulation)
      return
    }
    for pod in nodePods[node] {
      record(
        pod, "PodGC", "PodGC: node no longer exists", isWarning: true, by: .vhsim,
        in: simulation)
      pods[pod].isDisrupted = true
      deletePod(pod, grace: .zero, in: &simulation)
    }
  }
}
