import Manifests
import SimulationKernel

/// What becomes of the objects of a file: refused, created, configured or unchanged.
extension Cluster {
  /// Takes the objects out of an update in which it would change what the API server keeps as it
  /// was created; returns why, for the first of them.
  mutating func validate(
    _ update: inout ClusterUpdate, in simulation: borrowing Simulation
  ) -> String? {
    var first: String?
    for object in update.objects {
      if let problem = object.refusal {
        record(
          kind: object.kind, namespace: object.namespace, name: object.name, "Forbidden", problem,
          isWarning: true, by: .kubectl, in: simulation)
        update.drop(object.kind, object.namespace, object.name)
        first = first ?? problem
        continue
      }
      guard let problem = updateProblem(of: object, in: update) else { continue }
      record(
        kind: object.kind, namespace: object.namespace, name: object.name, "Invalid", problem,
        isWarning: true, by: .kubectl, in: simulation)
      update.drop(object.kind, object.namespace, object.name)
      first = first ?? problem
    }
    return first
  }

  /// Notes what the API server has of an object, and finds why it does not take another content.
  private mutating func updateProblem(
    of object: ClusterUpdate.Object, in update: ClusterUpdate
  ) -> String? {
    guard let known = written.document(before: object) else {
      written.remove(object.kind, object.namespace, object.name)
      return contradiction(of: object, in: update)
    }
    written.put(known, for: object)
    return finalizerProblem(of: object, from: known)
      ?? UpdateRuleCatalog.problem(from: known, to: object.document, in: version)
  }

  /// Finds what kubectl says of the objects of a file that is about to be written, and which of its
  /// workloads stay as they are; of claims before the file's own are made.
  func setOutcomes(of update: inout ClusterUpdate) {
    let drifted = NameIndex(
      update.workloads.filter { $0.spec.userName == nil && hasDrifted(from: $0) }
        .flatMap { change in
          [change.spec.kind.rawValue, change.spec.userKind].map {
            $0 + "/" + change.spec.namespace + "/" + change.spec.name
          }
        })
    for (index, object) in update.objects.enumerated() {
      guard let known = written.document(before: object) else {
        update.objects[index].outcome = isUnwritten(object) ? "configured" : "created"
        continue
      }
      let document = object.document.keepingAddress(of: known)
      let isSame = CanonicalText(known.node) == CanonicalText(document.node)
      if isSame, drifted.first(object.workloadKey) == nil {
        update.objects[index].outcome = "unchanged"
      }
    }
    update.noteUnchanged()
  }

  /// Whether something else than files has changed what a file writes of a workload: its replicas,
  /// or its template by a rollback.
  private func hasDrifted(from change: ClusterUpdate.Workload) -> Bool {
    guard let index = index(of: change.spec) else { return false }
    let owner = workloads[index]
    let isOwned = owner.kind == .replicaSet && !owner.exists
    let set = isOwned ? ownedSet(owner.name, in: owner.namespace) : nil
    let replicas = set.map { workloads[$0.workload].revisions[$0.revision].replicas }
    return change.setsReplicas && (replicas ?? owner.replicas) != change.spec.replicas
      || owner.spec.templateDigest != change.spec.templateDigest
  }

  /// Notes the objects of a file as written, with kubectl's line about each.
  mutating func noteWritten(
    _ update: ClusterUpdate, in simulation: borrowing Simulation
  ) {
    for object in update.objects {
      let known = written.document(before: object)
      written.put(object.document.keepingAddress(of: known), for: object)
      record(
        kind: object.kind, namespace: object.namespace, name: object.name, "Applied",
        "\(object.label) \(object.outcome)", by: .kubectl, in: simulation)
    }
  }
}

extension ClusterUpdate {
  /// Marks the workloads whose own objects stay as they are.
  fileprivate mutating func noteUnchanged() {
    let same = NameIndex(
      objects.filter { $0.outcome == "unchanged" }.map(\.workloadKey))
    for index in workloads.indices
    where same.first(workloads[index].spec.objectKey) != nil && workloads[index].cause == .written
      && workloads[index].spec.templateDigest != nil
    {
      workloads[index].cause = .unchanged
    }
  }
}

extension ClusterUpdate.Object {
  /// The workload that it is read as, as `WorkloadSpec.objectKey` has it: a ReplicationController
  /// is a ReplicaSet.
  fileprivate var workloadKey: String {
    let read = kind == "ReplicationController" ? WorkloadKind.replicaSet.rawValue : kind
    return read + "/" + namespace + "/" + name
  }
}

extension ManifestDocument {
  /// A Service that names no cluster IP with that of the object that is there
  /// (pkg/registry/core/service/strategy.go patchAllocatedValues).
  fileprivate func keepingAddress(of known: ManifestDocument?) -> ManifestDocument {
    guard kind == "Service", node.value(at: ["spec", "clusterIP"]) == nil,
      node.value(at: ["spec", "externalName"]) == nil,
      case .mapping(let pairs)? = known?.node["spec"]?.content,
      let address = pairs.first(where: { $0.key.text == "clusterIP" })
    else { return self }
    var copy = self
    copy.node = node.changing("spec") { spec in
      guard case .mapping(let own) = spec.content else { return spec }
      var spec = spec
      spec.content = .mapping(own + [address])
      return spec
    }
    return copy
  }
}
