import Manifests
import SimulationKernel

/// Objects other than pods that were deleted and that their finalizers keep (apiserver
/// pkg/registry/generic/registry/store.go Delete, deleteWithoutFinalizers).
///
/// Until a file takes the last finalizer away, such an object is there: its name is taken, what it
/// says holds, and its controller does what it does for an object with a deletion timestamp. What
/// operators have made of a resource that is kept goes on as it was.
extension Cluster {
  /// The kind of a workload's object: what an operator made goes by its controller's.
  func objectKind(of workload: Int) -> String {
    let owner = workloads[workload]
    return owner.spec.userName == nil ? owner.userKind : owner.kind.rawValue
  }

  /// Whether the object of a workload may go; where finalizers keep it, it is deleted from now on.
  mutating func mayGo(_ workload: Int) -> Bool {
    let owner = workloads[workload]
    guard ledger.keep(objectKind(of: workload), owner.namespace, owner.name, as: nil) else {
      return true
    }
    noteDeletion(of: workload)
    return false
  }

  /// Whether finalizers would keep the object of a workload.
  func isKept(_ workload: Int) -> Bool {
    let owner = workloads[workload]
    return ledger.keeps(objectKind(of: workload), owner.namespace, owner.name)
  }

  /// The controller of a workload sees that its object is deleted; operators differ in what they do
  /// then, and go on here.
  mutating func noteDeletion(of workload: Int) {
    switch workloads[workload].kind {
    case .deployment, .replicaSet, .statefulSet, .daemonSet, .job, .cronJob:
      workloads[workload].isEnding = true
    case .pod, .operated, .podSet: break
    }
  }

  /// The workloads whose own object a kind, namespace and name stand for.
  func workloads(ofObject kind: String, _ namespace: String, _ name: String) -> [Int] {
    workloads.indices.filter {
      workloads[$0].exists && workloads[$0].name == name && workloads[$0].namespace == namespace
        && objectKind(of: $0) == kind
    }
  }

  /// One sync of a controller whose object is deleted and kept.
  ///
  /// A Deployment writes its status alone, and its ReplicaSets keep their replicas
  /// (deployment_controller.go syncDeployment, syncStatusOnly). A ReplicaSet, StatefulSet,
  /// DaemonSet or CronJob makes and deletes nothing (replica_set.go syncReplicaSet,
  /// stateful_set_control.go updateStatefulSet, daemon_controller.go syncDaemonSet,
  /// cronjob_controllerv2.go syncCronJob). A Job counts its pods and ends (job_controller.go
  /// syncJob).
  mutating func syncDeleted(_ workload: Int, in simulation: inout Simulation) {
    switch workloads[workload].kind {
    case .deployment:
      keepReplicaSets(of: workload, in: &simulation)
      updateAvailability(of: workload, in: simulation)
      armAvailability(workload, in: &simulation)
    case .job: syncJob(workload, in: &simulation)
    case .replicaSet, .statefulSet, .daemonSet, .cronJob, .pod, .operated, .podSet: break
    }
  }

  /// What the API says against finalizers that a file adds to an object which is deleted; nil where
  /// it takes them.
  func finalizerProblem(
    of object: ClusterUpdate.Object, from known: ManifestDocument
  ) -> String? {
    guard ledger.isEnding(object.kind, object.namespace, object.name) else { return nil }
    return Self.finalizerProblem(
      object.kind, object.name, known: known.finalizers, new: object.document.finalizers)
  }

  /// apimachinery pkg/api/validation ValidateNoNewFinalizers, in the words of kubectl.
  static func finalizerProblem(
    _ kind: String, _ name: String, known: [String], new: [String]
  ) -> String? {
    let added = new.filter { !known.contains($0) }.sorted()
    guard !added.isEmpty else { return nil }
    let list = added.map { "\"\($0)\"" }.joined(separator: ", ")
    return "The \(kind) \"\(name)\" is invalid: metadata.finalizers: Forbidden: no new finalizers "
      + "can be added if the object is being deleted, found new finalizers []string{\(list)}"
  }

  /// Whether an object other than a pod was deleted and is still there.
  func isEnding(_ kind: String, _ namespace: String, _ name: String) -> Bool {
    ledger.isEnding(kind, namespace, name)
      || kind == "PersistentVolumeClaim" && isEnding(claim: name, in: namespace)
  }

  /// kubectl's warning for each object of a file that is deleted and still there.
  mutating func warnOfEnds(
    in update: ClusterUpdate, in simulation: borrowing Simulation
  ) {
    for object in update.objects
    where isEnding(object.kind, object.namespace, object.name) {
      let home = object.kind == "Namespace" ? "" : object.namespace
      warnOfDeletion(object.kind, home, object.name, in: simulation)
    }
  }

  /// Writes the finalizers of a file's objects; those that lost their last one and are deleted go,
  /// and with them what they own.
  mutating func finishEnds(after update: ClusterUpdate, in simulation: inout Simulation) {
    for object in update.charged { ledger.write(finalizersOf: object) }
    for object in ledger.releaseFreed() { finish(object, in: &simulation) }
  }

  private mutating func finish(_ object: QuotaObject, in simulation: inout Simulation) {
    guard object.kind != "Namespace" else {
      resumeEnd(ofNamespace: object.name, in: &simulation)
      return
    }
    if object.kind == "PersistentVolumeClaim",
      deleteClaim(namespace: object.namespace, name: object.name, in: &simulation)
    {
      // It owns nothing, and stays while pods use it.
      return
    }
    let named = NamedObject(
      kind: object.kind, namespace: object.namespace, name: object.name,
      cascade: object.end ?? .background, span: .unknown)
    let own = workloads(ofObject: object.kind, object.namespace, object.name)
    switch named.cascade {
    case .background: removeNow(named, in: &simulation)
    case .foreground:
      for workload in own where workloads[workload].isTerminating {
        finishForeground(workload, in: &simulation)
      }
      if object.kind == "ReplicaSet", let set = ownedSet(object.name, in: object.namespace) {
        finishSets(of: set.workload)
        scheduleSync(of: set.workload, in: &simulation)
      }
      // It goes with the last of what it owns.
      guard !isLeaving(named, object.namespace) else { return }
      removeNow(named, in: &simulation)
    case .orphan:
      for workload in own { forgetObject(of: workload) }
      let isMade = workloads.contains {
        $0.exists && $0.userKind == object.kind && $0.namespace == object.namespace
          && ($0.spec.userName ?? $0.name) == object.name
      }
      if own.isEmpty, !isMade { removeNow(named, in: &simulation) }
    }
    ledger.remove(object.kind, object.namespace, object.name)
    written.remove(object.kind, object.namespace, object.name)
  }
}
