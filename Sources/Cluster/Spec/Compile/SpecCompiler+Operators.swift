import Manifests
import SimulationKernel

/// Pods, Services and budgets that operators make of their resources.
extension SpecCompiler {
  mutating func addOperators() {
    for object in manifests.postgresClusters { add(object) }
    for object in manifests.poolers { add(object) }
    for object in manifests.kafkaClusters { add(object) }
    for object in manifests.redisClusters { add(object) }
    for object in manifests.redisFailovers { add(object) }
    for object in manifests.prometheuses { add(object) }
    for object in manifests.alertmanagers { add(object) }
  }

  /// A container of an operator's pod.
  func container(
    _ name: String, image: String, _ resources: ResourceRequirements
  ) -> ContainerSpec {
    var container = ContainerSpec(name: name, image: image)
    container.requests = PodResources(resources.requests)
    container.hasCPURequest = resources.requests.cpu != nil
    container.hasMemoryRequest = resources.requests.memory != nil
    container.hasStorageRequest = resources.requests["ephemeral-storage"] != nil
    container.cpuLimitMilli = resources.limits.cpu?.milliCPU
    container.memoryLimit = resources.limits.memory?.bytes
    container.livenessProbe = ProbeSpec()
    container.readinessProbe = ProbeSpec()
    return container
  }

  /// A Service of an operator, unless a manifest defines one of that name.
  mutating func addService(
    _ name: String, _ namespace: String, selector: [(key: String, value: String)],
    ports: [(name: String, port: Int)], isHeadless: Bool = false
  ) {
    guard !spec.services.contains(where: { $0.name == name && $0.namespace == namespace }) else {
      return
    }
    var service = ServiceSpec(name: name, namespace: namespace, selector: StringMap(selector))
    service.ports = ports.map { ServiceSpec.Port(name: $0.name, port: $0.port, target: $0.port) }
    service.isHeadless = isHeadless
    service.publishesNotReady = isHeadless
    spec.services.append(service)
  }

  private mutating func add(_ object: Prometheus) {
    let namespace = object.metadata.namespace ?? "default"
    for shard in 0..<max(1, object.shards) {
      var template = PodTemplate()
      template.labels = object.podLabels(shard: shard)
      template.containers = [
        container(
          "prometheus",
          image: object.pods.image
            ?? "quay.io/prometheus/prometheus:\(object.pods.version ?? "v3.5.0")",
          object.pods.resources)
      ]
      setPlacement(&template, object.pods)
      template.terminationGrace = .seconds(600)
      let suffix = shard == 0 ? "" : "-shard-\(shard)"
      addStateful(
        "prometheus-\(object.metadata.name)\(suffix)", namespace, template, object.pods.replicas,
        userKind: "Prometheus", storage: object.pods.storage,
        claim: "prometheus-\(object.metadata.name)-db")
    }
    addService(
      "prometheus-operated", namespace, selector: [("app.kubernetes.io/name", "prometheus")],
      ports: [("web", 9_090)], isHeadless: true)
  }

  private mutating func add(_ object: Alertmanager) {
    let namespace = object.metadata.namespace ?? "default"
    var template = PodTemplate()
    template.labels = object.podLabels
    template.containers = [
      container(
        "alertmanager",
        image: object.pods.image
          ?? "quay.io/prometheus/alertmanager:\(object.pods.version ?? "v0.28.1")",
        object.pods.resources)
    ]
    setPlacement(&template, object.pods)
    template.terminationGrace = .seconds(120)
    addStateful(
      "alertmanager-\(object.metadata.name)", namespace, template, object.pods.replicas,
      userKind: "Alertmanager", storage: object.pods.storage,
      claim: "alertmanager-\(object.metadata.name)-db")
    addService(
      "alertmanager-operated", namespace, selector: [("app.kubernetes.io/name", "alertmanager")],
      ports: [("web", 9_093), ("tcp-mesh", 9_094), ("udp-mesh", 9_094)], isHeadless: true)
  }

  /// Fills in the placement fields that operators pass on.
  func setPlacement(
    _ template: inout PodTemplate, _ affinity: Affinity?, _ nodeSelector: StringMap,
    _ tolerations: [Toleration], _ spread: [TopologySpreadConstraint], _ priority: String?
  ) {
    if let affinity { template.add(affinity) }
    template.nodeSelector = nodeSelector
    template.tolerations = tolerations.compactMap(PodToleration.init)
    template.spreadConstraints = spread.map(SpreadConstraint.init)
    template.readPriority(of: priority, given: nil, policy: nil, manifests.priorityClasses)
  }

  /// Fills in the placement fields of the Prometheus Operator's resources.
  private func setPlacement(_ template: inout PodTemplate, _ pods: OperatedPodFields) {
    setPlacement(
      &template, pods.affinity, pods.nodeSelector, pods.tolerations, pods.topologySpreadConstraints,
      pods.priorityClassName)
  }

  private mutating func addStateful(
    _ name: String, _ namespace: String, _ template: PodTemplate, _ replicas: Int,
    userKind: String, storage: MonitoringStorage?, claim: String
  ) {
    var workload = WorkloadSpec(
      kind: .statefulSet, name: name, namespace: namespace, template: template)
    workload.userKind = userKind
    workload.replicas = replicas
    workload.isParallel = true
    if let wanted = storage?.volumeClaimTemplate {
      workload.claimTemplates = [
        ClaimSpecification(wanted.metadata?.name ?? claim, namespace, wanted.spec)
      ]
    }
    spec.workloads.append(workload)
  }
}
