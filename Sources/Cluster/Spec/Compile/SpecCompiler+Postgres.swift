import Manifests
import SimulationKernel

/// CloudNativePG: a Cluster's instances, Services and budgets, and poolers
/// (cloudnative-pg.io documentation, Architecture and Labels).
extension SpecCompiler {
  mutating func add(_ object: PostgresCluster) {
    let name = object.metadata.name
    let namespace = object.metadata.namespace ?? "default"
    var template = PodTemplate()
    template.labels = StringMap([("cnpg.io/cluster", name), ("cnpg.io/podRole", "instance")])
    var postgres = container(
      "postgres", image: object.imageName ?? "ghcr.io/cloudnative-pg/postgresql:17",
      object.resources)
    var startup = ProbeSpec()
    startup.failureThreshold = ProbeSpec.failureThreshold(
      lasting: .seconds(Int64(object.startDelay)), period: startup.period)
    postgres.startupProbe = startup
    template.containers = [postgres]
    template.terminationGrace = .seconds(Int64(object.stopDelay))
    setPlacement(
      &template, nil, object.affinity.nodeSelector, object.affinity.tolerations,
      object.topologySpreadConstraints, object.priorityClassName)
    keepApart(&template, object.affinity, cluster: name)
    var workload = WorkloadSpec(
      kind: .operated, name: name, namespace: namespace, template: template)
    workload.userKind = "Cluster"
    workload.replicas = object.instances
    workload.firstOrdinal = 1
    workload.isParallel = true
    workload.claimTemplates = claims(object, namespace)
    spec.workloads.append(workload)
    addServices(of: name, namespace)
    if object.enablePDB { addBudgets(of: name, namespace, instances: object.instances) }
  }

  private func keepApart(
    _ template: inout PodTemplate, _ affinity: PostgresAffinity, cluster: String
  ) {
    if let node = affinity.nodeAffinity {
      var wishes = Affinity()
      wishes.nodeAffinity = node
      template.add(wishes)
    }
    if let near = affinity.additionalPodAffinity { template.add(near, isAnti: false) }
    if let away = affinity.additionalPodAntiAffinity { template.add(away, isAnti: true) }
    guard affinity.enablePodAntiAffinity else { return }
    let term = AffinityTerm(
      selector: LabelSelector(
        matchLabels: StringMap([("cnpg.io/cluster", cluster), ("cnpg.io/podRole", "instance")])),
      topologyKey: affinity.topologyKey)
    if affinity.podAntiAffinityType == "required" {
      template.requiredAntiAffinity.append(term)
    } else {
      template.preferredAffinity.append(WeightedAffinityTerm(weight: -100, term: term))
    }
  }

  private func claims(_ object: PostgresCluster, _ namespace: String) -> [ClaimSpecification] {
    func claim(_ suffix: String, _ storage: PostgresStorage) -> ClaimSpecification {
      if let given = storage.pvcTemplate {
        var claim = ClaimSpecification(suffix, namespace, given)
        // Size and class are laid over the template (cnpg api/v1 StorageConfiguration).
        if let size = storage.size { claim.bytes = size.value }
        if let name = storage.storageClass { claim.storageClass = name }
        return claim
      }
      return ClaimSpecification(
        name: suffix, namespace: namespace, bytes: storage.size?.value ?? 0,
        storageClass: storage.storageClass)
    }
    return [claim("", object.storage)] + (object.walStorage.map { [claim("-wal", $0)] } ?? [])
      + object.tablespaces.map { claim($0.claimSuffix, $0.storage) }
  }

  private mutating func addServices(of name: String, _ namespace: String) {
    let ports = [(name: "postgres", port: 5_432)]
    let cluster = (key: "cnpg.io/cluster", value: name)
    let role = "cnpg.io/instanceRole"
    addService(
      "\(name)-rw", namespace, selector: [cluster, (role, "primary")], ports: ports)
    addService(
      "\(name)-ro", namespace, selector: [cluster, (role, "replica")], ports: ports)
    addService(
      "\(name)-r", namespace, selector: [cluster, ("cnpg.io/podRole", "instance")], ports: ports)
  }

  private mutating func addBudgets(of name: String, _ namespace: String, instances: Int) {
    func budget(_ name: String, role: String, cluster: String) -> BudgetSpec {
      BudgetSpec(
        name: name, namespace: namespace,
        selector: LabelSelector(
          matchLabels: StringMap([("cnpg.io/cluster", cluster), ("cnpg.io/instanceRole", role)])))
    }
    var primary = budget("\(name)-primary", role: "primary", cluster: name)
    primary.minAvailable = .int(1)
    spec.budgets.append(primary)
    guard instances > 2 else { return }
    var replicas = budget(name, role: "replica", cluster: name)
    replicas.minAvailable = .int(Int32(clamping: instances - 2))
    spec.budgets.append(replicas)
  }

  mutating func add(_ object: Pooler) {
    let name = object.metadata.name
    let namespace = object.metadata.namespace ?? "default"
    var template = PodTemplate()
    template.labels = StringMap([
      ("cnpg.io/poolerName", name), ("cnpg.io/cluster", object.cluster.name),
      ("cnpg.io/podRole", "pooler"),
    ])
    template.containers = [
      container(
        "pgbouncer", image: "ghcr.io/cloudnative-pg/pgbouncer:1.24.1", ResourceRequirements())
    ]
    var workload = WorkloadSpec(
      kind: .deployment, name: name, namespace: namespace, template: template)
    workload.userKind = "Pooler"
    workload.replicas = object.instances
    spec.workloads.append(workload)
    addService(
      name, namespace, selector: [("cnpg.io/poolerName", name)], ports: [("pgbouncer", 5_432)])
  }
}
