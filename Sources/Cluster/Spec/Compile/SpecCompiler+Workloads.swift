import Manifests
import SimulationKernel

/// Workloads of Kubernetes' own kinds, and Argo Rollouts.
extension SpecCompiler {
  mutating func addWorkloads() {
    for object in manifests.daemonSets {
      var workload = make(.daemonSet, object.metadata, object.selector, object.template)
      workload.maxUnavailable = object.updateStrategy.rollingUpdate.maxUnavailable
      workload.maxSurge = object.updateStrategy.rollingUpdate.maxSurge
      workload.updatesOnDelete = object.updateStrategy.type == .onDelete
      workload.revisionHistoryLimit = object.revisionHistoryLimit
      workload.minReady = .seconds(Int64(object.minReadySeconds))
      spec.workloads.append(workload)
    }
    for object in manifests.statefulSets { add(object) }
    for object in manifests.deployments { add(object) }
    for object in manifests.rollouts { add(object) }
    for object in manifests.replicaSets {
      var workload = make(.replicaSet, object.metadata, object.selector, object.template)
      workload.replicas = object.replicas
      workload.minReady = .seconds(Int64(object.minReadySeconds))
      workload.userKind = object.kind
      if object.kind == "ReplicaSet", !object.metadata.hasController {
        workload.setLabels = object.metadata.labels
      }
      spec.workloads.append(workload)
    }
    for object in manifests.jobs {
      noteManager(of: object.spec, "Job \(object.metadata.home)/\(object.metadata.name)")
      spec.workloads.append(job(.job, object.metadata, object.spec))
    }
    for object in manifests.cronJobs { add(object) }
    for object in manifests.pods {
      var template = self.template(object.spec, object.metadata)
      template.isStatic = object.metadata.isStaticPod
      var workload = WorkloadSpec(
        kind: .pod, name: object.metadata.name,
        namespace: object.metadata.namespace ?? "default", template: template)
      complete(&workload, object.spec, object.metadata)
      spec.workloads.append(workload)
    }
  }

  /// A controller with what all kinds share.
  func make(
    _ kind: WorkloadKind, _ metadata: ObjectMeta, _ selector: LabelSelector?,
    _ template: PodTemplateSpec
  ) -> WorkloadSpec {
    var workload = WorkloadSpec(
      kind: kind, name: metadata.name, namespace: metadata.namespace ?? "default",
      template: self.template(template, in: metadata.namespace ?? "default"))
    workload.labels = metadata.labels
    workload.templateDigest = NameHash(template.canonical.text).value
    if let selector { workload.selector = selector }
    complete(&workload, template.spec, template.metadata)
    return workload
  }

  /// Adds what a pod spec says of a workload beside its template.
  private func complete(
    _ workload: inout WorkloadSpec, _ pod: PodSpec, _ metadata: ObjectMeta
  ) {
    let main = manifests.mainContainer(of: pod, metadata, in: workload.namespace)
    workload.mainContainerName = main?.name
    workload.finalizers = metadata.finalizers.filter { !OwnFinalizer.isGiven($0, to: "Pod") }
    workload.ephemeralClaims = pod.volumes.compactMap { volume in
      volume.ephemeral?.volumeClaimTemplate.map {
        ClaimSpecification(volume.name, workload.namespace, $0.spec)
      }
    }
    workload.claimVolumes = pod.volumes.compactMap { volume in
      volume.persistentVolumeClaim.map { ClaimVolume(name: volume.name, claim: $0.claimName) }
    }
    workload.resolver = ResolverSpec(
      pod.dnsPolicy, pod.dnsConfig, usesHostNetwork: pod.hostNetwork)
    workload.resolver.answerLife = main?.nameCacheLife
  }

  /// Notes the resource of which an operator made a workload.
  private func noteOwner(of object: ObjectMeta, _ workload: inout WorkloadSpec) {
    guard let owner = manifests.operatedOwner(of: object) else { return }
    workload.userKind = owner.kind
    workload.userName = owner.metadata.name
  }

  private mutating func add(_ object: StatefulSet) {
    var workload = make(.statefulSet, object.metadata, object.selector, object.template)
    noteOwner(of: object.metadata, &workload)
    workload.replicas = object.replicas
    workload.firstOrdinal = object.ordinals.start
    workload.isParallel = object.podManagementPolicy == .parallel
    workload.partition = object.updateStrategy.rollingUpdate.partition
    workload.maxUnavailable = object.updateStrategy.rollingUpdate.maxUnavailable
    workload.updatesOnDelete = object.updateStrategy.type == .onDelete
    workload.revisionHistoryLimit = object.revisionHistoryLimit
    let retention = object.persistentVolumeClaimRetentionPolicy
    workload.deletesClaimsWhenScaled = retention.whenScaled == .delete
    workload.deletesClaimsWhenDeleted = retention.whenDeleted == .delete
    workload.minReady = .seconds(Int64(object.minReadySeconds))
    let own = object.volumeClaimTemplates.map(\.metadata.name)
    workload.template.claims.removeAll(where: own.contains)
    workload.claimTemplates = object.volumeClaimTemplates.map {
      var claim = ClaimSpecification($0.metadata.name, workload.namespace, $0.spec)
      claim.refusal = $0.spec.refusal
      // stateful_set_utils.go getPersistentVolumeClaims adds what the set selects.
      claim.labels = $0.metadata.labels
      for entry in workload.selector.matchLabels.entries { claim.labels[entry.key] = entry.value }
      return claim
    }
    spec.workloads.append(workload)
  }

