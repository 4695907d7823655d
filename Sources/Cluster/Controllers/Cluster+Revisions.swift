import SimulationKernel

/// The revisions of a controller: the ReplicaSets of a Deployment and the ControllerRevisions of
/// others (pkg/controller/deployment/sync.go; pkg/controller/history).
extension Cluster {
  /// The hash of the revision that the present template would add.
  func nextRevisionHash(of workload: Int) -> String {
    revisionHash(of: workload, content: "\(workloads[workload].spec.template)")
  }

  private func revisionHash(of workload: Int, content: String) -> String {
    let owner = workloads[workload]
    let collisions = owner.collisions == 0 ? "" : "#\(owner.collisions)"
    return ObjectNames.templateHash(
      NameHash("\(owner.qualifiedName)#\(owner.revisions.count)#\(content)\(collisions)").value)
  }

  /// A ReplicaSet of another has the name that a Deployment would give to its own: the Deployment
  /// tries another hash (deployment/sync.go getNewReplicaSet, AlreadyExists).
  private mutating func avoidCollision(of workload: Int, content: String) {
    guard workloads[workload].kind == .deployment else { return }
    while isSetThere(
      workloads[workload].name + "-" + revisionHash(of: workload, content: content),
      near: workload)
    {
      workloads[workload].collisions += 1
    }
  }

  private func isSetThere(_ name: String, near workload: Int) -> Bool {
    let home = workloads[workload].namespaceNumber
    return writtenSets.contains { index in
      let set = workloads[Int(index)]
      return set.namespaceNumber == home && set.name == name
        && (set.exists || ownedSet(name, in: set.namespace) != nil)
    }
  }

  /// Written ReplicaSets are there before the Deployment controller makes its own.
  mutating func renameCollidingSets() {
    guard !writtenSets.isEmpty else { return }
    for workload in workloads.indices
    where workloads[workload].kind == .deployment
      && isSetThere(workloads[workload].revisions[0].name, near: workload)
    {
      let isGone = workloads[workload].revisions[0].isGone
      workloads[workload].revisions = []
      addRevision(of: workload)
      workloads[workload].revisions[0].isGone = isGone
    }
  }

  /// Adds a revision (a ReplicaSet of a Deployment) with the present template as the newest one.
  ///
  /// A Job has one template for its life: its revision needs no mark to be found by and no hash.
  mutating func addRevision(of workload: Int) {
    let owner = workloads[workload]
    let content = owner.kind == .job ? "" : "\(owner.spec.template)"
    if !writtenSets.isEmpty { avoidCollision(of: workload, content: content) }
    let hash = content.isEmpty ? "" : revisionHash(of: workload, content: content)
    var revision = WorkloadState.Revision(
      template: compiledTemplate(of: workload, hash: hash), source: owner.spec.template,
      digest: owner.spec.templateDigest, hash: hash, name: owner.name + "-" + hash, replicas: 0)
    revision.mark = templateMark(of: workload)
    revision.number = highestNumber(of: workload) + 1
    revision.desired = owner.replicas
    workloads[workload].newest = owner.revisions.count
    workloads[workload].templateMark = revision.mark
    workloads[workload].revisions.append(revision)
  }

  /// What tells the present template from others: any difference of the manifest's counts, also of
  /// fields that the twin does not model (deployment_util.go EqualIgnoreHash; ControllerRevision
  /// getPatch).
  ///
  /// A Job has one template for its life.
  func templateMark(of workload: Int) -> UInt64 {
    let spec = workloads[workload].spec
    if workloads[workload].kind == .job { return NameHash("").value }
    guard let digest = spec.templateDigest else { return NameHash("\(spec.template)").value }
    guard let restart = spec.template.restartedAt else { return digest }
    return NameHash("\(digest)#\(restart.nanoseconds)").value
  }

