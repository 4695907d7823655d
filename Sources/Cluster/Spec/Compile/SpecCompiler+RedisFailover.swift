import Manifests
import SimulationKernel

/// Spotahome's operator of Redis: a StatefulSet `rfr-` of Redis, a Deployment `rfs-` of Sentinels,
/// their Services and budgets (`operator/redisfailover/service/generator.go`).
extension SpecCompiler {
  mutating func add(_ object: RedisFailoverResource) {
    let name = object.metadata.name
    let namespace = object.metadata.namespace ?? "default"
    var redis = workload(
      "rfr-\(name)", .statefulSet, "redis", object.redis, of: object,
      image: "redis:6.2.6-alpine")
    redis.isParallel = true
    if let claim = object.redis.claim {
      redis.claimTemplates = [
        ClaimSpecification(claim.metadata?.name ?? "redis-data", namespace, claim.spec)
      ]
    }
    spec.workloads.append(redis)
    spec.workloads.append(
      workload(
        "rfs-\(name)", .deployment, "sentinel", object.sentinel, of: object,
        image: "redis:6.2.6-alpine"))
    let redisPods = Self.labels("redis", name)
    addService(
      "rfs-\(name)", namespace, selector: Self.labels("sentinel", name),
      ports: [("sentinel", 26_379)])
    for (prefix, role) in [("rfrm", "master"), ("rfrs", "slave")] {
      addService(
        "\(prefix)-\(name)", namespace, selector: redisPods + [("redisfailovers-role", role)],
        ports: [("redis", 6_379)])
    }
    addBudget("rfr-\(name)", "redis", object.redis, of: object)
    addBudget("rfs-\(name)", "sentinel", object.sentinel, of: object)
  }

  private static func labels(_ component: String, _ name: String) -> [(key: String, value: String)]
  {
    [
      ("app.kubernetes.io/component", component), ("app.kubernetes.io/name", name),
      ("app.kubernetes.io/part-of", "redis-failover"),
    ]
  }

  private func workload(
    _ name: String, _ kind: WorkloadKind, _ component: String, _ nodes: RedisFailoverNodes,
    of object: RedisFailoverResource, image: String
  ) -> WorkloadSpec {
    var template = PodTemplate()
    template.labels = StringMap(
      Self.labels(component, object.metadata.name) + [
        ("redisfailovers.databases.spotahome.com/name", object.metadata.name)
      ])
    template.containers = [
      container(component, image: nodes.image ?? image, nodes.resources)
    ]
    template.terminationGrace = .seconds(Int64(nodes.terminationGracePeriodSeconds))
    setPlacement(
      &template, nodes.affinity, nodes.nodeSelector, nodes.tolerations,
      nodes.topologySpreadConstraints, nodes.priorityClassName)
    var workload = WorkloadSpec(
      kind: kind, name: name, namespace: object.metadata.namespace ?? "default",
      template: template)
    workload.userKind = "RedisFailover"
    workload.replicas = nodes.replicas
    return workload
  }

  /// Two pods stay, or all but one of fewer.
  private mutating func addBudget(
    _ name: String, _ component: String, _ nodes: RedisFailoverNodes,
    of object: RedisFailoverResource
  ) {
    guard !nodes.disablePodDisruptionBudget else { return }
    var budget = BudgetSpec(
      name: name, namespace: object.metadata.namespace ?? "default",
      selector: LabelSelector(
        matchLabels: StringMap(Self.labels(component, object.metadata.name))))
    budget.minAvailable = .int(Int32(clamping: nodes.replicas > 2 ? 2 : nodes.replicas - 1))
    spec.budgets.append(budget)
  }
}
