import Manifests
import SimulationKernel

/// The OT-Container-Kit operator of Redis: a StatefulSet of masters and one of replicas, with their
/// Services and budgets (`pkg/k8sutils`, redis-cluster.go and labels.go).
extension SpecCompiler {
  mutating func add(_ object: RedisClusterResource) {
    add(object.leader, of: object, role: "leader", object.leaders)
    add(object.follower, of: object, role: "follower", object.followers)
  }

  private mutating func add(
    _ nodes: RedisNodes, of object: RedisClusterResource, role: String, _ replicas: Int
  ) {
    let name = "\(object.metadata.name)-\(role)"
    let namespace = object.metadata.namespace ?? "default"
    var template = PodTemplate()
    template.labels = StringMap([
      ("app", name), ("redis_setup_type", "cluster"), ("role", role),
      ("cluster", object.metadata.name),
    ])
    template.containers = [
      container(
        name, image: object.kubernetesConfig.image ?? "quay.io/opstree/redis:v7.0.15",
        object.kubernetesConfig.resources)
    ]
    template.terminationGrace = .seconds(Int64(nodes.terminationGracePeriodSeconds))
    setPlacement(
      &template, nodes.affinity, nodes.nodeSelector, nodes.tolerations,
      nodes.topologySpreadConstraints, object.priorityClassName)
    var workload = WorkloadSpec(
      kind: .statefulSet, name: name, namespace: namespace, template: template)
    workload.userKind = "RedisCluster"
    workload.replicas = replicas
    workload.claimTemplates = claims(object.storage, name: name, namespace)
    spec.workloads.append(workload)
    addServices(name, namespace)
    addBudget(nodes.budget, name, namespace, replicas: replicas)
  }

  private func claims(
    _ storage: RedisStorage?, name: String, _ namespace: String
  ) -> [ClaimSpecification] {
    guard let storage else { return [] }
    let data = storage.volumeClaimTemplate.map { ClaimSpecification(name, namespace, $0.spec) }
    let node =
      storage.nodeConfVolume
      ? storage.nodeConfVolumeClaimTemplate.map {
        ClaimSpecification("node-conf", namespace, $0.spec)
      } : nil
    return [data, node].compactMap { $0 }
  }

  private mutating func addServices(_ name: String, _ namespace: String) {
    let ports = [(name: "redis-client", port: 6_379)]
    let selector = [(key: "app", value: name)]
    addService(name, namespace, selector: selector, ports: ports)
    addService("\(name)-headless", namespace, selector: selector, ports: ports, isHeadless: true)
  }

  /// Without a number it leaves a majority (`pkg/k8sutils/poddisruption.go`).
  private mutating func addBudget(
    _ wish: RedisBudget?, _ name: String, _ namespace: String, replicas: Int
  ) {
    guard let wish, wish.enabled else { return }
    var budget = BudgetSpec(
      name: name, namespace: namespace,
      selector: LabelSelector(matchLabels: StringMap([("app", name)])))
    budget.maxUnavailable = wish.maxUnavailable.map { .int(Int32(clamping: $0)) }
    let least =
      wish.minAvailable ?? (wish.maxUnavailable == nil ? Quorum.majority(of: replicas) : nil)
    budget.minAvailable = least.map { .int(Int32(clamping: $0)) }
    spec.budgets.append(budget)
  }
}
