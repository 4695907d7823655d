import Manifests
import SimulationKernel

/// Strimzi: a Kafka resource's pods by node pool, its Services and budget, and the Deployments of
/// its entity operator, Cruise Control and exporter (strimzi.io documentation, Deploying and
/// Managing).
extension SpecCompiler {
  mutating func add(_ object: KafkaCluster) {
    let cluster = object.metadata.name
    let namespace = object.metadata.namespace ?? "default"
    let pools = manifests.kafkaNodePools.filter {
      $0.metadata.labels["strimzi.io/cluster"] == cluster
        && $0.metadata.home == object.metadata.home
    }
    var firstID = 0
    for pool in pools {
      addPool(pool, of: object, firstID: firstID)
      firstID += pool.replicas
    }
    if pools.isEmpty { addBrokers(object) }
    if let servers = object.zookeeper { addZooKeeper(servers, cluster, namespace) }
    addServices(of: object, namespace)
    var budget = BudgetSpec(
      name: "\(cluster)-kafka", namespace: namespace,
      selector: LabelSelector(
        matchLabels: StringMap([
          ("strimzi.io/cluster", cluster), ("strimzi.io/name", "\(cluster)-kafka"),
        ])))
    budget.maxUnavailable = .int(
      Int32(clamping: object.kafka.template.podDisruptionBudget.maxUnavailable))
    spec.budgets.append(budget)
    if let entity = object.entityOperator { addEntityOperator(entity, cluster, namespace) }
    let image = image(of: object)
    if let resources = object.cruiseControl {
      let name = "cruise-control"
      addCompanion(name, [container(name, image: image, resources)], cluster, namespace)
      addService(
        "\(cluster)-\(name)", namespace, selector: [("strimzi.io/name", "\(cluster)-\(name)")],
        ports: [("rest-api", 9_090)])
    }
    if let resources = object.kafkaExporter {
      let name = "kafka-exporter"
      addCompanion(name, [container(name, image: image, resources)], cluster, namespace)
    }
  }

  /// The image of brokers and of what Strimzi ships in the same one.
  private func image(of object: KafkaCluster) -> String {
    object.kafka.image ?? "quay.io/strimzi/kafka:0.47.0-kafka-3.9.0"
  }

  private func labels(
    _ cluster: String, pool: String, isBroker: Bool, isController: Bool
  ) -> StringMap {
    StringMap([
      ("strimzi.io/cluster", cluster), ("strimzi.io/name", "\(cluster)-kafka"),
      ("strimzi.io/kind", "Kafka"), ("strimzi.io/component-type", "kafka"),
      ("strimzi.io/pool-name", pool), ("strimzi.io/broker-role", String(isBroker)),
      ("strimzi.io/controller-role", String(isController)),
      ("app.kubernetes.io/name", "kafka"), ("app.kubernetes.io/instance", cluster),
    ])
  }

  private func template(
    _ object: KafkaCluster, _ labels: StringMap, _ resources: ResourceRequirements,
    _ pod: KafkaPodTemplate?
  ) -> PodTemplate {
    var template = PodTemplate()
    template.labels = labels
    for entry in pod?.metadata?.labels.entries ?? [] { template.labels[entry.key] = entry.value }
    var kafka = container("kafka", image: image(of: object), resources)
    kafka.livenessProbe?.initialDelay = .seconds(15)
    kafka.readinessProbe?.initialDelay = .seconds(15)
    template.containers = [kafka]
    if let pod {
      setPlacement(
        &template, pod.affinity, StringMap(), pod.tolerations, pod.topologySpreadConstraints,
        pod.priorityClassName)
      template.terminationGrace = .seconds(Int64(pod.terminationGracePeriodSeconds))
    }
    guard let rack = object.kafka.rack else { return template }
    let away = AffinityTerm(
      selector: LabelSelector(
        matchLabels: StringMap([
          ("strimzi.io/cluster", object.metadata.name),
          ("strimzi.io/name", "\(object.metadata.name)-kafka"),
        ])), topologyKey: rack.topologyKey)
    template.preferredAffinity.append(WeightedAffinityTerm(weight: -100, term: away))
    return template
  }

  private mutating func addPool(_ pool: KafkaNodePool, of object: KafkaCluster, firstID: Int) {
    let cluster = object.metadata.name
    let isEverything = pool.roles.isEmpty
    let labels = labels(
      cluster, pool: pool.metadata.name,
      isBroker: isEverything || pool.roles.contains(.broker),
      isController: pool.roles.contains(.controller))
    let resources = pool.resources.requests.isEmpty ? object.kafka.resources : pool.resources
    addPods(
      "\(cluster)-\(pool.metadata.name)", object.metadata.namespace ?? "default",
      template(object, labels, resources, pool.template.pod ?? object.kafka.template.pod),
      pool.replicas, firstID: firstID, pool.storage)
  }