  /// The highest number among the revisions that are there; one of them may be left out.
  private func highestNumber(of workload: Int, besides known: Int? = nil) -> Int {
    let revisions = workloads[workload].revisions
    return revisions.indices.filter { !revisions[$0].isGone && $0 != known }
      .map { revisions[$0].number }.max() ?? 0
  }

  /// Takes a template as the present one: an earlier revision with the same content becomes the
  /// newest again, any other content makes a new one.
  mutating func adoptTemplate(_ template: PodTemplate, of workload: Int) {
    workloads[workload].spec.template = template
    workloads[workload].templateMark = templateMark(of: workload)
    switch workloads[workload].kind {
    case .deployment:
      if let present = presentRevision(of: workload) { renew(present, of: workload) }
    case .replicaSet: renew(0, of: workload)
    default:
      if !selectRevision(of: workload) { renew(workloads[workload].newest, of: workload) }
    }
  }

  /// The pods that a revision creates from now on have the present template: what admission adds,
  /// as a priority, may differ where the manifest does not, and what a ReplicaSet's manifest says
  /// of volumes alone.
  private mutating func renew(_ revision: Int, of workload: Int) {
    let present = workloads[workload].spec
    let known = workloads[workload].revisions[revision]
    guard
      known.digest != present.templateDigest || "\(known.source)" != "\(present.template)"
        || templates[Int(known.template)].finalizers != present.finalizers
    else { return }
    workloads[workload].revisions[revision].source = present.template
    workloads[workload].revisions[revision].digest = present.templateDigest
    workloads[workload].revisions[revision].template = compiledTemplate(
      of: workload, hash: known.hash)
  }

  /// An object that is created anew has no history: of its earlier life only the revision of its
  /// template is there, as the first one; a ReplicaSet that it had adopted was another's.
  mutating func beginHistory(of workload: Int, _ template: PodTemplate) {
    workloads[workload].spec.template = template
    workloads[workload].templateMark = templateMark(of: workload)
    workloads[workload].rollout = RolloutStatus()
    let owner = workloads[workload]
    let isPaused = owner.kind == .deployment && owner.spec.isPaused
    let present = owner.revisions.firstIndex { revision in
      revision.mark == owner.templateMark && revision.origin == nil
        && ownedSet(revision.name, in: owner.namespace).map { $0.workload == workload } ?? true
    }
    for index in owner.revisions.indices {
      let isPresent = index == present && !isPaused
      workloads[workload].revisions[index].isGone = owner.kind != .replicaSet && !isPresent
      workloads[workload].revisions[index].number = 1
    }
  }

  /// The API writes the UID of a Job that is created anew into its template
  /// (pkg/registry/batch/job/strategy.go generateSelector).
  mutating func giveIdentity(to workload: Int) {
    guard workloads[workload].kind == .job, workloads[workload].lives > 0 else { return }
    let newest = workloads[workload].newest
    workloads[workload].revisions[newest].template = compiledTemplate(of: workload, hash: "")
    // Pods of the Job that had the name before are not its own (job_controller.go getPodsForJob).
    for pod in workloads[workload].pods { pods[pod].isCounted = true }
  }

  /// Finds the revision of the present template, or adds it; its number becomes the highest
  /// (getNewReplicaSet).
  ///
  /// Returns whether it was added.
  @discardableResult
  mutating func selectRevision(of workload: Int) -> Bool {
    guard let known = presentRevision(of: workload) else {
      addRevision(of: workload)
      return true
    }
    workloads[workload].newest = known
    let next = highestNumber(of: workload, besides: known) + 1
    if workloads[workload].revisions[known].number < next {
      workloads[workload].revisions[known].number = next
    }
    return false
  }

  /// The revision with the present template; nil while there is none.
  func presentRevision(of workload: Int) -> Int? {
    let mark = workloads[workload].templateMark
    return workloads[workload].revisions.firstIndex { $0.mark == mark && !$0.isGone }
  }
}
