import SimulationKernel

/// `kubectl apply`: what differs is written, what is new is created; the controllers do the rest.
extension Cluster {
  /// Brings the objects of a file in; returns why the API refused the first of those it did.
  mutating func apply(_ update: ClusterUpdate, in simulation: inout Simulation) -> String? {
    var update = update
    var problems = [refuseEnded(&update, in: simulation)]
    warnOfUnwritten(in: update, in: simulation)
    problems.append(refuseByWebhooks(&update, in: simulation))
    warnOfPods(in: update, in: simulation)
    namespaces.write(update.namespaces) { $0.name == $1.name }
    quotas.write(update.quotas) { $0.name == $1.name && $0.namespace == $1.namespace }
    problems.append(validate(&update, in: simulation))
    problems.append(refuseTaken(&update, in: simulation))
    setOutcomes(of: &update)
    applyStorage(of: update, in: &simulation)
    applyLimitRanges(of: update)
    problems.append(admit(&update, in: &simulation))
    dropAbsentNodes(of: &update, in: simulation)
    applyNodes(of: &update, in: &simulation)
    access.apply(update.access)
    webhookConfigurations.write(update.webhookConfigurations)
    for object in update.configurations { apply(object, in: simulation) }
    apply(update.networkPolicies, in: &simulation)
    for spec in update.services { apply(spec, in: &simulation) }
    for spec in update.budgets { apply(spec) }
    for spec in update.autoscalers { apply(spec, in: &simulation) }
    for workload in update.workloads where !leaveToOperator(workload, in: &simulation) {
      guard let problem = apply(workload, in: &simulation) else { continue }
      problems.append(problem)
      update.drop(workload.spec.userKind, workload.spec.namespace, workload.spec.name)
    }
    for claim in update.claims {
      let problem = resize(
        claim: claim.name, namespace: claim.namespace, to: claim.bytes, in: &simulation)
      guard let problem else { continue }
      problems.append(problem)
      update.drop("PersistentVolumeClaim", claim.namespace, claim.name)
    }
    warnOfEnds(in: update, in: simulation)
    noteWritten(update, in: simulation)
    finishEnds(after: update, in: &simulation)
    return problems.lazy.compactMap { $0 }.first
  }

  /// Writes the storage classes and volumes of a file that differ from what is there: pods that
  /// wait for one are tried again, and the volume controller looks at the claims at its next turn.
  private mutating func applyStorage(
    of update: ClusterUpdate, in simulation: inout Simulation
  ) {
    let classes = update.storageClasses.filter { !volumes.holds($0) }
    let rooms = update.storageCapacities.filter { !volumes.holds($0) }
    guard !classes.isEmpty || !update.volumes.isEmpty || !rooms.isEmpty else { return }
    for spec in classes { volumes.write(spec) }
    for spec in rooms { volumes.write(spec) }
    for spec in update.volumes { volumes.write(spec) }
    wakeScheduler(.volume, in: &simulation)
    armClaimSync(in: &simulation)
  }

  /// Writes the LimitRanges of a file.
  private mutating func applyLimitRanges(of update: ClusterUpdate) {
    let before = limitRanges
    limitRanges.write(update.limitRanges) { $0.name == $1.name && $0.namespace == $1.namespace }
    guard "\(limitRanges)" != "\(before)" else { return }
    recompileTemplates(in: update.limitRanges.map(\.namespace))
  }