  private mutating func addBrokers(_ object: KafkaCluster) {
    let labels = labels(
      object.metadata.name, pool: "kafka", isBroker: true,
      isController: object.zookeeper == nil)
    addPods(
      "\(object.metadata.name)-kafka", object.metadata.namespace ?? "default",
      template(object, labels, object.kafka.resources, object.kafka.template.pod),
      object.kafka.replicas ?? 1, firstID: 0, object.kafka.storage)
  }

  private mutating func addPods(
    _ name: String, _ namespace: String, _ template: PodTemplate, _ replicas: Int, firstID: Int,
    _ storage: KafkaStorage?
  ) {
    var workload = WorkloadSpec(
      kind: .podSet, name: name, namespace: namespace, template: template)
    workload.userKind = "Kafka"
    workload.replicas = replicas
    workload.firstOrdinal = firstID
    workload.isParallel = true
    workload.claimTemplates = claims(storage, namespace)
    spec.workloads.append(workload)
  }

  private func claims(_ storage: KafkaStorage?, _ namespace: String) -> [ClaimSpecification] {
    guard let storage else { return [] }
    if storage.type == "persistent-claim" {
      return [
        ClaimSpecification(
          name: "data", namespace: namespace, bytes: storage.size?.value ?? 0,
          storageClass: storage.class)
      ]
    }
    return storage.volumes.enumerated().filter { $0.element.type == "persistent-claim" }.map {
      ClaimSpecification(
        name: "data-\($0.element.id ?? $0.offset)", namespace: namespace,
        bytes: $0.element.size?.value ?? 0, storageClass: $0.element.class)
    }
  }

  private mutating func addZooKeeper(
    _ servers: ZooKeeperServers, _ cluster: String, _ namespace: String
  ) {
    var template = PodTemplate()
    template.labels = StringMap([
      ("strimzi.io/cluster", cluster), ("strimzi.io/name", "\(cluster)-zookeeper"),
      ("strimzi.io/kind", "Kafka"),
    ])
    template.containers = [
      container(
        "zookeeper", image: "quay.io/strimzi/kafka:0.45.0-kafka-3.9.0", servers.resources)
    ]
    addPods(
      "\(cluster)-zookeeper", namespace, template, servers.replicas, firstID: 0, servers.storage)
    addService(
      "\(cluster)-zookeeper-client", namespace,
      selector: [("strimzi.io/name", "\(cluster)-zookeeper")], ports: [("tcp-clients", 2_181)])
  }

  private mutating func addServices(of object: KafkaCluster, _ namespace: String) {
    let cluster = object.metadata.name
    let listed = object.kafka.listeners.map { (name: "tcp-\($0.name)", port: $0.port) }
    let ports = listed.isEmpty ? [(name: "tcp-plain", port: 9_092)] : listed
    let selector = [
      (key: "strimzi.io/cluster", value: cluster), ("strimzi.io/name", "\(cluster)-kafka"),
      ("strimzi.io/broker-role", "true"),
    ]
    addService("\(cluster)-kafka-bootstrap", namespace, selector: selector, ports: ports)
    addService(
      "\(cluster)-kafka-brokers", namespace, selector: Array(selector.prefix(2)), ports: ports,
      isHeadless: true)
  }

  private mutating func addEntityOperator(
    _ entity: EntityOperator, _ cluster: String, _ namespace: String
  ) {
    let operators = [
      ("topic-operator", entity.topicOperator), ("user-operator", entity.userOperator),
    ]
    let containers = operators.compactMap { name, resources in
      resources.map { container(name, image: "quay.io/strimzi/operator:0.47.0", $0) }
    }
    if !containers.isEmpty { addCompanion("entity-operator", containers, cluster, namespace) }
  }

  /// A Deployment of one pod beside the brokers.
  private mutating func addCompanion(
    _ name: String, _ containers: [ContainerSpec], _ cluster: String, _ namespace: String
  ) {
    var template = PodTemplate()
    template.labels = StringMap([
      ("strimzi.io/cluster", cluster), ("strimzi.io/name", "\(cluster)-\(name)"),
    ])
    template.containers = containers
    var workload = WorkloadSpec(
      kind: .deployment, name: "\(cluster)-\(name)", namespace: namespace, template: template)
    workload.userKind = "Kafka"
    spec.workloads.append(workload)
  }
}
