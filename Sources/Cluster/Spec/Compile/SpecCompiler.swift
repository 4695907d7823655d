package import Manifests
import SimulationKernel

/// Makes a cluster's spec of manifests and the Cluster document.
struct SpecCompiler {
  let manifests: ManifestSet
  let document: ClusterDocument?
  let initialWaits = InitialWaits()
  var spec = ClusterSpec()

  init(_ manifests: ManifestSet, _ document: ClusterDocument?) {
    self.manifests = manifests
    self.document = document
  }

  /// Compiles everything, in the order in which a cluster would come up.
  mutating func compile() {
    if let document {
      spec.version = document.kubernetes ?? ClusterVersion()
      spec.start = document.start == .running ? .running : .cold
      spec.zones = document.zones.map(\.name)
      spec.registry.missing = document.missingImages
    }
    spec.namespaces = manifests.namespaces.map {
      ClusterSpec.Namespace(
        name: $0.metadata.name,
        labels: labelled($0.metadata.labels, "kubernetes.io/metadata.name", $0.metadata.name))
    }
    addStorage()
    addServices()
    addBudgets()
    addWorkloads()
    addOperators()
    assumeStorageClasses()
    injectSidecars()
    addConfigurations()
    addPodNotes()
    addWaitNotes()
    spec.autoscalers = manifests.horizontalPodAutoscalers.map {
      AutoscalerSpec($0, among: manifests)
    }
    if let resolution = manifests.metricsResolution { spec.metricsResolution = resolution }
    addPolicies()
    addNodes()
    addNotes()
  }

  private func labelled(_ labels: StringMap, _ key: String, _ value: String) -> StringMap {
    var labels = labels
    labels[key] = value
    return labels
  }

  /// The template of a pod template's pods, which live in a namespace.
  func template(_ template: PodTemplateSpec, in namespace: String) -> PodTemplate {
    var metadata = template.metadata
    metadata.namespace = namespace
    return self.template(template.spec, metadata)
  }

  /// The template of pods; those without credentials of registries have their service account's
  /// (plugin/pkg/admission/serviceaccount).
  func template(_ pod: PodSpec, _ metadata: ObjectMeta) -> PodTemplate {
    var template = PodTemplate(
      pod, metadata, priorities: manifests.priorityClasses, runtimes: manifests.runtimeClasses,
      version: spec.version,
      securityVersion: securityVersion(of: metadata.namespace ?? "default"))
    let namespace = metadata.namespace ?? "default"
    for (index, container) in pod.initContainers.enumerated() {
      template.initContainers[index].waits = waits(of: container, in: namespace)
    }
    let account = manifests.serviceAccounts.first {
      $0.metadata.name == pod.serviceAccountName
        && ($0.metadata.namespace ?? "default") == namespace
    }
    let name = pod.serviceAccountName
    if account == nil, name != "default", !name.isEmpty,
      !manifests.mayBeOperated(name, in: namespace)
    {
      template.missingAccount = name
    }
    if spec.version.hasResourceClaims, !pod.resourceClaims.isEmpty {
      template.deviceProblem = DeviceProblem(of: pod, in: namespace, manifests)
    }
    guard template.pullSecrets.isEmpty else { return template }
    template.pullSecrets = account?.imagePullSecrets.map(\.name) ?? []
    return template
  }

  private mutating func addServices() {
    for service in manifests.services {
      var added = ServiceSpec(
        name: service.metadata.name, namespace: service.metadata.namespace ?? "default",
        selector: service.selector)
      added.labels = service.metadata.labels
      added.ports = service.ports.map(ServiceSpec.Port.init)
      added.isHeadless = service.clusterIP == "None"
      added.nodePorts = service.ports.map { service.isOnNodes ? $0.nodePort : nil }
      let isNumbered = !added.isHeadless && service.type != .externalName
      added.address = service.clusterIP.flatMap { $0.isEmpty || !isNumbered ? nil : $0 }
      added.publishesNotReady = service.publishNotReadyAddresses
      added.type = service.type.rawValue
      added.externalName = service.externalName
      added.clientAffinity =
        service.sessionAffinity == .clientIP
        ? .seconds(Int64(service.sessionAffinityConfig.clientIP.timeoutSeconds)) : nil
      added.isNodeLocal = service.internalTrafficPolicy == .local
      added.preference = ServiceSpec.Preference(
        service.metadata.annotations, service.trafficDistribution, spec.version)
      added.isEntryLocal =
        service.externalTrafficPolicy == .local
        && (service.type == .loadBalancer || service.type == .nodePort)
      spec.services.append(added)
    }
  }