  /// Takes out of an update what quotas and limit ranges refuse: what is new, and Services that
  /// grow; new claims are created, those that grow are looked at as they do.
  private mutating func admit(
    _ update: inout ClusterUpdate, in simulation: inout Simulation
  ) -> String? {
    var first: String?
    for object in update.charged {
      let (kind, space, name) = (object.kind, object.namespace, object.name)
      if kind == "PersistentVolumeClaim", volumes.claim(namespace: space, name: name) != nil {
        continue
      }
      let known = ledger.object(kind, space, name)?.charges ?? []
      let claim =
        kind == "PersistentVolumeClaim"
        ? update.claims.first { object.isObject(kind, $0.namespace, $0.name) } : nil
      let problem =
        claim.flatMap { limitRanges.problem(with: $0) }
        ?? quotaProblem(of: object.charges.grown(from: known), object.scoping, in: space)
      guard let problem else {
        ledger.put(object)
        if let claim {
          create(claim, in: &simulation)
          wakeScheduler(.volume, in: &simulation)
        }
        continue
      }
      let text = object.refusal(problem)
      record(
        kind: kind, namespace: space, name: name, "Forbidden", text, isWarning: true,
        by: .kubectl, in: simulation)
      update.drop(kind, space, name)
      first = first ?? text
    }
    return first
  }

  func index(of spec: WorkloadSpec) -> Int? {
    workloadNames.find(spec.objectKey).map { Int(workloadNumbers[Int($0)]) }
  }

  /// Keeps a change of an operator's object until the operator brings it to the pods; returns false
  /// where it does so at once.
  private mutating func leaveToOperator(
    _ update: ClusterUpdate.Workload, in simulation: inout Simulation
  ) -> Bool {
    index(of: update.spec).map { leaveToOperator(update, of: $0, in: &simulation) } ?? false
  }

  /// Writes a workload; returns why the API refused it.
  @discardableResult
  mutating func apply(
    _ update: ClusterUpdate.Workload, in simulation: inout Simulation
  ) -> String? {
    guard update.cause == .admission else { return write(update, in: &simulation) }
    if let known = index(of: update.spec) { readmit(known, update.spec, in: &simulation) }
    return nil
  }

  private mutating func write(
    _ update: ClusterUpdate.Workload, in simulation: inout Simulation
  ) -> String? {
    let known = index(of: update.spec)
    let spec = known.map { keepingPriority(update.spec, of: $0) } ?? update.spec
    let index = known ?? append(spec, owner: -1)
    if let problem = refuseLive(of: spec, index, in: simulation) { return problem }
    guard !isLeaving(index, spec, in: simulation), !rewriteOwned(update, of: index, in: &simulation)
    else { return nil }
    let wasAbsent = known == nil || !workloads[index].exists
    if !wasAbsent, let problem = resizeClaims(of: index, to: spec, in: &simulation) {
      return problem
    }
    let before = workloads[index].spec
    workloads[index].exists = true
    workloads[index].spec = spec
    workloads[index].spec.isDormant = false
    if wasAbsent || update.setsReplicas { workloads[index].replicas = spec.replicas }
    var template = spec.template
    if wasAbsent {
      if !takeBack(index, in: &simulation) { beginHistory(of: index, template) }
    } else {
      // A field that only kubectl rollout restart wrote stays.
      template.restartedAt = before.template.restartedAt
    }
    adoptTemplate(template, of: index)
    if wasAbsent {
      giveIdentity(to: index)
      workloads[index].job = JobProgress()
      workloads[index].isBarePodDue = spec.kind == .pod
      workloads[index].current = workloads[index].newest
    } else {
      changeImages(of: index, in: &simulation)
    }
    if let problem = refuseBarePod(index, in: simulation) { return problem }
    applyCron(of: index, before.cron, wasAbsent: wasAbsent, in: &simulation)
    readmitJobs(of: index)
    if wasAbsent || update.cause == .written { announce(index, in: &simulation) }
    return nil
  }

  /// A workload was written: its controller sees it, and Deployments see a ReplicaSet.
  private mutating func announce(_ workload: Int, in simulation: inout Simulation) {
    scheduleSync(of: workload, in: &simulation)
    offer(set: workload, in: &simulation)
  }

