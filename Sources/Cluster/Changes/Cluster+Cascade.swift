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
    workloads[workload].isTerminating = true
    for job in workloads[workload].cron.jobs { beginForeground(job, in: &simulation) }
    deletePods(of: workload, in: &simulation)
    scheduleSync(of: workload, in: &simulation)
  }

  /// An owner goes when nothing is left of what it owned.
  mutating func finishForeground(_ workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    guard owner.pods.isEmpty, owner.cron.jobs.allSatisfy({ !workloads[$0].exists }) else { return }
    removeWorkload(workload, in: &simulation)
  }

  /// Takes the owner references from what an object owns, then deletes the object
  /// (orphanDependents).
  ///
  /// A Deployment owns ReplicaSets and a CronJob Jobs: these go on.
  private mutating func orphanDependents(of workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].exists else { return }
    forgetObject(of: workload)
    switch workloads[workload].kind {
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
    for revision in workloads[workload].revisions.indices
    where !workloads[workload].revisions[revision].isGone {
      keepReplicas(workload, revision, in: &simulation)
    }
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

  private mutating func leaveAbandonment(_ workload: Int) {
    workloads[workload].isAbandoned = false
    abandoned.removeAll { Int($0) == workload }
  }

  private func labels(ofRevision revision: Int, of workload: Int) -> StringMap {
    templates[Int(workloads[workload].revisions[revision].template)].spec.labels
  }

  /// A Deployment adopts the ReplicaSets without an owner that it selects
  /// (controller_ref_manager.go ClaimReplicaSets).
  mutating func adoptReplicaSets(of workload: Int) {
    let selector = workloads[workload].spec.selector
    for other in abandoned.map({ Int($0) })
    where workloads[other].namespaceNumber == workloads[workload].namespaceNumber
      && !selector.isEmpty
    {
      for place in workloads[other].revisions.indices
      where !workloads[other].revisions[place].isGone
        && selector.matches(labels(ofRevision: place, of: other))
      {
        adopt(replicaSet: place, of: other, by: workload)
      }
      if workloads[other].revisions.allSatisfy(\.isGone) { leaveAbandonment(other) }
    }
  }

  /// One of the present template is the new ReplicaSet, in the place of one that has no pods yet
  /// (deployment_util.go FindNewReplicaSet takes the oldest).
  private mutating func adopt(replicaSet place: Int, of other: Int, by workload: Int) {
    var set = workloads[other].revisions[place]
    let members = workloads[other].pods.filter { Int(pods[$0].revision) == place }
    if let own = presentRevision(of: workload) {
      let present = workloads[workload].revisions[own]
      let isUnused = present.pods == 0 && present.replicas == 0
      if isUnused, present.mark == set.mark {
        workloads[workload].revisions[own].isGone = true
        workloads[workload].newest = workloads[workload].revisions.count
      } else if isUnused {
        // It is not made yet: its number follows those of the sets that are there.
        workloads[workload].revisions[own].number = 0
      }
    }
    set.pods = 0
    // Pods of one ReplicaSet have names of their own, whichever Deployment it is of.
    workloads[workload].createdCount = max(
      workloads[workload].createdCount, workloads[other].createdCount)
    workloads[other].revisions[place].isGone = true
    workloads[other].revisions[place].replicas = 0
    workloads[workload].revisions.append(set)
    for pod in members {
      hand(pod, to: workload, revision: workloads[workload].revisions.count - 1)
    }
  }

  /// Keeps the object of a pod whose finalizers nobody takes away; its containers have ended.
  mutating func keepsFinalizer(_ pod: PodHandle, in simulation: inout Simulation) -> Bool {
    guard !workloads[Int(pods[pod].workload)].spec.finalizers.isEmpty else { return false }
    if pods[pod].phase == .pending || pods[pod].phase == .running {
      endPod(pod, pods[pod].endPhase, in: &simulation)
    }
    return true
  }
}
