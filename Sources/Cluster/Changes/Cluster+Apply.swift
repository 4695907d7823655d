import SimulationKernel

/// `kubectl apply`: what differs is written, what is new is created; the controllers do the rest.
extension Cluster {
  /// Brings the objects of a file in; returns why the API refused the first of those it did.
  mutating func apply(_ update: ClusterUpdate, in simulation: inout Simulation) -> String? {
    namespaces = update.namespaces
    quotas = update.quotas
    var update = update
    let problem = admit(&update, in: &simulation)
    access = update.access
    let isRangeChanged = "\(limitRanges)" != "\(update.limitRanges)"
    limitRanges = update.limitRanges
    for object in update.configurations { apply(object, in: simulation) }
    apply(update.networkPolicies, in: &simulation)
    for spec in update.services { apply(spec, in: &simulation) }
    for spec in update.budgets { apply(spec) }
    for spec in update.autoscalers { apply(spec) }
    for workload in update.workloads where !hold(workload, in: &simulation) {
      apply(workload, in: &simulation)
    }
    for claim in update.claims {
      resize(claim: claim.name, namespace: claim.namespace, to: claim.bytes, in: &simulation)
    }
    if isRangeChanged { recompileTemplates() }
    for object in update.objects {
      record(
        kind: object.kind, namespace: object.namespace, name: object.name, "Applied",
        "\(object.label) \(object.isNew ? "created" : "configured")", in: simulation)
    }
    return problem
  }

  /// Takes out of an update what quotas refuse: what is new, and Services that grow; new claims are
  /// created, those that grow are looked at as they do.
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
      guard let problem = quotaProblem(of: object.charges.grown(from: known), in: space) else {
        ledger.put(object)
        if let claim = update.claims.first(where: { object.isObject(kind, $0.namespace, $0.name) }),
          kind == "PersistentVolumeClaim"
        {
          create(claim, in: &simulation)
          wakeScheduler(.volume, in: &simulation)
        }
        continue
      }
      let text = object.refusal(problem)
      record(
        kind: kind, namespace: space, name: name, "Forbidden", text, isWarning: true,
        in: simulation)
      update.drop(object)
      first = first ?? text
    }
    return first
  }

  private func index(of spec: WorkloadSpec) -> Int? {
    workloads.firstIndex {
      $0.kind == spec.kind && $0.namespace == spec.namespace && $0.name == spec.name
    }
  }

  /// Keeps a change of an operator's object until the operator brings it to the pods; returns false
  /// where it does so at once.
  private mutating func hold(
    _ update: ClusterUpdate.Workload, in simulation: inout Simulation
  ) -> Bool {
    index(of: update.spec).map { hold(update, of: $0, in: &simulation) } ?? false
  }

  mutating func apply(_ update: ClusterUpdate.Workload, in simulation: inout Simulation) {
    let spec = update.spec
    let index = index(of: spec) ?? append(spec, owner: -1)
    let wasAbsent = !workloads[index].exists
    let isNew = wasAbsent || workloads[index].createdCount == 0
    guard resizeClaims(of: index, to: spec, in: &simulation) else { return }
    let restartedAt = workloads[index].spec.template.restartedAt
    let before = workloads[index].spec
    workloads[index].exists = true
    workloads[index].spec = spec
    workloads[index].spec.isDormant = false
    if isNew || update.setsReplicas { workloads[index].replicas = spec.replicas }
    // A field that only kubectl rollout restart wrote stays.
    var template = spec.template
    template.restartedAt = restartedAt
    if isNew { reviveRevisions(of: index) }
    adoptTemplate(template, of: index)
    if wasAbsent { workloads[index].job = JobProgress() }
    applyCron(of: index, before.cron, wasAbsent: wasAbsent, in: &simulation)
    scheduleSync(of: index, in: &simulation)
  }

  /// Arms a CronJob anew that was created, resumed or given another schedule; one that is resumed
  /// starts the last time that it missed.
  private mutating func applyCron(
    of workload: Int, _ before: CronSettings?, wasAbsent: Bool, in simulation: inout Simulation
  ) {
    guard let cron = workloads[workload].spec.cron, workloads[workload].kind == .cronJob else {
      return
    }
    if wasAbsent || before?.schedule != cron.schedule {
      workloads[workload].cron.createdAt = simulation.now
      workloads[workload].cron.lastScheduleAt = simulation.now
    } else if before?.isSuspended != true {
      return
    }
    armCronJob(workload, after: simulation.now, in: &simulation)
  }

  /// An object that was deleted, or is created only now, begins with the revisions it was built
  /// with.
  private mutating func reviveRevisions(of workload: Int) {
    for revision in workloads[workload].revisions.indices {
      workloads[workload].revisions[revision].isGone = false
    }
    workloads[workload].rollout = RolloutStatus()
  }

  private mutating func apply(_ spec: ServiceSpec, in simulation: inout Simulation) {
    guard let index = serviceIndex(namespace: spec.namespace, name: spec.name) else { return }
    services[index].exists = true
    services[index].spec = spec
    services[index].selector = selector(of: spec, service: Int32(index))
    services[index].members = workloads.flatMap(\.pods).filter { pod in
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

  private mutating func apply(_ spec: AutoscalerSpec) {
    let known = autoscaling.autoscalers.firstIndex {
      $0.spec.namespace == spec.namespace && $0.spec.name == spec.name
    }
    guard let index = known else { return }
    autoscaling.autoscalers[index].exists = true
    autoscaling.autoscalers[index].spec = spec
    autoscaling.autoscalers[index].workload = workloadIndex(
      kind: spec.targetKind, namespace: spec.namespace, name: spec.targetName)
  }

  /// Another LimitRange gives other defaults to the pods that are created from now on.
  private mutating func recompileTemplates() {
    for workload in workloads.indices where workloads[workload].exists {
      let newest = workloads[workload].newest
      workloads[workload].revisions[newest].template = compiledTemplate(
        of: workload, hash: workloads[workload].revisions[newest].hash)
    }
  }
}