  /// Other objects of a file have changed what admission makes of a workload's next pods.
  ///
  /// Where it refused them before, the controller finds out at its next try: none of those in
  /// pkg/controller that make pods watches ServiceAccounts, classes, namespaces or quotas.
  private mutating func readmit(
    _ workload: Int, _ spec: WorkloadSpec, in simulation: inout Simulation
  ) {
    let before = workloads[workload].spec
    // A template that a rollback has brought back is not that of the files.
    guard workloads[workload].exists, !workloads[workload].isTerminating,
      before.templateDigest == spec.templateDigest, !hasBarePod(workload)
    else { return }
    workloads[workload].spec = spec
    var template = spec.template
    template.restartedAt = before.template.restartedAt
    adoptTemplate(template, of: workload)
    readmitJobs(of: workload)
  }

  /// What is written of a workload; a bare pod that is there keeps the priority that admission gave
  /// it as it was created (plugin/pkg/admission/priority admitPod).
  private func keepingPriority(_ spec: WorkloadSpec, of workload: Int) -> WorkloadSpec {
    guard hasBarePod(workload) else { return spec }
    let known = workloads[workload].spec.template
    var spec = spec
    spec.template.priority = known.priority
    spec.template.preempts = known.preempts
    return spec
  }

  /// Whether a workload is a bare pod that is there.
  private func hasBarePod(_ workload: Int) -> Bool {
    workloads[workload].kind == .pod && pod(ofBare: workload) != nil
  }

  /// The pods of the Jobs that a CronJob has made, and that go on, are admitted as its next ones.
  private mutating func readmitJobs(of workload: Int) {
    let spec = workloads[workload].spec
    for job in workloads[workload].cron.jobs
    where workloads[job].exists && !workloads[job].job.isFinished
      && workloads[job].spec.templateDigest == spec.templateDigest
    {
      adoptTemplate(spec.template, of: job)
    }
  }

  /// Why the API does not take a pod that a file brings: nobody tries it again, and what the file
  /// said of it is not kept.
  private mutating func refuseBarePod(
    _ workload: Int, in simulation: borrowing Simulation
  ) -> String? {
    let owner = workloads[workload]
    guard owner.isBarePodDue, pod(ofBare: workload) == nil, !isEnding(owner.namespace) else {
      return nil
    }
    var waited = SimDuration.zero
    let refused = refusal(
      of: owner.revisions[owner.newest].template, at: simulation.now, waited: &waited)
    guard let refusal = refused else { return nil }
    workloads[workload].exists = false
    workloads[workload].isBarePodDue = false
    let text = refusal.text(named: owner.name)
    record(workload: workload, refusal.reason, text, isWarning: true, in: simulation)
    return text
  }

  /// Whether a workload is about to go, so that nothing is made of what is written to it; kubectl
  /// says so, of a pod too, whose finalizers are written.
  private mutating func isLeaving(
    _ workload: Int, _ spec: WorkloadSpec, in simulation: borrowing Simulation
  ) -> Bool {
    let name = spec.userName ?? spec.name
    let isWarned = ledger.isEnding(spec.userKind, spec.namespace, name)
    // Of a resource that is kept its operator makes nothing anew.
    let isOver = isWarned && !workloads[workload].exists && spec.kind != .replicaSet
    let isLeaving =
      isOver || workloads[workload].isTerminating || isLeaving(resourceOf: spec)
      || spec.kind == .replicaSet && isLeaving(set: spec.name, in: spec.namespace)
    let isKept = workloads[workload].exists && isKeptByFinalizer(workload)
    let isPodLeaving =
      isKept && pod(ofBare: workload).map { pods[$0].isTerminating } ?? false
    if isLeaving || isPodLeaving, !isWarned {
      warnOfDeletion(spec.userKind, spec.namespace, name, in: simulation)
    }
    return isLeaving
  }

