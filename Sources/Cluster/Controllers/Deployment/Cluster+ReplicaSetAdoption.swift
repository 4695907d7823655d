import Manifests
import SimulationKernel

/// How Deployments take in ReplicaSets that nobody owns and let go of those that they select no
/// longer (pkg/controller/controller_ref_manager.go ClaimReplicaSets; deployment_controller.go
/// getReplicaSetsForDeployment).
///
/// While a Deployment owns a written ReplicaSet, that is one of its revisions, and the workload of
/// its manifest rests.
extension Cluster {
  /// A Deployment adopts the ReplicaSets without an owner that it selects.
  mutating func adoptReplicaSets(of workload: Int) {
    let home = workloads[workload].namespaceNumber
    let selector = workloads[workload].spec.selector
    guard !selector.isEmpty, !abandoned.isEmpty || !writtenSets.isEmpty else { return }
    for other in abandoned.map({ Int($0) }) where workloads[other].namespaceNumber == home {
      for index in workloads[other].revisions.indices
      where isThere((other, index)) && !workloads[other].revisions[index].isTerminating
        && selector.matches(labels(ofRevision: index, of: other))
      {
        adopt(made(index, by: other), from: (other, index), by: workload)
        workloads[other].revisions[index].isGone = true
        workloads[other].revisions[index].replicas = 0
      }
      if workloads[other].revisions.allSatisfy(\.isGone) { leaveAbandonment(other) }
    }
    for set in writtenSets.map({ Int($0) })
    where workloads[set].namespaceNumber == home && isLoose(set)
      && selector.matches(workloads[set].spec.setLabels ?? StringMap())
    {
      adopt(writtenRevision(set, for: workload), from: (set, 0), by: workload)
      workloads[set].exists = false
    }
  }

  /// Whether a written ReplicaSet has no owner and stays.
  private func isLoose(_ set: Int) -> Bool {
    workloads[set].exists && !workloads[set].isTerminating && !workloads[set].isEnding
  }

  /// A ReplicaSet that a Deployment made which is gone; its pods keep the way of their names.
  private func made(_ index: Int, by other: Int) -> WorkloadState.Revision {
    var set = workloads[other].revisions[index]
    guard set.origin == nil else { return set }
    var selector = workloads[other].spec.selector
    if selector.isEmpty { selector.matchLabels = labels(ofRevision: index, of: other) }
    selector.matchLabels["pod-template-hash"] = set.hash
    set.origin = WorkloadState.Origin(
      workload: Int32(other), revision: Int32(index), selector: selector)
    return set
  }

  /// A written ReplicaSet as a revision: no annotation gives it a number or says how large its
  /// Deployment was, for which the present size stands (deployment_util.go
  /// getReplicaSetFraction).
  private func writtenRevision(_ set: Int, for workload: Int) -> WorkloadState.Revision {
    let state = workloads[set]
    let update = rollingUpdate(of: workload)
    let own = state.revisions[0]
    var revision = WorkloadState.Revision(
      template: own.template, source: own.source, digest: own.digest,
      hash: own.source.labels["pod-template-hash"] ?? "", name: state.name,
      replicas: state.replicas)
    revision.mark = own.mark
    revision.number = 0
    revision.desired = update.replicas
    revision.greatest = update.replicas + update.surge
    var selector = state.spec.selector
    if selector.isEmpty { selector.matchLabels = own.source.labels }
    revision.origin = WorkloadState.Origin(workload: Int32(set), revision: 0, selector: selector)
    return revision
  }

  /// One of the present template is the new ReplicaSet, in the place of one that has no pods yet
  /// (deployment_util.go FindNewReplicaSet takes the oldest).
  private mutating func adopt(
    _ revision: WorkloadState.Revision, from set: OwnedSet, by workload: Int
  ) {
    var revision = revision
    let members = workloads[set.workload].pods.filter { Int(pods[$0].revision) == set.revision }
    if let own = presentRevision(of: workload) {
      let present = workloads[workload].revisions[own]
      let isUnused = present.pods == 0 && present.replicas == 0 && present.origin == nil
      if isUnused, present.mark == revision.mark {
        workloads[workload].revisions[own].isGone = true
        workloads[workload].newest = workloads[workload].revisions.count
      } else if isUnused {
        // It is not made yet: its number follows those of the sets that are there.
        workloads[workload].revisions[own].number = 0
      }
    }
    revision.pods = 0
    // Its new owner writes it, and its controller looks at it.
    revision.backoff.retryAt = .infinity
    revision.hasNews = true
    workloads[workload].revisions.append(revision)
    let index = workloads[workload].revisions.count - 1
    modelMain(ofRevision: index, of: workload)
    for pod in members { hand(pod, to: workload, revision: index) }
  }

