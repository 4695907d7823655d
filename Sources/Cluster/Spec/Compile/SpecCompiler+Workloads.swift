import Manifests
import SimulationKernel

/// Workloads of Kubernetes' own kinds, and Argo Rollouts.
extension SpecCompiler {
  mutating func addWorkloads() {
    for object in manifests.daemonSets {
      var workload = make(.daemonSet, object.metadata, object.selector, object.template)
      workload.maxUnavailable = object.updateStrategy.rollingUpdate.maxUnavailable
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
      spec.workloads.append(workload)
    }
    for object in manifests.jobs {
      spec.workloads.append(job(.job, object.metadata, object.spec))
    }
    for object in manifests.cronJobs { add(object) }
    for object in manifests.pods {
      let template = PodTemplate(
        object.spec, labels: object.metadata.labels, priorities: manifests.priorityClasses)
      spec.workloads.append(
        WorkloadSpec(
          kind: .pod, name: object.metadata.name,
          namespace: object.metadata.namespace ?? "default", template: template))
    }
  }

  /// A controller with what all kinds share.
  func make(
    _ kind: WorkloadKind, _ metadata: ObjectMeta, _ selector: LabelSelector?,
    _ template: PodTemplateSpec
  ) -> WorkloadSpec {
    var workload = WorkloadSpec(
      kind: kind, name: metadata.name, namespace: metadata.namespace ?? "default",
      template: self.template(template))
    if let selector { workload.selector = selector }
    return workload
  }

  private mutating func add(_ object: StatefulSet) {
    var workload = make(.statefulSet, object.metadata, object.selector, object.template)
    workload.replicas = object.replicas
    workload.firstOrdinal = object.ordinals.start
    workload.isParallel = object.podManagementPolicy == .parallel
    workload.partition = object.updateStrategy.rollingUpdate.partition
    workload.minReady = .seconds(Int64(object.minReadySeconds))
    let own = object.volumeClaimTemplates.map(\.metadata.name)
    workload.template.claims.removeAll(where: own.contains)
    workload.claimTemplates = object.volumeClaimTemplates.map {
      ClaimSpecification($0.metadata.name, workload.namespace, $0.spec)
    }
    spec.workloads.append(workload)
  }

  private mutating func add(_ object: Deployment) {
    var workload = make(.deployment, object.metadata, object.selector, object.template)
    workload.replicas = object.replicas
    workload.maxSurge = object.strategy.rollingUpdate.maxSurge
    workload.maxUnavailable = object.strategy.rollingUpdate.maxUnavailable
    workload.recreates = object.strategy.type == .recreate
    workload.minReady = .seconds(Int64(object.minReadySeconds))
    workload.progressDeadline = .seconds(Int64(object.progressDeadlineSeconds))
    spec.workloads.append(workload)
  }

  private mutating func add(_ object: Rollout) {
    let reference = object.workloadRef
    let referred = manifests.deployments.first {
      $0.metadata.name == reference?.name && $0.metadata.namespace == object.metadata.namespace
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
    workload.progressDeadline = .seconds(Int64(object.progressDeadlineSeconds))
    spec.workloads.append(workload)
  }

  private func job(_ kind: WorkloadKind, _ metadata: ObjectMeta, _ job: JobSpec) -> WorkloadSpec {
    var workload = make(kind, metadata, nil, job.template)
    var settings = JobSettings()
    settings.parallelism = job.parallelism
    settings.completions = job.completions
    settings.backoffLimit = job.backoffLimit
    settings.timeToLive = job.ttlSecondsAfterFinished.map { .seconds(Int64($0)) }
    settings.isIndexed = job.completionMode == .indexed
    settings.isSuspended = job.suspend
    workload.job = settings
    workload.replicas = job.parallelism
    return workload
  }

  private mutating func add(_ object: CronJob) {
    var workload = job(.cronJob, object.metadata, object.jobTemplate.spec)
    var cron = CronSettings(schedule: object.schedule)
    switch object.concurrencyPolicy {
    case .allow: cron.concurrency = .allow
    case .forbid: cron.concurrency = .forbid
    case .replace: cron.concurrency = .replace
    }
    cron.isSuspended = object.suspend
    workload.cron = cron
    spec.workloads.append(workload)
  }
}