  private mutating func add(_ object: Deployment) {
    var workload = make(.deployment, object.metadata, object.selector, object.template)
    noteOwner(of: object.metadata, &workload)
    workload.replicas = object.replicas
    workload.maxSurge = object.strategy.rollingUpdate.maxSurge
    workload.maxUnavailable = object.strategy.rollingUpdate.maxUnavailable
    workload.recreates = object.strategy.type == .recreate
    workload.minReady = .seconds(Int64(object.minReadySeconds))
    workload.progressDeadline = RolloutStatus.deadline(seconds: object.progressDeadlineSeconds)
    workload.isPaused = object.paused
    workload.revisionHistoryLimit = object.revisionHistoryLimit
    spec.workloads.append(workload)
  }

  private mutating func add(_ object: Rollout) {
    let reference = object.workloadRef
    let referred = manifests.deployments.first {
      $0.metadata.name == reference?.name && $0.metadata.home == object.metadata.home
    }
    guard let template = object.template ?? referred?.template else { return }
    spec.workloads.removeAll {
      $0.kind == .deployment && $0.name == referred?.metadata.name
        && $0.namespace == object.metadata.namespace ?? "default"
    }
    var workload = make(
      .deployment, object.metadata, object.selector ?? referred?.selector, template)
    workload.userKind = "Rollout"
    workload.replicas = object.replicas
    workload.minReady = .seconds(Int64(object.minReadySeconds))
    workload.progressDeadline = RolloutStatus.deadline(seconds: object.progressDeadlineSeconds)
    spec.workloads.append(workload)
  }

  private func job(_ kind: WorkloadKind, _ metadata: ObjectMeta, _ job: JobSpec) -> WorkloadSpec {
    var workload = make(kind, metadata, job.manualSelector ? job.selector : nil, job.template)
    var settings = JobSettings()
    settings.parallelism = job.parallelism
    settings.completions = job.completions
    settings.backoffLimit = job.backoffLimit
    settings.timeToLive = job.ttlSecondsAfterFinished.map { .seconds(Int64($0)) }
    settings.isIndexed = job.completionMode == .indexed
    settings.isSuspended = job.suspend
    settings.isManagedElsewhere = spec.version.knowsManagedJobs && job.externalManager != nil
    settings.isSelectedByHand = job.manualSelector
    settings.backoffLimitPerIndex = job.backoffLimitPerIndex
    settings.maxFailedIndexes = job.maxFailedIndexes
    settings.activeDeadline = job.activeDeadlineSeconds.map { .seconds(Int64($0)) }
    settings.replacesOnlyFailed = job.podReplacementPolicy == .failed
    settings.failureRules = (job.podFailurePolicy?.rules ?? []).compactMap(PodFailureRule.init)
    settings.successRules = (job.successPolicy?.rules ?? []).map { rule in
      JobSuccessRule(
        indexes: rule.succeededIndexes.flatMap(JobSuccessRule.ranges) ?? [],
        count: rule.succeededCount)
    }
    workload.job = settings
    workload.replicas = job.parallelism
    return workload
  }

  /// Says what becomes of a Job that another controller shall manage.
  private mutating func noteManager(of job: JobSpec, _ subject: String) {
    guard let manager = job.externalManager else { return }
    spec.notes.append(
      spec.version.knowsManagedJobs
        ? "\(subject) gets no pods: \(manager) manages it, and the cluster has no such controller"
        : "\(subject) is managed as others: managedBy acts from Kubernetes 1.32 on")
  }

  private mutating func add(_ object: CronJob) {
    noteManager(
      of: object.jobTemplate.spec,
      "A Job of CronJob \(object.metadata.home)/\(object.metadata.name)")
    var workload = job(.cronJob, object.metadata, object.jobTemplate.spec)
    var cron = CronSettings(schedule: object.schedule)
    switch object.concurrencyPolicy {
    case .allow: cron.concurrency = .allow
    case .forbid: cron.concurrency = .forbid
    case .replace: cron.concurrency = .replace
    }
    cron.isSuspended = object.suspend
    cron.zone = object.timeZone.flatMap(TimeZoneRule.named) ?? .universal
    cron.startingDeadline = object.startingDeadlineSeconds.map { .seconds(Int64($0)) }
    cron.successfulHistory = object.successfulJobsHistoryLimit
    cron.failedHistory = object.failedJobsHistoryLimit
    cron.jobLabels = object.jobTemplate.metadata.labels
    workload.cron = cron
    spec.workloads.append(workload)
  }
}

extension JobSpec {
  /// The controller in place of Kubernetes' own; nil where that one manages the Job
  /// (job_controller.go managedByExternalController).
  fileprivate var externalManager: String? {
    managedBy == "kubernetes.io/job-controller" ? nil : managedBy
  }
}

extension ObjectMeta {
  /// Whether a pod is the mirror of a static one (pkg/kubelet/types IsMirrorPod, IsStaticPod).
  fileprivate var isStaticPod: Bool {
    let source = annotations["kubernetes.io/config.source"] ?? "api"
    return source != "api" || annotations["kubernetes.io/config.mirror"] != nil
      || ownerReferences.contains { $0.kind == "Node" && $0.controller }
  }
}

extension PodFailureRule {
  /// Reads a rule; nil for an action that does not exist.
  init?(_ rule: PodFailurePolicyRule) {
    guard let action = Action(rawValue: rule.action) else { return nil }
    self.init(action: action)
    exitCodes = rule.onExitCodes?.values.map { Int32(clamping: $0) }
    isNotIn = rule.onExitCodes?.operator == "NotIn"
    container = rule.onExitCodes?.containerName
    conditions = rule.onPodConditions.filter { $0.status == "True" }.map(\.type)
  }
}