  /// Where pods of an adopted ReplicaSet run the Deployment's software, their main container is
  /// that of the Deployment's model; pods that are there keep their template.
  private mutating func modelMain(ofRevision index: Int, of workload: Int) {
    guard workloads[workload].revisions[index].origin != nil,
      softwareOwner(ofRevision: index, of: workload) == workload
    else { return }
    var template = templates[Int(workloads[workload].revisions[index].template)]
    let position = mainPosition(in: template.spec, of: workload)
    guard position != template.mainPosition else { return }
    template.mainPosition = position
    templates.append(template)
    workloads[workload].revisions[index].template = Int32(templates.count - 1)
  }

  /// Writes what a file says of a ReplicaSet that a Deployment owns, which finds it at its next
  /// sync; returns whether one does.
  ///
  /// With other labels the ReplicaSet is its own again. Where the file has it as it is, nothing is
  /// written.
  mutating func rewriteOwned(
    _ update: ClusterUpdate.Workload, of written: Int, in simulation: inout Simulation
  ) -> Bool {
    guard update.spec.kind == .replicaSet,
      let set = ownedSet(update.spec.name, in: update.spec.namespace)
    else { return false }
    if update.cause == .written { rewrite(set, update, of: written, in: &simulation) }
    return true
  }

  private mutating func rewrite(
    _ set: OwnedSet, _ update: ClusterUpdate.Workload, of written: Int,
    in simulation: inout Simulation
  ) {
    workloads[written].spec = update.spec
    if update.setsReplicas { scale(set, to: update.spec.replicas, in: &simulation) }
    let mark = templateMark(of: written)
    if workloads[set.workload].revisions[set.revision].mark != mark {
      let template = compiledTemplate(of: written, hash: "")
      workloads[set.workload].revisions[set.revision].template = template
      workloads[set.workload].revisions[set.revision].source = update.spec.template
      workloads[set.workload].revisions[set.revision].digest = update.spec.templateDigest
      workloads[set.workload].revisions[set.revision].mark = mark
      modelMain(ofRevision: set.revision, of: set.workload)
    }
    let labels = update.spec.setLabels ?? StringMap()
    if !workloads[set.workload].spec.selector.matches(labels) {
      release(set, to: written, in: &simulation)
    }
    workloads[set.workload].revisions[set.revision].hasNews = true
    scheduleSync(of: set.workload, in: &simulation)
  }

  /// A ReplicaSet is its own again, and those that select its new labels look at it
  /// (deployment_controller.go updateReplicaSet).
  mutating func release(
    _ set: OwnedSet, to written: Int, in simulation: inout Simulation
  ) {
    let revision = workloads[set.workload].revisions[set.revision]
    guard let origin = revision.origin, Int(origin.workload) == written else { return }
    workloads[set.workload].revisions[set.revision].isGone = true
    workloads[set.workload].revisions[set.revision].replicas = 0
    workloads[written].exists = true
    workloads[written].replicas = revision.replicas
    workloads[written].revisions[0].template = revision.template
    workloads[written].revisions[0].source = revision.source
    workloads[written].revisions[0].digest = revision.digest
    workloads[written].revisions[0].mark = revision.mark
    for pod in members(of: set) { hand(pod, to: written, revision: 0) }
    scheduleSync(of: written, in: &simulation)
    offer(set: written, in: &simulation)
  }

  /// A written ReplicaSet is new or has other labels: the Deployments that select it look at it
  /// (deployment_controller.go addReplicaSet, getDeploymentsForReplicaSet).
  mutating func offer(set: Int, in simulation: inout Simulation) {
    guard let labels = workloads[set].spec.setLabels else { return }
    for workload in workloads.indices
    where workloads[workload].kind == .deployment && workloads[workload].exists
      && workloads[workload].namespaceNumber == workloads[set].namespaceNumber
      && !workloads[workload].spec.selector.isEmpty
      && workloads[workload].spec.selector.matches(labels)
    {
      scheduleSync(of: workload, in: &simulation)
    }
  }

  /// At a running start Deployments have long adopted the ReplicaSets that they select: one of
  /// their template is theirs, others were scaled down.
  mutating func settleReplicaSets() {
    for workload in workloads.indices
    where workloads[workload].kind == .deployment && workloads[workload].exists {
      settleReplicaSets(of: workload)
    }
  }

  private mutating func settleReplicaSets(of workload: Int) {
    let first = workloads[workload].revisions.count
    adoptReplicaSets(of: workload)
    guard workloads[workload].revisions.count > first else { return }
    selectRevision(of: workload)
    for index in first..<workloads[workload].revisions.count
    where index != workloads[workload].newest {
      workloads[workload].revisions[index].replicas = 0
      notes.append(
        "ReplicaSet \(workloads[workload].namespace)/\(workloads[workload].revisions[index].name) "
          + "is taken as scaled down before time zero: Deployment \(workloads[workload].name) "
          + "selects it and has another template")
    }
  }
}
