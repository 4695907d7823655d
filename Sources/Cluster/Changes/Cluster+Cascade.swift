import Manifests
import SimulationKernel

/// What becomes of what an object owns when it is deleted (pkg/controller/garbagecollector).
extension Cluster {
  /// Deletes an owner in one of the ways of `kubectl delete --cascade`.
  mutating func removeOwner(
    _ workload: Int, _ cascade: DeletionCascade, in simulation: inout Simulation
  ) {
    switch cascade {
    case .background: removeWorkload(workload, in: &simulation)
    case .foreground: beginForeground(workload, in: &simulation)
    case .orphan: orphanDependents(of: workload, in: &simulation)
    }
  }

  /// What an owner has made goes, and its controller makes nothing any more; the object stays
  /// meanwhile (processDeletingDependentsItem).
  private mutating func beginForeground(_ workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].exists else { return }
    guard !workloads[workload].isAbandoned else {
      removeWorkload(workload, in: &simulation)
      return
    }
    workloads[workload].isTerminating = true
    for job in workloads[workload].cron.jobs { beginForeground(job, in: &simulation) }
    deletePods(of: workload, in: &simulation)
    scheduleSync(of: workload, in: &simulation)
  }

  /// An owner goes when nothing is left of what it owned, and the resource that an operator made it
  /// of with the last such one; one that was deleted by itself its operator writes anew.
  mutating func finishForeground(_ workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    guard owner.pods.isEmpty, owner.cron.jobs.allSatisfy({ !workloads[$0].exists }),
      mayGo(workload)
    else { return }
    removeWorkload(workload, in: &simulation)
    if operatorUpdates.contains(where: { $0.workload == workload }) {
      scheduleSync(of: workload, in: &simulation)
    } else if let resource = owner.spec.userName, !isLeaving(resourceOf: owner.spec),
      !ledger.keep(owner.userKind, owner.namespace, resource, as: nil)
    {
      ledger.remove(owner.userKind, owner.namespace, resource)
      written.remove(owner.userKind, owner.namespace, resource)
    }
  }

  /// Whether the object that the user wrote waits for what it owns to go (finalizer
  /// foregroundDeletion): an operator's references to it block its deletion (controller-runtime
  /// SetControllerReference, blockOwnerDeletion).
  func isLeaving(resourceOf spec: WorkloadSpec) -> Bool {
    workloads.indices.contains { other in
      guard workloads[other].isTerminating else { return false }
      let owner = workloads[other]
      return owner.userKind == spec.userKind && owner.namespace == spec.namespace
        && (owner.spec.userName ?? owner.name) == (spec.userName ?? spec.name)
        && !operatorUpdates.contains { $0.workload == other }
    }
  }

  /// Takes the owner references from what an object owns, then deletes the object, if no finalizer
  /// keeps it (orphanDependents).
  ///
  /// A Deployment owns ReplicaSets and a CronJob Jobs: these go on.
  private mutating func orphanDependents(of workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].exists else { return }
    if mayGo(workload) { forgetObject(of: workload) }
    switch workloads[workload].kind {
    case .deployment where workloads[workload].isAbandoned: break
    case .deployment:
      workloads[workload].isAbandoned = true
      abandoned.append(Int32(workload))
    case .cronJob: workloads[workload].cron.jobs = []
    case .replicaSet, .statefulSet, .daemonSet, .job, .pod, .operated, .podSet:
      for pod in workloads[workload].pods {
        release(pod, in: &simulation)
        guard pods[pod].waitsForJob else { continue }
        schedule(
          .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
      }
    }
  }

  /// ReplicaSets without a Deployment keep the replicas that they have.
  mutating func keepReplicaSets(of workload: Int, in simulation: inout Simulation) {
    finishSets(of: workload)
    keepDueSets(of: workload, in: &simulation)
  }

  /// A Deployment that is created anew finds the ReplicaSets of the one of its name, if it selects
  /// them; returns whether it does.
  mutating func takeBack(_ workload: Int, in simulation: inout Simulation) -> Bool {
    guard workloads[workload].isAbandoned else { return false }
    leaveAbandonment(workload)
    let kept = workloads[workload].revisions.indices.filter {
      !workloads[workload].revisions[$0].isGone
    }
    let selector = workloads[workload].spec.selector
    guard kept.allSatisfy({ selector.matches(labels(ofRevision: $0, of: workload)) }) else {
      // One entry can not stand for both: the pods go on without their ReplicaSets.
      for pod in workloads[workload].pods { release(pod, in: &simulation) }
      return false
    }
    workloads[workload].rollout = RolloutStatus()
    return true
  }

  mutating func leaveAbandonment(_ workload: Int) {
    workloads[workload].isAbandoned = false
    abandoned.removeAll { Int($0) == workload }
  }

  func labels(ofRevision revision: Int, of workload: Int) -> StringMap {
    let set = workloads[workload].revisions[revision]
    let written = set.origin.flatMap { workloads[Int($0.workload)].spec.setLabels }
    return written ?? templates[Int(set.template)].spec.labels
  }

  /// Keeps the object of a pod until its finalizers are taken away; its containers have ended.
  mutating func keepsFinalizer(_ pod: PodHandle, in simulation: inout Simulation) -> Bool {
    guard !finalizers(of: pod).isEmpty else { return false }
    if pods[pod].phase == .pending || pods[pod].phase == .running {
      endPod(pod, pods[pod].endPhase, in: &simulation)
    }
    return true
  }
}