  private mutating func addBudgets() {
    for budget in manifests.podDisruptionBudgets {
      var added = BudgetSpec(
        name: budget.metadata.name, namespace: budget.metadata.namespace ?? "default",
        selector: budget.selector)
      added.minAvailable = budget.minAvailable
      added.maxUnavailable = budget.maxUnavailable
      if let owner = manifests.operatedOwner(of: budget.metadata) {
        added.resource = (owner.kind, owner.metadata.name)
        added.strictMinimum = owner.strictMinimum(ofBudget: budget.metadata.name)
          .map { .int(Int32(clamping: $0)) }
      }
      added.evictsUnhealthyAlways = budget.unhealthyPodEvictionPolicy == .alwaysAllow
      spec.budgets.append(added)
    }
  }

  private mutating func addNotes() {
    for job in manifests.cronJobs
    where job.timeZone.map({ TimeZoneRule.named($0) == nil }) ?? false {
      spec.notes.append(
        "CronJob \(job.metadata.name) runs by UTC: the twin has no clock of its time zone")
    }
    addSecurityNotes()
    addAutoscalerNotes()
    addSchedulerNotes()
    addProportionalNotes()
  }

  /// Says which software that follows the number of nodes ends at its start.
  private mutating func addProportionalNotes() {
    for workload in spec.workloads {
      guard let problem = workload.template.proportional?.problem else { continue }
      spec.notes.append(
        "\(workload.kind.rawValue) \(workload.namespace)/\(workload.name) scales nothing: "
          + problem)
    }
  }

  /// Says which pods none of the scheduler's profiles places.
  private mutating func addSchedulerNotes() {
    let profiles = spec.schedulerProfiles.map(\.schedulerName)
    guard !profiles.isEmpty else { return }
    let waiting = spec.workloads.filter { !profiles.contains($0.template.schedulerName) }
    for workload in waiting {
      spec.notes.append(
        "\(workload.kind.rawValue) \(workload.namespace)/\(workload.name) waits for the scheduler "
          + "\(workload.template.schedulerName): no profile has that name")
    }
  }

  /// Says what serves autoscalers whose metrics no adapter in the manifests serves.
  private mutating func addAutoscalerNotes() {
    let images = spec.workloads.flatMap { $0.template.containers.map(\.image) }
    let hasAdapter = images.contains { $0.contains("prometheus-adapter") || $0.contains("keda") }
    guard !hasAdapter else { return }
    for autoscaler in spec.autoscalers {
      for metric in autoscaler.metrics {
        if case .resource = metric.source { continue }
        spec.notes.append(
          "HorizontalPodAutoscaler \(autoscaler.namespace)/\(autoscaler.name) follows "
            + "\(metric.name): a prometheus-adapter with its default rules is assumed to serve it")
      }
    }
  }
}

extension ServiceSpec.Port {
  init(_ port: ServicePort) {
    self.init(name: port.name ?? "", port: port.port, target: port.port)
    switch port.targetPort {
    case .number(let number): target = number
    case .name(let name): targetName = name
    case nil: break
    }
    transport = port.protocol
  }
}

extension ClusterSpec {
  /// Compiles a platform's manifests and its Cluster document.
  ///
  /// Without a document and without Node objects, nodes are assumed that are big enough for all
  /// requests; `notes` says so.
  package init(manifests: ManifestSet, cluster: ClusterDocument?) {
    var compiler = SpecCompiler(manifests, cluster)
    compiler.compile()
    self = compiler.spec
  }

  /// Compiles the nodes alone.
  package init(nodesOf manifests: ManifestSet, cluster: ClusterDocument?) {
    var compiler = SpecCompiler(manifests, cluster)
    compiler.addNodes()
    self = compiler.spec
  }
}
