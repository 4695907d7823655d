import Manifests
import SimulationKernel

/// A Deployment's ReplicaSets as objects of their own, which are found by their names.
extension Cluster {
  /// A ReplicaSet that a Deployment owns or left behind, by the Deployment's index and its own
  /// among the revisions.
  package typealias OwnedSet = (workload: Int, revision: Int)

  /// The ReplicaSet of a name that a Deployment owns, or left behind; nil where there is none.
  func ownedSet(_ name: String, in namespace: String) -> OwnedSet? {
    for workload in workloads.indices
    where workloads[workload].kind == .deployment && workloads[workload].namespace == namespace {
      let index = workloads[workload].revisions.indices.first {
        workloads[workload].revisions[$0].name == name && isThere((workload, $0))
      }
      if let index { return (workload, index) }
    }
    return nil
  }

  /// Whether a Deployment's ReplicaSet is in the API.
  package func isThere(_ set: OwnedSet) -> Bool {
    (workloads[set.workload].exists || workloads[set.workload].isAbandoned)
      && !workloads[set.workload].revisions[set.revision].isGone
  }

  /// Whether the ReplicaSet of a name is about to go, with what it owns or with its Deployment.
  func isLeaving(set name: String, in namespace: String) -> Bool {
    guard let set = ownedSet(name, in: namespace) else { return false }
    return workloads[set.workload].isTerminating
      || workloads[set.workload].revisions[set.revision].isTerminating
  }

  /// The written ReplicaSet that a Deployment owns and finalizers would keep; nil for others.
  func keptSet(_ set: OwnedSet) -> Int? {
    guard let origin = workloads[set.workload].revisions[set.revision].origin,
      workloads[Int(origin.workload)].kind == .replicaSet, isKept(Int(origin.workload))
    else { return nil }
    return Int(origin.workload)
  }

  /// Whether a ReplicaSet keeps the number of its pods: one that is deleted does not, also where it
  /// stays (replica_set.go syncReplicaSet, DeletionTimestamp).
  func keepsPods(_ set: OwnedSet) -> Bool {
    let revision = workloads[set.workload].revisions[set.revision]
    guard !revision.isTerminating, let origin = revision.origin else {
      return !revision.isTerminating
    }
    let written = workloads[Int(origin.workload)]
    return written.kind != .replicaSet
      || !ledger.isEnding("ReplicaSet", written.namespace, written.name)
  }

  /// All pods of a ReplicaSet, terminating ones included.
  func members(of set: OwnedSet) -> [PodHandle] {
    workloads[set.workload].pods.filter { Int(pods[$0].revision) == set.revision }
  }

  /// Writes a ReplicaSet's replicas past its Deployment, as `kubectl scale` or an HPA does.
  ///
  /// Its own controller acts on them at once; the Deployment's sees the change as well, and writes
  /// what it wants (deployment_controller.go updateReplicaSet, rolling.go
  /// reconcileNewReplicaSet).
  mutating func scale(_ set: OwnedSet, to replicas: Int, in simulation: inout Simulation) {
    precondition(replicas >= 0, "a ReplicaSet is scaled to zero or more pods")
    guard workloads[set.workload].revisions[set.revision].replicas != replicas else { return }
    workloads[set.workload].revisions[set.revision].replicas = replicas
    workloads[set.workload].revisions[set.revision].isRescaled = true
    workloads[set.workload].revisions[set.revision].hasNews = true
    scheduleSync(of: set.workload, in: &simulation)
  }

  /// ReplicaSets that were scaled past their Deployment bring their pods to that number before it
  /// writes another.
  mutating func keepRescaled(of workload: Int, in simulation: inout Simulation) {
    for revision in workloads[workload].revisions.indices
    where isThere((workload, revision)) && workloads[workload].revisions[revision].isRescaled {
      keepReplicas(workload, revision, in: &simulation)
    }
  }

  /// ReplicaSets of a Deployment bring their pods to their number, but those that wait for their
  /// next try.
  mutating func keepDueSets(of workload: Int, in simulation: inout Simulation) {
    for revision in workloads[workload].revisions.indices
    where !workloads[workload].revisions[revision].isGone
      && isDue((workload, revision), at: simulation.now)
    {
      keepReplicas(workload, revision, in: &simulation)
    }
  }

  /// `kubectl delete` of a Deployment's ReplicaSet: its pods go with it, before it, or stay as
  /// orphans.
  ///
  /// One that waits for its pods makes none, and is the Deployment's until it is gone
  /// (replica_set.go syncReplicaSet, DeletionTimestamp; controller_ref_manager.go ClaimObject).
  mutating func remove(
    _ set: OwnedSet, _ cascade: DeletionCascade, in simulation: inout Simulation
  ) {
    let members = members(of: set)
    if cascade == .foreground {
      workloads[set.workload].revisions[set.revision].isTerminating = true
    } else if keptSet(set) == nil {
      endRevision(set.revision, of: set.workload)
    }
    for pod in members {
      if cascade == .orphan {
        release(pod, in: &simulation)
      } else if !pods[pod].isTerminating {
        deletePod(pod, in: &simulation)
      }
    }
    finishSets(of: set.workload)
    scheduleSync(of: set.workload, in: &simulation)
  }

  /// ReplicaSets that wait for their pods go with the last of them, and with its last ReplicaSet
  /// what a deleted Deployment left behind.
  mutating func finishSets(of workload: Int) {
    for revision in workloads[workload].revisions.indices
    where workloads[workload].revisions[revision].isTerminating
      && members(of: (workload, revision)).isEmpty && keptSet((workload, revision)) == nil
    {
      endRevision(revision, of: workload)
    }
    if workloads[workload].isAbandoned, workloads[workload].revisions.allSatisfy(\.isGone) {
      leaveAbandonment(workload)
    }
  }

  /// A ReplicaSet's object is gone, or a revision's; with a written one its manifest's.
  mutating func endRevision(_ revision: Int, of workload: Int) {
    workloads[workload].revisions[revision].isGone = true
    workloads[workload].revisions[revision].replicas = 0
    workloads[workload].revisions[revision].isTerminating = false
    workloads[workload].revisions[revision].isRescaled = false
    workloads[workload].revisions[revision].backoff.errors = 0
    guard let origin = workloads[workload].revisions[revision].origin,
      workloads[Int(origin.workload)].kind == .replicaSet
    else { return }
    forgetObject(of: Int(origin.workload))
  }
}