  /// Arms a CronJob anew that was created, resumed or given another schedule; one that is resumed
  /// starts the last time that it missed.
  private mutating func applyCron(
    of workload: Int, _ before: CronSettings?, wasAbsent: Bool, in simulation: inout Simulation
  ) {
    guard let cron = workloads[workload].spec.cron, workloads[workload].kind == .cronJob else {
      return
    }
    if wasAbsent { workloads[workload].cron = CronProgress() }
    if wasAbsent || before?.schedule != cron.schedule {
      workloads[workload].cron.createdAt = simulation.now
      workloads[workload].cron.lastScheduleAt = simulation.now
    } else if before?.isSuspended != true {
      return
    }
    armCronJob(workload, after: simulation.now, in: &simulation)
  }

  private mutating func apply(_ spec: ServiceSpec, in simulation: inout Simulation) {
    guard let index = serviceIndex(namespace: spec.namespace, name: spec.name) else { return }
    // A file that names no address keeps what is there (patchAllocatedValues).
    let staysHeadless =
      services[index].exists && services[index].isHeadless && spec.externalName == nil
    services[index].exists = true
    services[index].spec = spec
    if staysHeadless { services[index].spec.isHeadless = true }
    if spec.isClusterDNS, !dnsServices.contains(Int32(index)) { dnsServices.append(Int32(index)) }
    services[index].selector = selector(of: spec, service: Int32(index))
    services[index].members = workloads.filter { $0.namespace == spec.namespace }
      .flatMap(\.pods).filter { pod in
        pods[pod].hasContainers && services(ofLabelSet: pods[pod].labelSet).contains(index)
      }
    scheduleSlice(index, in: &simulation)
  }

  private mutating func apply(_ spec: BudgetSpec) {
    let known = budgets.firstIndex {
      $0.spec.namespace == spec.namespace && $0.spec.name == spec.name
    }
    guard let index = known else {
      append(spec)
      return
    }
    let selector = self.selector(of: spec)
    budgets[index] = BudgetState(spec: spec, selector: selector)
  }

  private mutating func apply(_ spec: AutoscalerSpec, in simulation: inout Simulation) {
    let known = autoscaling.autoscalers.firstIndex {
      $0.spec.namespace == spec.namespace && $0.spec.name == spec.name
    }
    guard let index = known else { return }
    let before = target(ofAutoscaler: index)
    autoscaling.autoscalers[index].spec = spec
    if !autoscaling.autoscalers[index].exists {
      autoscaling.autoscalers[index].exists = true
      queue(autoscaler: index, in: &simulation)
    }
    autoscaling.autoscalers[index].workload = workloadIndex(ofTarget: spec)
    guard before != target(ofAutoscaler: index) else { return }
    followTarget(ofAutoscaler: index, at: simulation.now)
  }

  /// Other LimitRanges give other defaults to the pods that are created from now on, also those of
  /// older revisions; a template of a Deployment without a ReplicaSet gets them when that is made.
  mutating func recompileTemplates(in namespaces: [String]) {
    for workload in workloads.indices where namespaces.contains(workloads[workload].namespace) {
      for index in workloads[workload].revisions.indices {
        let revision = workloads[workload].revisions[index]
        // Pods of a ReplicaSet that others wrote have no hash of its Deployment.
        guard !revision.isGone, revision.origin == nil else { continue }
        let known = templates[Int(revision.template)]
        let number = compiledTemplate(of: workload, hash: revision.hash, source: revision.source)
        templates[Int(number)].claimVolumes = known.claimVolumes
        templates[Int(number)].ephemeralClaims = known.ephemeralClaims
        templates[Int(number)].finalizers = known.finalizers
        workloads[workload].revisions[index].template = number
      }
    }
  }
}

extension Array {
  /// Writes objects over those of the same name; what is new comes behind them.
  fileprivate mutating func write(_ written: [Element], isSame: (Element, Element) -> Bool) {
    for spec in written {
      if let index = firstIndex(where: { isSame($0, spec) }) {
        self[index] = spec
      } else {
        append(spec)
      }
    }
  }
}
